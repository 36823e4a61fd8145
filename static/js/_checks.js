// What is missing or out of bounds, said beside the field in our own words and shape.
import { shownNumber, typedNumber, words } from "./_words.js";

/** The control's first fault as a sentence, or "" when there is none. */
export function fault(control, said) {
  const state = control.validity;
  if (state.valueMissing) return said.wordMissing;
  if (control.value === "" || control.type === "radio" || control.type === "checkbox") return "";
  if (state.tooLong) return words(said.wordLong, { most: shownNumber(control.maxLength) });
  const decimal = control.inputMode === "decimal" || control.inputMode === "numeric";
  if (state.badInput || (decimal && Number.isNaN(typedNumber(control.value))))
    return said.wordNumber;
  const { min, max } = control.dataset;
  const number = typedNumber(control.value);
  const least = control.min || min;
  const most = control.max || max;
  if (state.rangeUnderflow || (decimal && least && number < Number(least)))
    return words(said.wordLeast, { least: shownNumber(least) });
  if (state.rangeOverflow || (decimal && most && number > Number(most)))
    return words(said.wordMost, { most: shownNumber(most) });
  return state.valid ? "" : said.wordForm;
}

function holderOf(control) {
  const single = control.type !== "radio" && control.closest(".field");
  return single || control.closest("fieldset") || control.closest(".field");
}

function describe(control, id, isThere) {
  const ids = (control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
  const others = ids.filter((other) => other !== id);
  const all = isThere ? [...others, id] : others;
  if (all.length) control.setAttribute("aria-describedby", all.join(" "));
  else control.removeAttribute("aria-describedby");
}

/** Shows the fault of a control beside it, or takes an earlier one away. */
export function show(control, sentence) {
  const holder = holderOf(control);
  if (!holder) return;
  const isGroup = holder.matches("fieldset");
  const id = `${isGroup ? holder.id || control.name : control.id}-error`;
  let note = document.getElementById(id);
  holder.classList.toggle("failed", sentence !== "");
  describe(isGroup ? holder : control, id, sentence !== "");
  if (sentence && !isGroup) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
  if (!sentence) {
    note?.remove();
    return;
  }
  if (!note) {
    note = Object.assign(document.createElement("p"), { id, className: "error" });
    const before = isGroup ? holder.querySelector(".pick") : control.closest(".pick") || control;
    before.before(note);
  }
  note.textContent = sentence;
}

/** Checks every control inside `part`; gives the first that is at fault. */
export function firstFault(part, said) {
  let first = null;
  const judged = new Set();
  for (const control of part.querySelectorAll("input, select, textarea")) {
    if (control.type === "hidden" || control.matches(":disabled")) continue;
    if (control.type === "radio") {
      // One word for the whole group of radios is enough.
      if (judged.has(control.name)) continue;
      judged.add(control.name);
    }
    const sentence = fault(control, said);
    show(control, sentence);
    if (sentence && !first) first = control;
  }
  return first;
}
