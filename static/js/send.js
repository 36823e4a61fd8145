// Sends the checked report once there is a network, once only across tabs. The sending itself is
// the browser's own, so that reloading the answer sends it again and shows the same receipt.

const PATIENCE = 6000;
const AGAIN_AFTER = 5000;
// A page that is kept in memory must not hold the lock for ever.
const HELD_FOR = 60000;

async function mayReachTheServer() {
  if (navigator.onLine === false) return false;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const options = { method: "HEAD", cache: "no-store", credentials: "omit", signal: stop.signal };
    await fetch("/healthz", options);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function keepChoice(form, button) {
  // form.submit() leaves out which button was pressed.
  if (!button?.name) return;
  const { name, value } = button;
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
}

/** Other scripts may put into the form what can only be had with a network. */
async function othersAreReady(form) {
  const detail = { waitFor: [] };
  form.dispatchEvent(new CustomEvent("beforesend", { detail }));
  await Promise.all(detail.waitFor);
}

async function oneAtATime(form, act) {
  if (!navigator.locks) return act();
  const name = `send:${form.querySelector("[name=submission]")?.value ?? ""}`;
  return navigator.locks.request(name, async () => {
    act();
    await new Promise((after) => setTimeout(after, HELD_FOR));
  });
}

function sendWhenPossible(form) {
  const note = form.querySelector("[data-send-note]");
  let state = "idle";
  let button = null;
  let timer;

  async function attempt() {
    if (state === "trying" || state === "sent") return;
    state = "trying";
    clearTimeout(timer);
    if (await mayReachTheServer()) {
      state = "sent";
      note.hidden = true;
      await othersAreReady(form);
      keepChoice(form, button);
      oneAtATime(form, () => form.submit());
      return;
    }
    state = "waiting";
    note.hidden = false;
    timer = setTimeout(attempt, AGAIN_AFTER);
  }

  form.addEventListener("submit", (event) => {
    // A button that goes back to the questions needs no queue.
    if (event.submitter?.formNoValidate) return;
    event.preventDefault();
    button = event.submitter;
    attempt();
  });
  note.querySelector("[data-send-now]").addEventListener("click", attempt);
  window.addEventListener("online", () => {
    if (state === "waiting") attempt();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) state = "idle";
  });
}

for (const form of document.querySelectorAll("form[data-send]")) sendWhenPossible(form);
