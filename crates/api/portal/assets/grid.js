// A table that shows a few rows of a list of any length. The rows' elements are used again and again; only what differs
// is written. It is a grid to those who hear it, with the true counts.

import { bounded } from "./columns.js";
import { h } from "./dom.js";
import { Scroll } from "./scroll.js";

export const ROW = 34;
const HEAD = 36;
/** Rows drawn beyond each edge. */
const BEYOND = 6;
/** How far a key scrolls sideways, in pixels. */
const SIDEWAYS = 120;

export class Grid {
  /**
   * `row(index)` gives a record; `shown(first, last, direction)` is told which rows are drawn; `open(index)` and
   * `select(index, isRange)` what was chosen; `isSelected(record)` marks; `resized(key, width)` a column.
   */
  constructor(hooks) {
    Object.assign(this, { hooks, columns: [], rows: 0, active: 0, pool: [], frame: 0, direction: 1, hasActive: false });
    this.head = h("div", { role: "row", class: "grid-head", "aria-rowindex": 1 });
    this.body = h("div", { role: "rowgroup", class: "grid-body" });
    this.space = h("div", { class: "grid-space", role: "presentation" }, h("div", { role: "rowgroup", class: "grid-top" }, this.head), this.body);
    this.view = h("div", { class: "grid", role: "grid", tabindex: 0, "aria-label": hooks.label, "aria-multiselectable": hooks.canSelect ? "true" : null }, this.space);
    this.scroll = new Scroll(this.view, this.space, ROW, HEAD);
    this.view.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.view.addEventListener("scrollend", () => this.settled());
    this.view.addEventListener("keydown", (event) => this.pressed(event));
    this.view.addEventListener("click", (event) => this.clicked(event));
    this.view.addEventListener("focus", () => this.draw());
    this.view.addEventListener("pointerover", (event) => this.pointed(event), { passive: true });
    new ResizeObserver(() => this.draw()).observe(this.view);
  }

  /** Shows these columns. */
  setColumns(columns) {
    this.columns = columns;
    const select = this.hooks.canSelect ? [36] : [];
    const widths = [...select, ...columns.map((column) => column.width)];
    this.view.style.setProperty("--columns", widths.map((width) => `${width}px`).join(" "));
    this.view.style.setProperty("--width", `${widths.reduce((sum, width) => sum + width, 0)}px`);
    this.view.setAttribute("aria-colcount", String(widths.length));
    const heads = columns.map((column, index) => this.headOf(column, index + 1 + select.length));
    const corner = this.hooks.canSelect ? [h("div", { role: "columnheader", "aria-colindex": 1, class: "grid-check" }, h("span", { class: "unseen" }, "Selected"))] : [];
    this.head.replaceChildren(...corner, ...heads);
    this.body.replaceChildren();
    this.pool = [];
    this.draw();
  }

  headOf(column, index) {
    const grip = h("span", { class: "grip", "aria-hidden": "true", pointerdown: (event) => this.drag(event, column) });
    return h("div", { role: "columnheader", "aria-colindex": index, data: { key: column.key } }, h("span", {}, column.title), grip);
  }

  /** Makes a column wider or narrower while the pointer is down. */
  drag(event, column) {
    event.preventDefault();
    const grip = event.target;
    const start = event.clientX - column.width;
    grip.setPointerCapture(event.pointerId);
    grip.onpointermove = (move) => this.hooks.resized(column.key, bounded(move.clientX - start), false);
    grip.onpointerup = (up) => {
      grip.onpointermove = grip.onpointerup = null;
      this.hooks.resized(column.key, bounded(up.clientX - start), true);
    };
  }

  /** The list has so many rows. */
  setRows(rows) {
    this.rows = rows;
    this.active = Math.min(this.active, Math.max(0, rows - 1));
    this.view.setAttribute("aria-rowcount", String(rows + 1));
    this.scroll.resize(rows);
    this.draw();
  }

  /** The first row that is seen. */
  get first() {
    return Math.floor(this.scroll.top / ROW);
  }

  /** Goes to a row: it is the first one then. */
  goTo(row) {
    this.active = Math.min(Math.max(0, row), Math.max(0, this.rows - 1));
    this.scroll.go(row * ROW);
    this.draw();
  }

  scrolled() {
    const before = this.scroll.top;
    this.scroll.moved();
    this.direction = this.scroll.top < before ? -1 : 1;
    this.draw();
  }

  settled() {
    this.scroll.settle();
    this.draw();
    this.hooks.settled?.();
  }

  /** Draws with the next frame. */
  draw() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }

  paint() {
    const seen = Math.ceil(this.scroll.room / ROW) + 1;
    const first = Math.max(0, this.first - BEYOND);
    const last = Math.min(this.rows - 1, this.first + seen + BEYOND);
    // As many as can ever be drawn at this height, so that a row keeps its element while it is in sight.
    while (this.pool.length < seen + 2 * BEYOND + 1) this.pool.push(this.fresh());
    const used = new Set();
    for (let index = first; index <= last; index += 1) {
      const element = this.pool[index % this.pool.length];
      used.add(element);
      this.write(element, index);
    }
    for (const element of this.pool) if (!used.has(element)) this.hide(element);
    const active = this.pool[this.active % this.pool.length];
    const isDrawn = this.active >= first && this.active <= last;
    if (isDrawn) this.view.setAttribute("aria-activedescendant", active.node.id);
    else this.view.removeAttribute("aria-activedescendant");
    if (this.rows > 0) this.hooks.shown(Math.max(0, this.first), Math.min(this.rows - 1, this.first + seen), this.direction);
  }

  fresh() {
    const offset = this.hooks.canSelect ? 1 : 0;
    const cells = this.columns.map((column, index) => {
      const text = document.createTextNode("");
      const cell = h("div", { role: "gridcell", "aria-colindex": index + 1 + offset, class: `cell ${column.kind ?? ""}` }, h(column.kind === "foreign" ? "bdi" : "span", {}, text));
      return { cell, text, tone: "", title: "" };
    });
    const box = this.hooks.canSelect ? [h("div", { role: "gridcell", "aria-colindex": 1, class: "cell grid-check" }, h("span", { class: "box" }))] : [];
    const node = h("div", { role: "row", class: "grid-row", id: `row-${this.pool.length}`, hidden: true }, ...box, ...cells.map(({ cell }) => cell));
    this.body.append(node);
    return { node, cells, index: -1, place: NaN, record: null, isHidden: true, marks: "" };
  }

  hide(element) {
    if (element.isHidden) return;
    element.isHidden = true;
    element.node.hidden = true;
    element.index = -1;
  }

  write(element, index) {
    const { node } = element;
    if (element.isHidden) {
      element.isHidden = false;
      node.hidden = false;
    }
    const place = this.scroll.place(index);
    if (element.place !== place) {
      element.place = place;
      node.style.transform = `translateY(${place}px)`;
    }
    const record = this.hooks.row(index);
    if (element.index !== index) {
      element.index = index;
      node.setAttribute("aria-rowindex", String(index + 2));
      node.classList.toggle("odd", index % 2 === 1);
    }
    if (element.record !== record || record === undefined) this.writeCells(element, record);
    const isSelected = record !== undefined && this.hooks.isSelected(record);
    const marks = `${isSelected}${index === this.active}${this.hooks.opened?.(record)}`;
    if (element.marks !== marks) {
      element.marks = marks;
      if (this.hooks.canSelect) node.setAttribute("aria-selected", String(isSelected));
      node.classList.toggle("selected", isSelected);
      node.classList.toggle("active", index === this.active);
      node.classList.toggle("opened", this.hooks.opened?.(record) === true);
    }
  }

  writeCells(element, record) {
    element.record = record;
    element.node.classList.toggle("waiting", record === undefined);
    element.node.setAttribute("aria-busy", String(record === undefined));
    this.columns.forEach((column, position) => {
      const holder = element.cells[position];
      const text = record === undefined ? "" : String(column.text(record) ?? "");
      if (holder.text.data !== text) holder.text.data = text;
      const tone = record === undefined ? "" : (column.tone?.(record) ?? "");
      if (holder.tone !== tone) {
        holder.tone = tone;
        holder.cell.dataset.tone = tone;
      }
    });
  }

  /** Moves the active row and keeps it in sight. */
  move(to) {
    this.active = Math.min(Math.max(0, to), Math.max(0, this.rows - 1));
    const top = this.active * ROW;
    if (top < this.scroll.top) this.scroll.go(top);
    else if (top + ROW > this.scroll.top + this.scroll.room) this.scroll.go(top + ROW - this.scroll.room);
    this.draw();
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.view) return;
    const page = Math.max(1, Math.floor(this.scroll.room / ROW) - 1);
    const moves = {
      ArrowDown: () => this.move(this.active + 1),
      ArrowUp: () => this.move(this.active - 1),
      PageDown: () => this.turn(page),
      PageUp: () => this.turn(-page),
      Home: () => this.move(0),
      End: () => this.move(this.rows - 1),
      ArrowLeft: () => this.view.scrollBy(-SIDEWAYS, 0),
      ArrowRight: () => this.view.scrollBy(SIDEWAYS, 0),
      Enter: () => this.hooks.open(this.active),
      " ": () => this.hooks.select(this.active, event.shiftKey),
    };
    if (!moves[event.key] || this.rows === 0) return;
    event.preventDefault();
    this.direction = ["ArrowUp", "PageUp", "End"].includes(event.key) ? -1 : 1;
    moves[event.key]();
  }

  /** Turns pages: the rows move as far as the active one. */
  turn(by) {
    this.scroll.go(this.scroll.top + by * ROW);
    this.move(this.active + by);
  }

  clicked(event) {
    const element = this.pool.find(({ node, isHidden }) => !isHidden && node.contains(event.target));
    if (!element || element.index < 0) return;
    this.active = element.index;
    if (event.target.closest(".grid-check")) this.hooks.select(element.index, event.shiftKey);
    else if (getSelection()?.isCollapsed !== false) this.hooks.open(element.index);
    this.draw();
  }

  /** Says a value whole when somebody points at it. */
  pointed(event) {
    const cell = event.target.closest?.('[role="gridcell"]');
    const element = cell && this.pool.find(({ node }) => node === cell.parentElement);
    const position = element ? element.cells.findIndex((holder) => holder.cell === cell) : -1;
    if (position < 0 || !element.record) return;
    const column = this.columns[position];
    cell.title = [column.text(element.record), column.said?.(element.record)].filter(Boolean).join(" · ");
  }

  /** Writes all rows anew: records or marks have changed. */
  redraw() {
    for (const element of this.pool) element.record = null;
    this.draw();
  }
}
