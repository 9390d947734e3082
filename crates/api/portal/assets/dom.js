// Makes elements. Every text goes in as text: nothing that a record says is ever read as markup.

const SVG = "http://www.w3.org/2000/svg";
const root = document.documentElement;

/** An element: `h("a", { href: "/" }, "text", otherElement)`. A property that is a function listens to an event. */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for drawings. */
export function s(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else if (name === "class") element.setAttribute("class", value);
    else if (name === "data") Object.assign(element.dataset, value);
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, String(value));
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An icon of the page's set. It says nothing to those who cannot see it. */
export function icon(name) {
  return s("svg", { "aria-hidden": "true", class: "icon" }, s("use", { href: `${root.dataset.assets}/icons.svg#${name}` }));
}

/** A text of somebody else's making: its direction is its own, and does not turn what stands beside it. */
export function foreign(text, absent = "–") {
  return text === null || text === undefined || text === "" ? h("span", { class: "absent" }, absent) : h("bdi", {}, String(text));
}

/** Puts new children in place of an element's old ones. */
export function replace(element, ...children) {
  element.replaceChildren(...children.flat(3).filter(Boolean));
  return element;
}

/** The same for a list that is fetched anew: what had the focus by its `data-key` has it again. */
export function renew(place, ...children) {
  const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  replace(place, ...children);
  if (key !== undefined) focusKey(key);
}

/** Puts the focus on what bears this `data-key`. */
export function focusKey(key) {
  document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

/** A button with a word, and an icon before it when one is named. */
export function button(label, properties = {}, iconName = null) {
  return h("button", { type: "button", ...properties }, iconName && icon(iconName), h("span", {}, label));
}

/**
 * A table under these heads (an empty one heads nothing). On narrow screens each row stands by itself, and its cells say
 * what they are: hence the labels. A row's roles are said outright, as browsers forget them with the layout.
 */
export function listOf(heads, rows, kind = "") {
  const title = (head) => (head ? h("th", { scope: "col", role: "columnheader" }, head) : h("td", { role: "cell" }));
  for (const row of rows) {
    row.setAttribute("role", "row");
    [...row.children].forEach((cell, index) => {
      cell.setAttribute("role", cell.localName === "th" ? "rowheader" : "cell");
      if (index > 0 && heads[index]) cell.dataset.label = heads[index];
    });
  }
  return h("table", { class: `list ${kind}`, role: "table" }, h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ...heads.map(title))), h("tbody", { role: "rowgroup" }, ...rows));
}

/** What stands where there is nothing to show. */
export function empty(title, text, ...more) {
  return h("div", { class: "empty" }, h("h2", {}, title), text && h("p", {}, text), ...more);
}

/** Something that was kept in this browser; the default when there is nothing sound. */
export function remembered(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`numberline.${key}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Keeps something in this browser. */
export function remember(key, value) {
  try {
    localStorage.setItem(`numberline.${key}`, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing works all the same.
  }
}
