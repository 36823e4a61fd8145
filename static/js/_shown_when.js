// Shows a field only where another answer calls for it: data-shown-when="name=value|value" or "name!=value".

function holds(form, condition) {
  const [, name, not, values] = condition.match(/^([\w-]+)(!?)=(.*)$/) ?? [];
  const answers = new FormData(form).getAll(name);
  const wanted = values.split("|");
  return answers.some((answer) => wanted.includes(answer)) !== (not === "!");
}

function update(form) {
  for (const part of form.querySelectorAll("[data-shown-when]")) {
    part.hidden = !holds(form, part.dataset.shownWhen);
    // What is not asked is not sent.
    for (const control of part.querySelectorAll("input, select, textarea"))
      control.disabled = part.hidden;
  }
}

export function followConditions(form) {
  form.addEventListener("change", () => update(form));
  update(form);
}
