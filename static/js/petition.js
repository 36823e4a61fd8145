// Petitions: what is written stays on this phone until it is sent; what this phone may do, and did.
import { askAgain } from "./_checked.js";
import { forgetDraft, keepDraft, readDraft } from "./_drafts.js";
import { heldSlots, orNothing, sayWhatLacks } from "./_held.js";
import { showSent } from "./_sent.js";
import { noteUsed, wasUsed } from "./_vault.js";

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

/** What arrived need not stay on the phone as a draft, and a right is noted as used. */
async function answer(box) {
  const sent = showSent(box);
  if (!sent) return;
  if (sent.draft) forgetDraft(sent.draft);
  if (sent.act !== "second") return;
  await orNothing(() => noteUsed(sent.scope));
  for (const each of document.querySelectorAll("[data-seconded]")) showSeconded(each);
}

/** A petition that this phone has seconded does not offer it again. */
async function showSeconded(box) {
  if (!(await orNothing(() => wasUsed(box.dataset.seconded)))) return;
  box.querySelector("[data-is-seconded]").hidden = false;
  box.querySelector("form").hidden = true;
}

/** Before anybody writes: whether they could send it from here. */
async function sayIfLacking(box) {
  const hasRight = (await heldSlots(box.dataset.needs)).length > 0;
  if (!hasRight) askAgain();
  await sayWhatLacks(box, hasRight);
}

for (const form of document.querySelectorAll("form[data-kept-draft]")) followDraft(form);
for (const box of document.querySelectorAll("[data-sent]")) answer(box);
for (const box of document.querySelectorAll("[data-seconded]")) showSeconded(box);
for (const box of document.querySelectorAll("[data-needs]")) sayIfLacking(box);
