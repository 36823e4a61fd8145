// The receipt: kept as a file, copied, printed; and its code grouped while it is typed.
import { forgetDraft } from "./_drafts.js";

const GROUP = 4;

function saveAsFile(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function showReceipt(box) {
  const status = box.querySelector("[data-copied]");
  const on = (name, act) => {
    const button = box.querySelector(`[data-${name}]`);
    button?.addEventListener("click", () => act(button));
  };
  box.querySelector("[data-acts]").hidden = false;
  // No clipboard without TLS.
  box.querySelector("[data-copy]").hidden = !navigator.clipboard;
  on("save", (button) => {
    saveAsFile(button.dataset.save, button.dataset.text);
    status.textContent = status.dataset.saved;
  });
  on("copy", async () => {
    await navigator.clipboard.writeText(
      box.querySelector("[data-receipt-code]").dataset.receiptCode,
    );
    status.textContent = status.dataset.copied;
  });
  on("print", () => window.print());
}

function groupWhileTyping(input) {
  input.addEventListener("input", () => {
    const atEnd = input.selectionStart === input.value.length;
    // Grouping in the middle of a correction would move the caret away.
    if (!atEnd) return;
    const plain = input.value.toUpperCase().replace(/[^0-9A-Z]/g, "");
    input.value = plain.match(new RegExp(`.{1,${GROUP}}`, "g"))?.join("-") ?? "";
  });
}

for (const box of document.querySelectorAll("[data-receipt]")) showReceipt(box);
for (const input of document.querySelectorAll("input[data-receipt-entry]")) groupWhileTyping(input);
// It arrived: what was typed need not stay on the phone.
for (const mark of document.querySelectorAll("[data-forget-draft]"))
  forgetDraft(mark.dataset.forgetDraft);
