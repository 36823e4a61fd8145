// One group of questions a screen on a phone; all of them on a wide screen.
import { fault, firstFault, show } from "./_checks.js";
import { words } from "./_words.js";

const narrow = window.matchMedia("(max-width: 40rem)");

export function inSteps(form) {
  const groups = [...form.querySelectorAll("[data-group]")];
  const part = (name) => form.querySelector(`[data-${name}]`);
  let now = history.state?.step ?? 0;

  const isLast = () => !narrow.matches || now >= groups.length - 1;

  function draw() {
    now = Math.min(now, Math.max(groups.length - 1, 0));
    const stepping = narrow.matches && groups.length > 1;
    groups.forEach((group, index) => {
      group.hidden = stepping && index !== now;
    });
    // What introduces the form need not push every later question down the screen.
    for (const intro of form.querySelectorAll("[data-first-step]"))
      intro.hidden = stepping && now > 0;
    form.classList.toggle("later-step", stepping && now > 0);
    const steps = part("steps");
    if (steps) steps.hidden = !stepping;
    if (steps && stepping) {
      const place = { now: now + 1, all: groups.length };
      steps.querySelector("[data-steps-text]").textContent = words(steps.dataset.text, place);
      Object.assign(steps.querySelector("[data-steps-bar]"), { max: place.all, value: place.now });
    }
    part("continue").hidden = !stepping || isLast();
    part("send-button").hidden = stepping && !isLast();
    part("back").hidden = !stepping || now === 0;
  }

  function turnTo(step) {
    now = step;
    draw();
    const heading = groups[now].querySelector("h1, h2, legend") ?? groups[now];
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    (part("steps") ?? form).scrollIntoView({ block: "nearest" });
    window.scrollTo(0, 0);
  }

  function goOn() {
    const wrong = firstFault(groups[now], form.dataset);
    if (wrong) {
      wrong.focus();
      return;
    }
    // The phone's own Back key then leads to the former group, not out of the form.
    history.pushState({ step: now + 1, isOurs: true }, "");
    turnTo(now + 1);
  }

  function goBack() {
    // Sent back by the server, the form may open in the middle: before it lies another page.
    if (history.state?.isOurs) history.back();
    else turnTo(now - 1);
  }

  function reveal(control) {
    const step = groups.findIndex((group) => group.contains(control));
    if (narrow.matches && step >= 0 && step !== now) turnTo(step);
  }

  form.noValidate = true;
  part("continue").addEventListener("click", goOn);
  part("back").addEventListener("click", goBack);
  window.addEventListener("popstate", (event) => turnTo(event.state?.step ?? 0));
  narrow.addEventListener?.("change", draw);
  form.addEventListener("change", ({ target }) => {
    // What was put right stops being called wrong.
    if (target.closest(".failed")) show(target, fault(target, form.dataset));
  });
  form.addEventListener("reveal", (event) => reveal(event.target));
  form.addEventListener("submit", (event) => {
    if (!isLast()) {
      // Enter in a field of an early group means "go on", not "send".
      event.preventDefault();
      goOn();
      return;
    }
    const wrong = firstFault(form, form.dataset);
    if (!wrong) return;
    event.preventDefault();
    reveal(wrong);
    wrong.focus();
  });
  const failed = form.querySelector("[aria-invalid=true], .failed");
  const failedAt = groups.findIndex((group) => group.contains(failed));
  if (failedAt >= 0) now = failedAt;
  history.replaceState({ ...history.state, step: now }, "");
  draw();
}
