// The countries of a choice by their names in the page's language, and in its order; the browser knows them all.
// Without this script they stand there in English.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const spoken = document.documentElement.lang;
  if (!window.Intl?.DisplayNames || spoken.startsWith("en")) return;
  const names = new Intl.DisplayNames([spoken], { type: "region" });
  for (const choice of document.querySelectorAll("select[data-lands]")) {
    const [none, ...lands] = choice.options, chosen = choice.value;
    for (const one of lands) {
      const code = one.value.split("-")[0], [land, part] = one.text.split(" · ");
      one.text = [/^[A-Z]{2}$/.test(code) ? names.of(code) : land, part].filter(Boolean).join(" · ");
    }
    choice.replaceChildren(none, ...lands.sort((one, other) => one.text.localeCompare(other.text, spoken)));
    choice.value = chosen;
  }
});
