// The report form: steps on a phone, pay an hour while typing, a draft on this phone only.
import { carriedWords, dropWords, forgetDraft, keepDraft, readDraft } from "./_drafts.js";
import { followHourly } from "./_hourly.js";
import { followConditions } from "./_shown_when.js";
import { inSteps } from "./_steps.js";

const NEVER_KEPT = new Set(["hidden", "password", "file", "submit", "button"]);

function keepable(form) {
  return [...form.elements].filter((control) => control.name && !NEVER_KEPT.has(control.type));
}

function answers(form) {
  const values = {};
  for (const control of keepable(form)) {
    const isChoice = control.type === "radio" || control.type === "checkbox";
    if (isChoice && !control.checked) continue;
    values[control.name] ??= [];
    values[control.name].push(control.value);
  }
  // Which kind it is may stand in a hidden field: a draft of another kind must not fill this one.
  const kind = form.elements.kind?.value;
  return kind ? { ...values, kind: [kind] } : values;
}

function fill(form, values) {
  for (const control of keepable(form)) {
    const kept = values[control.name];
    if (control.type === "radio" || control.type === "checkbox")
      control.checked = kept?.includes(control.value) ?? false;
    else if (kept) control.value = kept[0];
  }
}

function followDraft(form) {
  const name = form.dataset.draft;
  if (!name) return;
  const note = form.querySelector("[data-draft-note]");
  const restored = form.querySelector("[data-draft-restored]");
  const draft = readDraft(name);
  // What the server filled in (an answer sent back, a history) is newer than any draft.
  const isFresh = !("filled" in form.dataset) && !document.querySelector("[data-error-summary]");
  const kind = form.elements.kind?.value;
  if (draft && isFresh && (!kind || draft.kind?.[0] === kind)) {
    fill(form, draft);
    if (restored) restored.hidden = false;
    if (note) note.hidden = false;
  }
  form.addEventListener("input", () => {
    keepDraft(name, answers(form));
    if (note) note.hidden = false;
  });
  if (isFresh) bringWords(form);
  form.querySelector("[data-draft-forget]")?.addEventListener("click", () => {
    forgetDraft(name);
    form.reset();
    if (restored) restored.hidden = true;
    if (note) note.hidden = true;
    form.dispatchEvent(new Event("change"));
    form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
}

/** Words carried here from a room stand under what was written already, and in the draft. */
function bringWords(form) {
  const [brought, field] = [carriedWords(), form.elements.testimony];
  if (!brought || !field) return;
  field.value = [field.value, brought].filter(Boolean).join("\n");
  dropWords();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const said = form.querySelector("[data-words-brought]");
  if (said) said.hidden = false;
}

function sayWordsWait(box) {
  box.hidden = !carriedWords();
  box.querySelector("button").addEventListener("click", () => {
    dropWords();
    box.hidden = true;
  });
}

function offerWaitingDraft(box) {
  const kind = readDraft(box.dataset.draftWaiting)?.kind?.[0];
  if (!kind) return;
  const link = box.querySelector("[data-href]");
  link.href = link.dataset.href.replace("{kind}", encodeURIComponent(kind));
  box.hidden = false;
}

for (const form of document.querySelectorAll("form[data-report]")) {
  followDraft(form);
  followConditions(form);
  followHourly(form);
  if (form.querySelector("[data-continue]")) inSteps(form);
}
for (const box of document.querySelectorAll("[data-draft-waiting]")) offerWaitingDraft(box);
for (const box of document.querySelectorAll("[data-words-waiting]")) sayWordsWait(box);
