// What the work is worth an hour, while typing, beside the legal minimum where one is known.
import { day } from "./_days.js";
import { typedNumber, words } from "./_words.js";

const language = document.documentElement.lang;

function money(amount, currency) {
  return new Intl.NumberFormat(language, { style: "currency", currency }).format(amount);
}

function comparison(box, pay, currency, country) {
  const minimum = JSON.parse(box.dataset.minimums || "{}")[country];
  if (!minimum) return "";
  // Another currency only where the server keeps a sourced rate: never a guess.
  const same = minimum.currency === currency ? minimum.hourly : minimum.in?.[currency];
  if (!same) return "";
  const share = new Intl.NumberFormat(language, { style: "percent" }).format(pay / Number(same));
  const named = new Intl.DisplayNames(language, { type: "region" }).of(country);
  return words(box.dataset.minimum, {
    share,
    country: named,
    minimum: money(Number(minimum.hourly), minimum.currency),
    source: minimum.source,
    date: day(minimum.date),
  });
}

function update(form, box) {
  const value = (name) => form.elements[name]?.value ?? "";
  const pay = (typedNumber(value("amount")) * 60) / typedNumber(value("minutes"));
  const currency = value("currency");
  box.hidden = !(Number.isFinite(pay) && pay >= 0 && /^[A-Z]{3}$/.test(currency));
  if (box.hidden) return;
  const text = words(box.dataset.text, { pay: money(pay, currency) });
  box.querySelector("[data-hourly-pay]").textContent = text;
  box.querySelector("[data-hourly-minimum]").textContent = comparison(
    box,
    pay,
    currency,
    value("country"),
  );
}

export function followHourly(form) {
  const box = form.querySelector("[data-hourly]");
  if (!box) return;
  let wait;
  form.addEventListener("input", () => {
    clearTimeout(wait);
    // A screen reader would otherwise hear a figure at each key.
    wait = setTimeout(() => {
      const wasHidden = box.hidden;
      update(form, box);
      // On a phone it would first appear under the tabs.
      if (wasHidden && !box.hidden) box.scrollIntoView({ block: "nearest" });
    }, 400);
  });
  update(form, box);
}
