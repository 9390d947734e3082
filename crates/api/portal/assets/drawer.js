// The drawer: everything about one number.

import { Refusal, get, isOperator } from "./api.js";
import { say } from "./dialog.js";
import { button, h, replace } from "./dom.js";
import { STATUSES, assignment } from "./format.js";
import { sections } from "./record.js";
import { watch } from "./task.js";
import { timeline } from "./timeline.js";

/** The statuses in which a task holds a number: release requested, ready for removal, pending. */
const HELD = [1, 3, 4];

export class Drawer {
  /** `closed()` and `opened()` are told; `narrow(name, value)` filters the list. */
  constructor(hooks) {
    Object.assign(this, { hooks, number: null, unwatch: null });
    this.element = h("aside", { class: "drawer", "aria-label": "Number", hidden: true, tabindex: -1 });
  }

  /** Shows a number's record. */
  open(record) {
    if (record === undefined) return;
    const isOther = this.number !== record.telephoneNumber;
    this.number = record.telephoneNumber;
    this.element.hidden = false;
    document.body.classList.add("with-drawer");
    this.show(record);
    if (isOther) this.element.scrollTop = 0;
    this.element.focus({ preventScroll: true });
    this.hooks.opened();
  }

  /** Looks a number up and shows it. */
  async find(number) {
    try {
      this.open(await get(`/api/v3/oc/numbers/${encodeURIComponent(number)}`));
    } catch (error) {
      say(error instanceof Refusal && error.status === 404 ? `${number} is not within your reach.` : error.message, "bad");
    }
  }

  close() {
    this.unwatch?.();
    this.number = null;
    this.element.hidden = true;
    document.body.classList.remove("with-drawer");
    this.hooks.closed();
  }

  show(record) {
    const status = STATUSES[record.acquiredNumberStatus];
    const actions = h("div", { class: "drawer-actions" });
    const holder = h("div", { class: "drawer-task" });
    const past = h("section", {}, h("h3", {}, "Timeline"), h("div", { class: "timeline-place" }));
    replace(
      this.element,
      h(
        "header",
        {},
        h("div", {}, h("h2", {}, record.telephoneNumber), h("p", { class: "drawer-state" }, h("span", { class: "pill", data: { tone: status.tone } }, status.label), h("span", {}, assignment(record.assignmentStatus) ?? "assignment unknown"))),
        h("div", { class: "drawer-tools" }, button("Copy", { class: "quiet", click: () => copy(record.telephoneNumber) }, "copy"), button("Close", { class: "quiet", click: () => this.close() }, "close")),
      ),
      actions,
      holder,
      past,
      sections(record, this.hooks.narrow),
    );
    timeline(past.lastChild, record.telephoneNumber, record).then((events) => this.hold(holder, record, events));
    if (isOperator) import("./actions.js").then(({ actionsOf }) => replace(actions, actionsOf(record)));
  }

  /** Shows the task that works on the number, while one does. */
  hold(place, { telephoneNumber, acquiredNumberStatus }, events) {
    this.unwatch?.();
    this.unwatch = null;
    const task = events.findLast(({ taskId }) => taskId)?.taskId;
    if (!task || this.number !== telephoneNumber || !HELD.includes(acquiredNumberStatus)) return;
    this.unwatch = watch(place, task, { isBrief: true });
  }
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say("Copied.");
  } catch {
    say("This browser does not let pages copy.", "bad");
  }
}
