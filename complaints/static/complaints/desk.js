// Keys, sheets and ticking clocks for the staff's pages. Everything here is a convenience: no page depends on it.
"use strict";

const typing = (element) => element.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
const canPop = "popover" in HTMLElement.prototype;

// A list of work: j and k walk, Enter opens.
const jobs = () => [...document.querySelectorAll(".job")];
function walk(step) {
  const rows = jobs();
  if (!rows.length) { goBeside(step); return; }
  const here = rows.findIndex((row) => row.getAttribute("aria-current") === "true");
  const next = rows[Math.max(0, Math.min(rows.length - 1, here + step))];
  rows.forEach((row) => row.removeAttribute("aria-current"));
  next.setAttribute("aria-current", "true");
  next.querySelector("a").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// From a list into a ticket: the list is remembered, so that the ticket's page leads on through it and back to it.
const LISTS = ".work, .table, [data-listed]";
const numberIn = (link) => link.pathname.match(/^\/desk\/tickets\/([^/]+)\/$/)?.[1];
const numbersIn = (list) => [...new Set([...list.querySelectorAll("a[href]")].map(numberIn).filter(Boolean))];
addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const list = link && numberIn(link) ? link.closest(LISTS) : null;
  if (list) sessionStorage.setItem("list", JSON.stringify({ from: location.pathname + location.search, numbers: numbersIn(list) }));
});
const beside = document.querySelector("#beside");
function showBeside({ from, numbers }) {
  const here = numbers.indexOf(beside.dataset.number);
  if (here < 0) return;
  document.querySelector("#to-list").href = from;
  const ways = { prev: numbers.slice(0, here).reverse(), next: numbers.slice(here + 1) };
  for (const [way, ahead] of Object.entries(ways)) {
    const link = beside.querySelector(`[rel=${way}]`);
    // Several, the nearest first: one of them may be out of the reader's reach by now.
    if (ahead.length) link.href = link.dataset.to + ahead.join(",");
    else link.setAttribute("aria-disabled", "true");
  }
  const told = beside.querySelector(".num");
  told.textContent = told.textContent.replace("{n}", here + 1).replace("{all}", numbers.length);
  beside.hidden = numbers.length < 2;
}
if (beside) showBeside(JSON.parse(sessionStorage.getItem("list")) ?? { numbers: [] });
function goBeside(step) {
  if (!document.querySelector("#sheet:popover-open")) beside?.querySelector(`[rel=${step < 0 ? "prev" : "next"}][href]`)?.click();
}

addEventListener("keydown", (event) => {
  // Danger has its key everywhere, while typing too.
  if (event.key === "F9") {
    const emergency = document.querySelector("[data-danger]") ?? document.querySelector("a[href$='/desk/emergency/']");
    if (emergency) { event.preventDefault(); emergency.click(); }
    return;
  }
  const pressed = document.querySelector(`[data-function-key="${CSS.escape(event.key)}"]`);
  if (pressed) { event.preventDefault(); pressed.click(); return; }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const dispatch = document.querySelector("[data-dispatch]");
    if (dispatch) { event.preventDefault(); dispatch.click(); return; }
    const form = event.target.closest("form[method=post]");
    if (form) { event.preventDefault(); form.requestSubmit(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "/") {
    const search = document.querySelector("input[type=search]");
    if (!search) return;
    event.preventDefault();
    search.select();
    search.focus();
  } else {
    if (document.querySelector("#sheet:popover-open")) return;
    const key = `[data-key="${CSS.escape(event.key)}"]`;
    const move = document.querySelector(`main ${key}`) ?? document.querySelector(key);
    if (move) { event.preventDefault(); move.closest("details")?.setAttribute("open", ""); move.click(); if (move.matches("input, textarea")) move.focus(); }
  }
});

// A move opens in a sheet where the browser has them; else its link leads to a page.
addEventListener("htmx:confirm", (event) => {
  const link = event.target.closest("a[hx-target='#sheet']");
  if (link && !canPop) { event.preventDefault(); location.assign(link.href); }
});
let opener = null;
addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches("a[hx-target='#sheet']")) opener = event.target;
});
addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "sheet") return;
  event.target.setAttribute("role", "dialog");
  event.target.setAttribute("aria-label", event.target.querySelector("h1, h2")?.textContent ?? "");
  event.target.showPopover();
  (event.target.querySelector("[autofocus], .input, input[type=radio], .btn") ?? event.target).focus();
});
addEventListener("toggle", (event) => {
  if (event.target.id !== "sheet" || event.newState !== "closed") return;
  // On a phone the move was pressed in a sheet that has closed since: back to what opened that one.
  const folded = opener?.closest("[popover]:not(:popover-open)");
  (opener?.checkVisibility() ? opener : document.querySelector(`[popovertarget="${folded?.id}"]`))?.focus();
  event.target.replaceChildren();
}, true);
// The Tab key stays in an open sheet; a group of radios is one stop.
addEventListener("keydown", (event) => {
  const sheet = event.key === "Tab" ? document.querySelector("#sheet:popover-open") : null;
  if (!sheet) return;
  const stops = [...sheet.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((one) => !one.disabled && one.checkVisibility());
  const [from, to] = event.shiftKey ? [stops.at(0), stops.at(-1)] : [stops.at(-1), stops.at(0)];
  const here = document.activeElement;
  const atEdge = here === from || (here.type === "radio" && from?.type === "radio" && here.name === from.name);
  if (to && (atEdge || !sheet.contains(here))) { event.preventDefault(); to.focus(); }
});
// A refusal is an answer too, to be read in the sheet.
addEventListener("htmx:beforeSwap", (event) => {
  if ([403, 409].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
  // The session has ended: the sign-in page belongs in the window, not in a corner of this one.
  if (event.detail.xhr.responseURL.includes("/accounts/")) { event.detail.shouldSwap = false; location.reload(); }
});

// On a phone the bar is longer than the window: where I am is in sight.
document.querySelector(".bar nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// Filters apply as they are ticked.
for (const form of document.querySelectorAll("form[data-submits]")) {
  form.querySelector("[data-apply]").hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}

// The first wrong field has the focus, or else the list of what is wrong.
(document.querySelector("main [aria-invalid=true]") ?? document.querySelector("main .notice.bad"))?.focus();

// Clocks under half an hour count their seconds.
setInterval(() => {
  for (const time of document.querySelectorAll("time[data-until]")) {
    const left = Math.ceil((Number(time.dataset.until) - Date.now()) / 1000);
    if (left < 0) { time.removeAttribute("data-until"); continue; }
    time.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }
}, 1000);
