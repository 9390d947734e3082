// A list that comes page by page, with a panel beside it for what is chosen.

import { failed } from "./dialog.js";
import { button, focusKey, h, icon, renew, replace } from "./dom.js";
import { count } from "./format.js";

/** Buttons for the pages before and after; `load(page)` fetches one. */
export class Pages {
  constructor(load) {
    this.load = load;
    this.page = Math.max(1, Math.trunc(Number(new URLSearchParams(location.search).get("page"))) || 1);
    this.place = h("div", { class: "list-place", "aria-busy": "true" });
    this.foot = h("div", { class: "pager", role: "status" });
  }

  /** Fetches the page anew. `load` gives what to show, and `{isLast, text}` about the page. */
  async refresh() {
    try {
      const { content, isLast, text } = await this.load(this.page);
      renew(this.place, content);
      const turn = (by, label, name, isOff) => h("button", { type: "button", "aria-label": label, title: label, disabled: isOff, click: () => this.turn(this.page + by) }, icon(name));
      const isOnly = this.page === 1 && isLast;
      replace(this.foot, h("span", {}, text), h("span", { class: "spring" }), isOnly ? null : [turn(-1, "Page before", "back", this.page === 1), h("span", {}, `Page ${count(this.page)}`), turn(1, "Page after", "on", isLast)]);
    } catch (error) {
      failed(this.place, error, () => this.refresh());
    } finally {
      this.place.setAttribute("aria-busy", "false");
    }
  }

  turn(page) {
    this.page = page;
    setInAddress("page", page === 1 ? "" : String(page));
    this.place.setAttribute("aria-busy", "true");
    return this.refresh();
  }
}

/** A panel about one thing of the list; `name` is its parameter in the address. */
export class Panel {
  constructor(name, label) {
    Object.assign(this, { name, key: null, opener: null });
    this.element = h("aside", { class: "drawer panel", "aria-label": label, hidden: true, tabindex: -1 });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.key !== null && !document.querySelector("dialog[open]")) this.close();
    });
  }

  /** Shows it, under a title. */
  open(key, title, state, ...content) {
    if (this.key === null) this.opener = document.activeElement;
    this.key = key;
    const close = h("div", { class: "drawer-tools" }, button("Close", { class: "quiet", click: () => this.close() }, "close"));
    replace(this.element, h("header", {}, h("div", {}, h("h2", {}, title), state && h("p", { class: "drawer-state" }, state)), close), ...content);
    this.element.hidden = false;
    this.element.scrollTop = 0;
    this.element.focus({ preventScroll: true });
    setInAddress(this.name, key);
  }

  close() {
    this.key = null;
    this.element.hidden = true;
    setInAddress(this.name, "");
    // The list may have been fetched anew meanwhile.
    if (this.opener?.isConnected) this.opener.focus();
    else focusKey(this.opener?.dataset.key ?? "");
  }
}

/** Keeps a value in the page's address; an empty one leaves it. */
export function setInAddress(name, value) {
  const query = new URLSearchParams(location.search);
  if (value === "") query.delete(name);
  else query.set(name, value);
  const text = query.toString();
  history.replaceState(null, "", text ? `?${text}` : location.pathname);
}

/** A list and its panel, side by side where there is room. */
export const beside = (list, panel) => h("div", { class: "with-panel" }, h("div", { class: "with-panel-list" }, list), panel.element);
