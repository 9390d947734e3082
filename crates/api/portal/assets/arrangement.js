// The dialog that chooses and orders the columns.

import { COLUMNS, forget, moved } from "./columns.js";
import { open } from "./dialog.js";
import { button, h, icon, replace } from "./dom.js";

/** Shows the dialog; `changed` gets the columns after each choice. */
export function openArrangement(columns, changed) {
  let now = columns;
  const list = h("ol", { class: "arrangement" });
  const take = (next, focus) => {
    now = next;
    changed(now);
    show();
    if (focus) list.querySelector(focus)?.focus();
  };
  const toggle = (key) => (event) => {
    const shown = now.filter((column) => column.shown);
    // A table without a column could not be got back from.
    if (shown.length === 1 && shown[0].key === key) event.target.checked = true;
    else take(now.map((column) => (column.key === key ? { ...column, shown: event.target.checked } : column)), `[data-check="${key}"]`);
  };
  const mover = (column, by, name) =>
    h("button", { type: "button", class: "quiet", data: { move: `${column.key}${by}` }, "aria-label": `Move ${column.title} ${name}`, click: () => take(moved(now, column.key, by), `[data-move="${column.key}${by}"]`) }, icon(name));
  function show() {
    replace(
      list,
      now.map((column) =>
        h("li", {}, h("label", {}, h("input", { type: "checkbox", checked: column.shown, data: { check: column.key }, change: toggle(column.key) }), h("span", {}, column.title)), mover(column, -1, "up"), mover(column, 1, "down")),
      ),
    );
  }
  show();
  const reset = () => {
    forget();
    take(COLUMNS.map((column) => ({ ...column, shown: true })));
  };
  return open("Columns", (close) => [
    h("div", { class: "dialog-body" }, list),
    h("footer", {}, button("As delivered", { click: reset }), button("Done", { class: "primary", click: () => close(null) })),
  ]);
}
