// How a task stands: its progress as it goes on, its result number by number.

import { get } from "./api.js";
import { foreign, h, replace } from "./dom.js";
import { onChange } from "./events.js";
import { ago, count, counted } from "./format.js";

const TONES = { "In Progress": "info", CompletedSuccess: "good", CompletedWithErrors: "warn", Failed: "bad", Cancelled: "wait" };
const WORDS = { CompletedSuccess: "Done", CompletedWithErrors: "Done, with errors" };
/** While a task goes on it is looked at so often even when no change is told: orders pass without one. */
const LOOK = 2000;

export const isOver = (task) => task.status !== "In Progress";

/** The pill of a task's status. */
export function statusPill(status) {
  return h("span", { class: "pill", data: { tone: TONES[status] ?? "" } }, WORDS[status] ?? status);
}

/** Many tasks as a table. */
export function taskTable(tasks) {
  const heads = ["Task", "What", "Status", "Numbers", "Begun", "Details"];
  return h("table", { class: "list" }, h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, ...tasks.map(row)));
}

function row(task) {
  const begun = task.createdAt ?? task.createdOn ?? task.whenCreated ?? "";
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, h("a", { href: `/tasks?task=${encodeURIComponent(task.id)}` }, h("code", {}, String(task.id)))),
    h("td", {}, foreign(task.kind ?? task.type)),
    h("td", {}, statusPill(task.status)),
    h("td", { class: "digits" }, count(task.totalNumbersCount ?? 0)),
    h("td", { title: begun }, begun ? ago(begun) : ""),
    h("td", {}, foreign(typeof task.details === "string" ? task.details : null, "")),
  );
}

/** Shows a task, and goes on showing it as it goes on. */
export async function watch(place, id, over = () => {}) {
  let isDone = false;
  let timer = 0;
  const look = async () => {
    if (isDone) return;
    clearTimeout(timer);
    try {
      const task = await get(`/api/v2/task/${encodeURIComponent(id)}`);
      replace(place, card(task));
      isDone = isOver(task);
      if (isDone) over(task);
    } catch (error) {
      replace(place, h("p", { class: "notice bad", role: "alert" }, error.message));
      isDone = error.status === 404;
    }
    if (!isDone) timer = setTimeout(look, LOOK);
  };
  onChange(look);
  await look();
}

function card(task) {
  const output = task.outputData ?? {};
  const entries = output.entries ?? output.numbers ?? output.phoneNumbers ?? [];
  const states = Array.isArray(entries) ? entries : [];
  const total = task.totalNumbersCount ?? states.length;
  const done = output.doneCount ?? output.successCount ?? states.filter(({ state }) => state === "done").length;
  const failures = output.failedCount ?? states.filter(({ state }) => state === "failed").length;
  const bar = h("progress", { max: Math.max(1, total), value: isOver(task) ? Math.max(1, total) : done + failures, "aria-label": "Progress" });
  const messages = (task.executionMessages ?? []).map(({ level, message }) => h("li", { data: { tone: /err/i.test(level) ? "bad" : "" } }, foreign(message)));
  return h(
    "section",
    { class: "card", "aria-live": "polite" },
    h("header", {}, h("h2", {}, "Task ", h("code", {}, String(task.id))), h("p", {}, statusPill(task.status), ` ${counted(total, "number")}`)),
    bar,
    typeof task.details === "string" && h("p", {}, foreign(task.details)),
    messages.length > 0 && h("ul", { class: "plain messages" }, ...messages),
    states.length > 0 && results(states),
  );
}

function results(entries) {
  return h("table", { class: "list" }, h("thead", {}, h("tr", {}, ...["Number", "State", "Why"].map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, ...entries.map((entry) => h("tr", {}, h("th", { scope: "row", class: "digits" }, foreign(entry.telephoneNumber ?? entry.number)), h("td", {}, foreign(entry.state)), h("td", {}, foreign(entry.error ?? entry.detail ?? entry.message, ""))))));
}
