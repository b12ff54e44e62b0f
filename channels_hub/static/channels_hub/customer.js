// For the customer's pages, which all work without it: a half-written form is kept on this device until it is sent.
const KEPT_FOR = 7 * 24 * 3600 * 1000;
const NEVER = new Set(["csrfmiddlewaretoken", "token", "files"]);
const key = (name) => `draft:${name}`;

const read = (name) => {
  try {
    const draft = JSON.parse(localStorage.getItem(key(name)) || "null");
    return draft && Date.now() - draft.at < KEPT_FOR ? draft.fields : null;
  } catch { return null; }
};
const write = (name, fields) => {
  try { localStorage.setItem(key(name), JSON.stringify({ at: Date.now(), fields })); } catch { /* a private window forgets */ }
};
const drop = (name) => { try { localStorage.removeItem(key(name)); } catch { /* nothing was kept */ } };

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !NEVER.has(field.name));
const ticked = (field) => field.type === "checkbox" || field.type === "radio";

const collect = (form) => fieldsOf(form)
  .filter((field) => (ticked(field) ? field.checked : field.value))
  .map((field) => [field.name, field.value]);

const restore = (form, fields) => {
  for (const field of fieldsOf(form)) {
    const given = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (ticked(field)) field.checked = given.includes(field.value);
    else if (given.length) field.value = given[0];
  }
};

// Each kind of matter has questions of its own. Without this they come with the answer to the first sending.
async function ask(form) {
  const box = form.querySelector("[data-questions]");
  if (!box) return;
  const written = collect(form);
  const answer = await fetch(`${box.dataset.questions}?category=${encodeURIComponent(form.elements.category.value)}`);
  if (!answer.ok) return;
  box.innerHTML = await answer.text();
  restore(box.closest("form"), written);
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  const name = form.dataset.draft;
  const note = form.querySelector("[data-draft-note]");
  const draft = read(name);
  // A page that answers a sending shows what was sent; only an untouched form takes up the draft.
  if (draft && !("answered" in form.dataset)) restore(form, draft);
  form.elements.category?.addEventListener("change", () => ask(form));
  if (!("answered" in form.dataset) && form.elements.category?.value) ask(form).then(() => draft && restore(form, draft));
  note.hidden = false;
  form.addEventListener("input", () => write(name, collect(form)));
  form.querySelector("[data-draft-clear]").addEventListener("click", () => {
    drop(name);
    location.assign(location.pathname);
  });
}
for (const done of document.querySelectorAll("[data-draft-done]")) drop(done.dataset.draftDone);
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
