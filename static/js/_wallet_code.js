// The code of the wallet: shown when asked for, as QR and text, kept as a file, copied, printed.

import { toSvg } from "lean-qr/extras/svg";
import { generate } from "lean-qr/nano";
import { seedCode } from "./_seed.js";
import { keep } from "./_vault.js";
import { words } from "./_words.js";

function saveAsFile(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function draw(box, code) {
  const address = `${location.origin}${location.pathname}#seed=${code}`;
  const picture = toSvg(generate(address), document, { pad: 2 });
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", box.dataset.qrLabel);
  box.querySelector("[data-wallet-qr]").replaceChildren(picture);
  const groups = code.split("-").map((group) => {
    const part = document.createElement("span");
    part.textContent = group;
    return part;
  });
  const spaced = groups.flatMap((group, index) => (index ? [" ", group] : [group]));
  box.querySelector("[data-wallet-groups]").replaceChildren(...spaced);
}

/** Lets the member see and keep the code; `seedNow` gives the seed, `changed` is told after. */
export function offerCode(section, seedNow, changed) {
  const box = section.querySelector("[data-wallet-code]");
  const part = (name) => section.querySelector(`[data-${name}]`);
  const status = part("code-status");
  let code = "";

  function hide() {
    box.hidden = true;
    part("code-show").hidden = false;
    status.textContent = "";
    // Nothing of it stays in the page.
    code = "";
    for (const place of ["qr", "groups"])
      box.querySelector(`[data-wallet-${place}]`).replaceChildren();
  }

  const on = (name, act) => part(name).addEventListener("click", act);
  on("code-show", async () => {
    code = seedCode(await seedNow());
    draw(box, code);
    box.hidden = false;
    part("code-show").hidden = true;
    part("code-copy").hidden = !navigator.clipboard;
    box.querySelector("h3").focus();
  });
  on("code-save", ({ currentTarget: { dataset } }) => {
    const title = words(dataset.title, { address: location.origin });
    saveAsFile(dataset.codeSave, `${title}\r\n\r\n${code}\r\n\r\n${dataset.advice}\r\n`);
    status.textContent = status.dataset.saved;
  });
  on("code-copy", async () => {
    await navigator.clipboard.writeText(code);
    status.textContent = status.dataset.copied;
  });
  on("code-print", () => window.print());
  on("code-hide", () => {
    hide();
    part("code-show").focus();
  });
  on("code-kept", async () => {
    await keep("isSaved", true);
    // Firefox asks the member; others decide by themselves.
    await navigator.storage?.persist?.().catch(() => false);
    hide();
    await changed();
    part("code-show").focus();
  });
}
