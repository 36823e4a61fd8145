// Elements made in the browser: everything said by others goes in as text, never as markup.

/** An element with attributes (true is an empty one; null, undefined and false are left out). */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((each) => each !== null && each !== undefined && each !== false));
  return made;
}

/** A button that does something on this page; `kind` is a class of buttons.css. */
export function button(text, act, kind = "plain", attributes = {}) {
  const made = el("button", { type: "button", class: `btn ${kind}`, ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}
