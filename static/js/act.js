// Forms outside a seat whose sending is an act: signed by the key of a token that this browser
// holds, so that what arrives is what was written, and nobody knows by whom.
import { fieldsDigest } from "./_acts.js";
import { askAgain } from "./_checked.js";
import { heldNonce, heldSlots, mayKeep, sayWhatLacks } from "./_held.js";
import { forgetSending, noteSending } from "./_sent.js";
import { NoToken, signedAct } from "./_tokens.js";
import { slotFor } from "./_vault.js";

const namesOf = (list) => (list ?? "").split(" ").filter(Boolean);

/** What is signed: the act, the constant parts, and a digest of the fields that it is about. */
function bodyOf(form) {
  const body = { act: form.dataset.act };
  for (const part of form.querySelectorAll("[data-act-part]"))
    body[part.name] = part.dataset.actPart === "number" ? Number(part.value) : part.value;
  const names = namesOf(form.dataset.actFields);
  if (!names.length) return body;
  const typed = new FormData(form);
  return {
    ...body,
    fields: fieldsDigest(Object.fromEntries(names.map((name) => [name, typed.get(name) ?? ""]))),
  };
}

async function slotOf(form, body) {
  const { scope, nonce, slots } = form.dataset;
  if (nonce) return heldNonce(scope, nonce);
  if (!slots) return 0;
  const held = await heldSlots(scope);
  return held.length ? slotFor(scope, held, body.fields ?? JSON.stringify(body)) : null;
}

async function sign(form) {
  const body = bodyOf(form);
  const slot = await slotOf(form, body);
  if (slot === null) throw new NoToken(form.dataset.scope);
  const act = await signedAct(form.dataset.scope, body, slot);
  form.elements.act.value = JSON.stringify(act);
  const { act: name, draft } = form.dataset;
  noteSending({ act: name, scope: act.scope, nonce: act.nonce, draft });
}

/** What a press could not do is said where it was pressed. */
async function sayWhyNot(form) {
  // A page with many forms says it once for all of them.
  const isSaidHere = form.querySelector("[data-no-token]");
  const box = isSaidHere ? form : document.querySelector("[data-needs-one-of]");
  const block = box && (await sayWhatLacks(box, false));
  if (!block) return;
  block.tabIndex = -1;
  block.focus();
}

async function mayAct(form) {
  const { scope, nonce } = form.dataset;
  if (nonce) return (await heldNonce(scope, nonce)) !== null;
  return (await heldSlots(scope)).length > 0;
}

function signBeforeSending(form) {
  let state = "open";

  async function signAndSend(submitter) {
    try {
      await sign(form);
      state = "signed";
      if (form.requestSubmit) form.requestSubmit(submitter);
      else form.submit();
    } catch (error) {
      state = "open";
      if (!(error instanceof NoToken) && (await mayKeep())) throw error;
      await sayWhyNot(form);
    }
  }

  form.addEventListener(
    "submit",
    (event) => {
      // A button that goes back to the questions sends nothing that is signed.
      if (event.submitter?.formNoValidate) return;
      if (state === "signed") {
        state = "open";
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (state === "signing") return;
      state = "signing";
      signAndSend(event.submitter);
    },
    { capture: true },
  );
  // Where send.js waits for the network, the act is signed once there is one.
  form.addEventListener("beforesend", ({ detail }) => detail.waitFor.push(sign(form)));
}

/** What only the author of this page's petition may do, where this browser holds that key. */
function showAuthor(form) {
  const part = form.closest("[data-author]");
  if (!part) return;
  part.hidden = false;
  for (const other of document.querySelectorAll("[data-not-author]")) other.hidden = true;
}

// Shown anew, a page from which one sends says that the last sending was refused.
if (!document.querySelector("[data-sent]")) forgetSending();
for (const form of document.querySelectorAll("form[data-act]")) {
  signBeforeSending(form);
  for (const part of form.querySelectorAll("[data-act-ready]")) part.disabled = false;
  mayAct(form).then((may) => {
    if (may) showAuthor(form);
    // Its page draws what is missing, though it may have looked a moment ago.
    else askAgain();
    sayWhatLacks(form, may);
  });
}
// A page of questions says at once what its last page would lack.
for (const box of document.querySelectorAll("[data-needs-one-of]"))
  Promise.all(namesOf(box.dataset.needsOneOf).map(heldSlots)).then((held) => {
    const may = held.some((slots) => slots.length);
    if (!may) askAgain();
    sayWhatLacks(box, may);
  });
