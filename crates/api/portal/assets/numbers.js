// The numbers page: a table of everything within reach, what narrows it, and the drawer of one number.

import { isOperator } from "./api.js";
import { arranged, keep } from "./columns.js";
import { openArrangement } from "./arrangement.js";
import { failed, say } from "./dialog.js";
import { button, empty, h } from "./dom.js";
import { Drawer } from "./drawer.js";
import { onChange } from "./events.js";
import { Filters } from "./filters.js";
import { count, counted } from "./format.js";
import { Grid } from "./grid.js";
import { OPEN, read, windowOf, written } from "./list.js";
import { Selection } from "./selection.js";
import { isTyping, main } from "./shell.js";
import { Windows } from "./windows.js";

let columns = arranged();
let total = null;
let since = "";

const filters = new Filters(() => narrow());
const place = h("div", { class: "grid-place", "aria-busy": "true" });
const message = h("div", { class: "grid-message", hidden: true });
const foot = h("p", { class: "foot", role: "status", "aria-live": "polite" });
const selection = new Selection(() => grid.redraw());

const windows = new Windows({
  load: (offset, limit, signal) => windowOf(filters.values, { offset, limit }, { signal }),
  arrived,
  refused: (error) => {
    place.setAttribute("aria-busy", "false");
    if (total === null) total = 0;
    message.hidden = false;
    failed(message, error, narrow);
  },
});

const grid = new Grid({
  label: "Telephone numbers",
  canSelect: isOperator,
  row: (index) => windows.row(index),
  shown: (first, last, direction) => windows.want(first, last, total ?? 1, direction),
  open: (index) => drawer.open(windows.row(index)),
  opened: (record) => record !== undefined && record.telephoneNumber === drawer.number,
  select: (index, isRange) => isOperator && selection.toggle(index, isRange, (at) => windows.row(at)),
  isSelected: (record) => selection.has(record.telephoneNumber),
  resized: (key, width, isDone) => {
    columns = columns.map((column) => (column.key === key ? { ...column, width } : column));
    grid.setColumns(columns.filter((column) => column.shown));
    if (isDone) keep(columns);
  },
  settled: () => keepAddress(),
});

const drawer = new Drawer({
  closed: () => {
    keepAddress();
    grid.redraw();
    grid.view.focus({ preventScroll: true });
  },
  opened: () => {
    keepAddress();
    grid.redraw();
  },
  narrow: (name, value) => filters.set(name, value),
});

filters.tools.append(
  button("Columns", { title: "Choose and order columns", click: () => openArrangement(columns, arrange) }, "columns"),
  button("Export", { title: "Everything that matches, as CSV", click: (event) => exportAll(event.currentTarget) }, "download"),
);
main.append(filters.element, ...selection.bar(filters), h("div", { class: "table-and-drawer" }, h("div", { class: "table" }, place, foot), drawer.element));
place.append(grid.view, message);
grid.setColumns(columns.filter((column) => column.shown));
// One row, until it is known how many: its window says so.
grid.setRows(1);

const asked = new URLSearchParams(location.search);
const firstRow = Number(asked.get("row") ?? 0);
if (asked.get("number")) drawer.find(asked.get("number"));

onChange(() => windows.refresh());
window.addEventListener("popstate", () => {
  filters.take(read());
  narrow(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target === filters.search) grid.view.focus();
  else if (event.key === "Escape" && drawer.number && !document.querySelector("dialog[open], details.picker[open]")) drawer.close();
  if (isTyping(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    filters.search.focus();
    filters.search.select();
  }
  if (event.key === "a" && (event.ctrlKey || event.metaKey) && isOperator && event.target === grid.view) {
    event.preventDefault();
    selection.everything(filters.values, total ?? 0);
  }
});
filters.search.addEventListener("keydown", (event) => {
  if (event.key === "Enter" || event.key === "ArrowDown") {
    event.preventDefault();
    grid.view.focus();
  }
});

/** Another list: from its beginning. */
function narrow(isNew = true) {
  total = null;
  place.setAttribute("aria-busy", "true");
  message.hidden = true;
  windows.reset();
  selection.clear();
  grid.goTo(0);
  grid.setRows(1);
  grid.redraw();
  if (isNew) keepAddress(true);
}

function arrived(answer) {
  filters.tell(answer.totals, answer.isExact);
  place.setAttribute("aria-busy", "false");
  message.hidden = answer.total > 0;
  if (answer.total === 0) message.replaceChildren(nothing());
  const isFirst = total === null;
  total = answer.total;
  grid.setRows(total);
  if (isFirst && firstRow > 0 && since === "") grid.goTo(firstRow);
  if (isFirst) since = "shown";
  foot.textContent = total === 0 ? "" : `${answer.isExact ? "" : "about "}${count(total)} ${total === 1 ? "number" : "numbers"}`;
  selection.tell(total);
  grid.redraw();
}

function nothing() {
  const isNarrowed = Object.values(filters.values).some((value) => value !== "");
  return isNarrowed
    ? empty("No number matches", "Nothing within your reach is like that.", button("Clear the filters", { click: clear }))
    : empty("No numbers yet", "Numbers come by upload, by import, and by what the sync finds at Microsoft.");
}

function clear() {
  filters.take(OPEN);
  narrow();
}

function arrange(next) {
  columns = next;
  keep(columns);
  grid.setColumns(columns.filter((column) => column.shown));
}

/** Keeps the view in the address, so that it can be sent to somebody. */
function keepAddress(isNew = false) {
  const { query, hash } = written(filters.values);
  if (grid.first > 0) query.set("row", String(grid.first));
  if (drawer.number) query.set("number", drawer.number);
  const text = query.toString();
  const target = `${location.pathname}${text ? `?${text}` : ""}${hash}`;
  if (target === `${location.pathname}${location.search}${location.hash}`) return;
  if (isNew) history.pushState(null, "", target);
  else history.replaceState(null, "", target);
}

async function exportAll(element) {
  const { MOST, exportList } = await import("./export.js");
  const label = element.querySelector("span");
  element.setAttribute("aria-busy", "true");
  try {
    const { written, total: all } = await exportList(filters.values, (done, of) => (label.textContent = `${Math.round((100 * done) / Math.max(1, of))} %`));
    const rest = all > written ? ` The first ${count(MOST)} of ${count(all)}: \`numberline export\` writes all.` : "";
    say(`${counted(written, "number")} exported.${rest}`);
  } catch (error) {
    say(error.message, "bad");
  } finally {
    label.textContent = "Export";
    element.removeAttribute("aria-busy");
  }
}
