// A report may count as a member's, where this browser's wallet holds a right to it: by choice,
// signed only when the report is sent. Without it, or if anything fails, it goes as anyone's.
import { heldSlots } from "./_held.js";
import { signedAct } from "./_tokens.js";
import { slotFor } from "./_vault.js";

async function sign(form, { scope, sending }) {
  const held = await heldSlots(scope);
  const slot = await slotFor(scope, held, sending);
  if (slot === null) return;
  const act = await signedAct(scope, { act: "report", submission: sending }, slot);
  form.elements.act.value = JSON.stringify(act);
}

async function offer(box) {
  const form = box.closest("form");
  const choice = box.querySelector("[type=checkbox]");
  const held = await heldSlots(box.dataset.scope);
  box.hidden = held.length === 0;
  form.addEventListener("beforesend", ({ detail }) => {
    if (choice.checked) detail.waitFor.push(sign(form, box.dataset).catch(() => undefined));
  });
}

for (const box of document.querySelectorAll("[data-credential]")) offer(box);
