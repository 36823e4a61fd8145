// Passkeys: asks the browser to make or show one, and sends its answer with the page's own form.
import { startAuthentication, startRegistration } from "@simplewebauthn/browser";

const IS_NUMBER = /^(\d+\.){3}\d+$|^\[/;

/** Why this page cannot use a passkey, as the name of a sentence; "" where it can. */
function hindrance() {
  if (!window.isSecureContext) return "insecure";
  if (!window.PublicKeyCredential) return "none";
  // A passkey belongs to a name: browsers refuse numbers, even this machine's own.
  return IS_NUMBER.test(location.hostname) ? "address" : "";
}

function reason(error) {
  if (error.name === "InvalidStateError") return "exists";
  return ["NotAllowedError", "AbortError"].includes(error.name) ? "cancelled" : "failed";
}

async function answerOf(form) {
  const address = new URL(form.dataset.options, location.href);
  const label = form.elements.label?.value;
  if (label) address.searchParams.set("label", label);
  const reply = await fetch(address, { headers: { Accept: "application/json" } });
  if (!reply.ok) throw new Error(String(reply.status));
  const optionsJSON = await reply.json();
  const start = form.dataset.passkey === "add" ? startRegistration : startAuthentication;
  const answer = await start({ optionsJSON });
  // What tells the make of a phone stays here: the server has no use for it.
  delete answer.response.transports;
  delete answer.authenticatorAttachment;
  return answer;
}

function follow(form) {
  const said = form.querySelector("[data-passkey-said]");
  const button = form.querySelector("button[type=submit]");
  const why = hindrance();
  said.textContent = form.dataset[why] ?? "";
  button.hidden = why !== "";
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    said.textContent = "";
    try {
      form.elements.credential.value = JSON.stringify(await answerOf(form));
      form.submit();
    } catch (error) {
      said.textContent = form.dataset[reason(error)];
      button.removeAttribute("aria-disabled");
    }
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) follow(form);
