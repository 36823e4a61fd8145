// Bringing a wallet here from another phone: typed, from its file, or by the link of its QR code.
import { same } from "./_bytes.js";
import { seedIn } from "./_seed.js";
import { readWallet, replaceSeed } from "./_vault.js";

const LINKED = "wallet-link";
const LONGEST_FILE = 10_000;

/** The text of a link that was opened, which site.js took out of the address at once. */
function linked() {
  try {
    const text = sessionStorage.getItem(LINKED);
    sessionStorage.removeItem(LINKED);
    return text;
  } catch {
    return null;
  }
}

/** `brought` is told when another seed has taken its place. */
export async function offerBringing(section, brought) {
  const part = (name) => section.querySelector(`[data-bring-${name}]`);
  const input = part("code");
  const error = part("error");
  const confirm = part("confirm");
  let waiting = null;

  function refuse(name) {
    for (const sentence of error.querySelectorAll("[data-error]"))
      sentence.hidden = sentence.dataset.error !== name;
    error.hidden = name === "";
    input.toggleAttribute("aria-invalid", name !== "");
    if (name) input.focus();
  }

  async function bring(seed) {
    waiting = null;
    confirm.hidden = true;
    input.value = "";
    await replaceSeed(seed);
    await brought();
  }

  function ask(seed, isLink) {
    waiting = seed;
    for (const sentence of confirm.querySelectorAll("[data-confirm]"))
      sentence.hidden = (sentence.dataset.confirm === "link") !== isLink;
    confirm.hidden = false;
    section.open = true;
    confirm.querySelector("h3").focus();
  }

  async function consider(text, isLink) {
    const seed = seedIn(text);
    refuse(seed ? "" : "wrong");
    if (!seed) return;
    const { seed: present } = await readWallet();
    if (present && same(present, seed)) refuse("same");
    // A link may have been planted: whoever made it would know what this wallet does.
    else if (present || isLink) ask(seed, isLink);
    else await bring(seed);
  }

  const on = (name, act) => part(name).addEventListener("click", act);
  on("go", () => consider(input.value, false));
  on("yes", () => waiting && bring(waiting));
  on("no", () => {
    waiting = null;
    confirm.hidden = true;
    input.focus();
  });
  // It is no form on purpose: one sent by accident would carry the code to the server.
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") consider(input.value, false);
  });
  part("file").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (file) await consider(file.size < LONGEST_FILE ? await file.text() : "", false);
    target.value = "";
  });
  const text = linked();
  if (text) await consider(text, true);
}
