// The keys of a call: matches by arrows, Enter and Alt with a figure, everything else by Alt with its letter.
"use strict";

const form = document.querySelector("#call");
const seek = document.querySelector("#id_q");
const options = () => [...document.querySelectorAll("#matches [role=option]")];
const chosen = () => options().find((one) => one.getAttribute("aria-selected") === "true");

function choose(next) {
  for (const one of options()) one.setAttribute("aria-selected", String(one === next));
  if (next) { seek.setAttribute("aria-activedescendant", next.id); next.scrollIntoView({ block: "nearest" }); }
}

seek?.addEventListener("keydown", (event) => {
  const all = options(), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) {
    event.preventDefault();
    choose(all[Math.max(0, Math.min(all.length - 1, all.indexOf(chosen()) + step))]);
  } else if (event.key === "Enter" && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    (chosen() ?? document.querySelector("#id_name") ?? document.querySelector("[value='leave:new']"))?.[chosen() ? "click" : "focus"]();
  }
});

// Enter in a single line goes on and saves nothing; Ctrl and Enter saves.
form?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input") && !event.ctrlKey && !event.metaKey) event.preventDefault();
});

addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const key = event.code.replace(/^(Key|Digit)/, "").toLowerCase();
  const target = document.querySelector(`[data-alt="${CSS.escape(key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input, textarea, select")) { target.focus(); target.select?.(); } else target.click();
});

// What was typed before the scripts were awake is looked at too.
addEventListener("DOMContentLoaded", () => {
  for (const one of [seek, document.querySelector("#id_words")])
    if (one && one.value !== one.defaultValue) one.dispatchEvent(new Event("input", { bubbles: true }));
});

// What was pressed goes away with the part it stood in: the hand goes on where the next thing is written.
const after = { take: "#id_words", leave: "#id_name, #id_q", accept: "#id_words", verify: "#id_words" };
let next = "";
addEventListener("htmx:beforeRequest", (event) => {
  const pressed = event.target.closest("button[name=do]");
  if (pressed) next = after[pressed.value.split(":")[0]] ?? "";
});
addEventListener("htmx:oobAfterSwap", () => {
  seek?.setAttribute("aria-expanded", String(options().length > 0));
  if (next) setTimeout(() => { if (next) document.querySelector(next)?.focus(); next = ""; });
});

// How long the talk goes on, and how long after it.
setInterval(() => {
  for (const one of document.querySelectorAll("[data-since]")) {
    const gone = Math.max(0, Math.floor(Date.now() / 1000 - Number(one.dataset.since)));
    one.textContent = `${Math.floor(gone / 60)}:${String(gone % 60).padStart(2, "0")}`;
  }
}, 1000);
