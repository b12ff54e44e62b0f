// The button that prints.
"use strict";

document.querySelector("[data-print]")?.addEventListener("click", () => print());
