// Proof of work against flooding, solved while the worker reads. Without it a report still goes
// through: it waits for an organizer's look, and the server says so.

const PATIENCE = 8000;

function solve(address, challenge) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(address, { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
    worker.postMessage(challenge);
  });
}

async function prove(form, box) {
  const submission = form.querySelector("[name=submission]").value;
  const query = new URLSearchParams({ submission });
  const answer = await fetch(`${box.dataset.challenge}?${query}`, { credentials: "omit" });
  if (!answer.ok) return false;
  const { parameters, signature } = await answer.json();
  const challenge = { parameters, signature };
  const solution = await solve(box.dataset.worker, challenge);
  if (!solution) return false;
  box.querySelector("[name=altcha]").value = btoa(JSON.stringify({ challenge, solution }));
  return true;
}

/** Begins at once; what it gives waits, for a while, until the form holds its proof. */
function beginProof(form, box) {
  // No Worker, no crypto.subtle, no network: the report goes without proof.
  const begin = () => prove(form, box).catch(() => false);
  const note = box.querySelector("[data-proof-note]");
  let proving = begin();

  async function proof() {
    if (await proving) return;
    // The network may have been away when the page was opened.
    proving = begin();
    await proving;
  }

  return async () => {
    note.hidden = false;
    await Promise.race([proof(), new Promise((after) => setTimeout(after, PATIENCE))]);
    note.hidden = true;
  };
}

function holdUntilProven(form, proven) {
  let state = "open";
  form.addEventListener(
    "submit",
    async (event) => {
      if (state === "proven" || event.submitter?.formNoValidate) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (state === "waiting") return;
      state = "waiting";
      await proven();
      // A sum that was done already is known before this event has ended, and a form that is
      // still being sent does not send again.
      await new Promise((after) => setTimeout(after));
      state = "proven";
      if (form.requestSubmit) form.requestSubmit(event.submitter);
      else form.submit();
    },
    { capture: true },
  );
}

for (const box of document.querySelectorAll("[data-proof]")) {
  const form = box.closest("form");
  const proven = beginProof(form, box);
  // Where send.js waits for the network, it asks for the proof once there is one.
  if ("send" in form.dataset)
    form.addEventListener("beforesend", ({ detail }) => detail.waitFor.push(proven()));
  else holdUntilProven(form, proven);
}
