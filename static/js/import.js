// Sends a work history with a bar that moves, and shows the answer without losing the chosen file.
import { words } from "./_words.js";

const language = document.documentElement.lang;

function megabytes(bytes) {
  const options = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(language, options).format(bytes / 1048576);
}

function loadScriptsOf(page) {
  for (const { src } of page.querySelectorAll("script[type=module][src]")) {
    const isLoaded = [...document.scripts].some((script) => script.src === src);
    if (isLoaded) continue;
    document.head.append(Object.assign(document.createElement("script"), { type: "module", src }));
  }
}

function showAnswer(page) {
  const main = document.querySelector("main");
  const { title } = page;
  document.title = title;
  // Nothing of the answer is stored anywhere: Back can only return to the empty form.
  history.pushState({ answered: true }, "");
  window.addEventListener("popstate", () => location.reload(), { once: true });
  main.replaceWith(document.adoptNode(page.querySelector("main")));
  loadScriptsOf(page);
  const heading = document.querySelector("main h1");
  if (heading) {
    heading.tabIndex = -1;
    heading.focus();
  }
  window.scrollTo(0, 0);
}

function sendHistory(form) {
  const box = form.querySelector("[data-import-progress]");
  const sentence = box.querySelector("p");
  const bar = box.querySelector("progress");
  const trouble = form.querySelector("[data-import-error]");
  const file = form.querySelector("input[type=file]");
  let request = null;

  function refuse(...parts) {
    box.hidden = true;
    trouble.replaceChildren(...parts);
    trouble.hidden = false;
    trouble.focus();
  }

  function receive() {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    box.hidden = true;
    if (request.status < 400 && page.querySelector("main")) {
      showAnswer(page);
      return;
    }
    const summary = page.querySelector("[data-error-summary]");
    if (summary) refuse(...summary.childNodes);
    else refuse(page.querySelector("[data-sentence]")?.textContent ?? trouble.dataset.noNetwork);
  }

  function progress(event) {
    if (!event.lengthComputable) return;
    const done = event.loaded / event.total;
    bar.value = Math.floor(done * 100);
    const share = new Intl.NumberFormat(language, { style: "percent" }).format(done);
    sentence.textContent = words(sentence.dataset.importSending, { share });
  }

  function arrived() {
    sentence.textContent = sentence.dataset.importReading;
    bar.removeAttribute("value");
  }

  form.addEventListener("submit", (event) => {
    const chosen = file.files[0];
    if (!chosen) return;
    event.preventDefault();
    if (request && request.readyState !== XMLHttpRequest.DONE) return;
    trouble.hidden = true;
    const most = Number(form.dataset.max);
    if (most && chosen.size > most) {
      const sizes = { size: megabytes(chosen.size), most: megabytes(most) };
      refuse(words(trouble.dataset.tooLarge, sizes));
      return;
    }
    request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.upload.addEventListener("progress", progress);
    request.upload.addEventListener("load", arrived);
    request.addEventListener("load", receive);
    request.addEventListener("error", () => refuse(trouble.dataset.noNetwork));
    request.addEventListener("abort", () => refuse(trouble.dataset.stopped));
    sentence.textContent = words(sentence.dataset.importSending, { share: "0 %" });
    bar.value = 0;
    box.hidden = false;
    request.send(new FormData(form));
  });
  box.querySelector("[data-import-cancel]").addEventListener("click", () => request?.abort());
}

for (const form of document.querySelectorAll("form[data-import]")) sendHistory(form);
