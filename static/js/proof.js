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
  if (!answer.ok) return;
  const { parameters, signature } = await answer.json();
  const challenge = { parameters, signature };
  const solution = await solve(box.dataset.worker, challenge);
  if (solution)
    box.querySelector("[name=altcha]").value = btoa(JSON.stringify({ challenge, solution }));
}

function holdUntilProven(form, box) {
  let isOver = false;
  // No Worker, no crypto.subtle, no network: the report goes without proof.
  const proving = prove(form, box)
    .catch(() => {})
    .finally(() => {
      isOver = true;
    });
  form.addEventListener(
    "submit",
    async (event) => {
      if (isOver || event.submitter?.formNoValidate) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const note = box.querySelector("[data-proof-note]");
      if (!note.hidden) return;
      note.hidden = false;
      await Promise.race([proving, new Promise((after) => setTimeout(after, PATIENCE))]);
      isOver = true;
      note.hidden = true;
      if (form.requestSubmit) form.requestSubmit(event.submitter);
      else form.submit();
    },
    { capture: true },
  );
}

for (const box of document.querySelectorAll("[data-proof]")) {
  holdUntilProven(box.closest("form"), box);
}
