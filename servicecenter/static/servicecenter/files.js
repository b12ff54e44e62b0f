// A file input speaks the browser's language, not the page's: where there is a script, our words stand over it and
// name what was chosen. The input itself stays on top, unseen, so pressing, dropping and the keyboard are its own.
document.documentElement.dataset.files = "";
const pick = (input) => {
  const told = input.closest(".files")?.querySelector("[data-none]");
  if (told) told.textContent = [...input.files].map((file) => file.name).join(told.dataset.between) || told.dataset.none;
};
addEventListener("change", (event) => { if (event.target.type === "file") pick(event.target); });
// Back from another page, the browser may have kept what was chosen.
addEventListener("pageshow", () => document.querySelectorAll(".files input").forEach(pick));
