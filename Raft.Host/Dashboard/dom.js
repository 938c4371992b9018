// Small helpers. Text goes in as text and never as markup, so nothing that a node says can become a part of the page.

const SVG = "http://www.w3.org/2000/svg";

/** The element with an id. */
export const byId = (id) => document.getElementById(id);

/** Makes an HTML element: el("button", { class: "x", onclick: f }, "text", child). */
export function el(name, attributes = {}, ...children) {
  return furnish(document.createElement(name), attributes, children);
}

/** Makes an SVG element. */
export function svg(name, attributes = {}, ...children) {
  return furnish(document.createElementNS(SVG, name), attributes, children);
}

/** Sets text only when it is another one: an unchanged page costs nothing, and a screen reader stays quiet. */
export function say(element, text) {
  if (element.textContent !== text)
    element.textContent = text;
}

/** Sets an attribute only when it is another one; null takes it away. */
export function set(element, name, value) {
  if (value === null || value === undefined) {
    if (element.hasAttribute(name))
      element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, String(value));
  }
}

/** As much of a text as there is room for: a value may be a mebibyte. */
export const brief = (text, most) => text.length > most ? `${text.slice(0, most)}…` : text;

/** A number for people. */
export const count = (number) => (number ?? 0).toLocaleString("en");

/** Which of the eight colours a term has. */
export const tint = (term) => `t${term % 8}`;

/** A time of day with seconds. */
export const clock = (ms) => new Date(ms).toLocaleTimeString("en-GB");

/** Whether the reader asked for little motion. */
export const calm = matchMedia("(prefers-reduced-motion: reduce)");

function furnish(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on"))
      element.addEventListener(name.slice(2), value);
    else
      set(element, name, value);
  }
  element.append(...children);
  return element;
}
