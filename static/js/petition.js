// Petitions: what is written stays on this phone until it is sent.
import { forgetDraft, keepDraft, readDraft } from "./_drafts.js";

const NEVER_KEPT = new Set(["hidden", "password", "file", "submit", "button"]);

function keepable(form) {
  return [...form.elements].filter((control) => control.name && !NEVER_KEPT.has(control.type));
}

function values(form) {
  const said = {};
  for (const control of keepable(form)) {
    if (control.type === "checkbox" && !control.checked) continue;
    said[control.name] ??= [];
    said[control.name].push(control.value);
  }
  return said;
}

function fill(form, said) {
  for (const control of keepable(form)) {
    const kept = said[control.name];
    if (control.type === "checkbox") control.checked = kept?.includes(control.value) ?? false;
    else if (kept) control.value = kept[0];
  }
}

function followDraft(form) {
  const name = form.dataset.keptDraft;
  const note = form.querySelector("[data-draft-note]");
  const draft = readDraft(name);
  // What the server sent back is newer than any draft.
  const isFresh = !("filled" in form.dataset) && !document.querySelector("[data-error-summary]");
  if (draft && isFresh) {
    fill(form, draft);
    if (note) note.hidden = false;
  }
  form.addEventListener("input", () => {
    keepDraft(name, values(form));
    if (note) note.hidden = false;
  });
  form.querySelector("[data-draft-forget]")?.addEventListener("click", () => {
    forgetDraft(name);
    form.reset();
    note.hidden = true;
    keepable(form)[0]?.focus();
  });
}

for (const form of document.querySelectorAll("form[data-kept-draft]")) followDraft(form);
for (const mark of document.querySelectorAll("[data-forget-draft]"))
  forgetDraft(mark.dataset.forgetDraft);
