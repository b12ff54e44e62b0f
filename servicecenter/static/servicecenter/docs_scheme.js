// Swagger UI is dark by a class of its own: it follows what scheme.js and the desktop say, at once and later.
"use strict";
const wish = matchMedia("(prefers-color-scheme: dark)");
const follow = () => {
  const { scheme } = document.documentElement.dataset;
  document.documentElement.classList.toggle("dark-mode", scheme === "dark" || (scheme !== "light" && wish.matches));
};
follow();
wish.addEventListener("change", follow);
new MutationObserver(follow).observe(document.documentElement, { attributeFilter: ["data-scheme"] });
