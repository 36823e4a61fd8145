// The membership phrase: seen while typing, copied, printed. Without this, it is typed unseen.

function letShow(button) {
  const input = document.getElementById(button.dataset.show);
  const labels = { password: button.textContent, text: button.dataset.hideLabel };
  button.hidden = false;
  button.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    button.textContent = labels[input.type];
  });
  // A password manager keeps what a password field holds.
  input.form.addEventListener("submit", () => {
    input.type = "password";
  });
}

function letKeep(box) {
  const words = box.querySelector("[data-phrase]").textContent.trim().replace(/\s+/g, " ");
  const status = box.querySelector("[data-copied]");
  const print = box.querySelector("[data-print-phrase]");
  const copy = box.querySelector("[data-copy-phrase]");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  // No clipboard without TLS.
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(words);
    status.textContent = status.dataset.copied;
  });
}

for (const button of document.querySelectorAll("[data-show]")) letShow(button);
for (const words of document.querySelectorAll("[data-phrase]")) letKeep(words.closest("div"));
