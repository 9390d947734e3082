// How a task stands: its progress as it goes on, its result number by number.

import { get, isOperator, send } from "./api.js";
import { say } from "./dialog.js";
import { button, foreign, h, replace } from "./dom.js";
import { onChange } from "./events.js";
import { ago, count, counted } from "./format.js";

const TONES_OF_LEVELS = { Error: "bad", Warning: "warn" };
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
  const heads = ["Task", "What", "Status", "Numbers", "Failed", "Asked for", "By"];
  return h("table", { class: "list" }, h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, ...tasks.map(row)));
}

function row(task) {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, h("a", { href: `/tasks?task=${encodeURIComponent(task.id)}` }, h("code", {}, String(task.id)))),
    h("td", {}, task.kind),
    h("td", {}, statusPill(task.status), task.isPaused && h("small", {}, "paused")),
    h("td", { class: "digits" }, `${count(task.doneCount)} of ${count(task.totalNumbersCount)}`),
    h("td", { class: "digits" }, count(task.failedCount)),
    h("td", { title: task.createTime }, ago(task.createTime)),
    h("td", {}, foreign(task.actor)),
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
      replace(place, card(task, again));
      isDone = isOver(task);
      if (isDone) over(task);
    } catch (error) {
      replace(place, h("p", { class: "notice bad", role: "alert" }, error.message));
      isDone = error.status === 404;
    }
    if (!isDone) timer = setTimeout(look, LOOK);
  };
  function again() {
    isDone = false;
    look();
  }
  onChange(look);
  await look();
}

/** What an operator may do to the task. */
function controls(task, again) {
  const { failed = 0 } = task.outputData.entries ?? {};
  const offered = isOver(task)
    ? [failed > 0 && ["retry", "Try what failed again"]]
    : [task.outputData.isPaused ? ["resume", "Resume"] : ["pause", "Pause"], ["abandon", "Abandon the rest"]];
  const act = (action) => async () => {
    try {
      await send("POST", `/api/v3/oc/tasks/${encodeURIComponent(task.id)}/action/${action}`);
    } catch (error) {
      say(error.whole ?? error.message, "bad");
    }
    again();
  };
  const buttons = offered.filter(Boolean).map(([action, label]) => button(label, { click: act(action) }));
  return buttons.length === 0 ? null : h("footer", {}, ...buttons);
}

function card(task, again) {
  const { totalNumbersCount: total, outputData: output } = task;
  const { done = 0, failed = 0, abandoned = 0 } = output.entries ?? {};
  const bar = h("progress", { max: Math.max(1, total), value: isOver(task) ? Math.max(1, total) : done + failed + abandoned, "aria-label": "Progress" });
  const messages = task.executionMessages.map(({ level, message }) => h("li", { data: { tone: TONES_OF_LEVELS[level] ?? "" } }, foreign(message)));
  return h(
    "section",
    { class: "card", "aria-live": "polite" },
    h("header", {}, h("h2", {}, output.kind ? `${output.kind} ` : "Task ", h("code", {}, String(task.id))), h("p", {}, statusPill(task.status), ` ${counted(total, "number")}`)),
    bar,
    messages.length > 0 && h("ul", { class: "plain messages" }, ...messages),
    task.details.length > 0 && results(task.details),
    isOperator && controls(task, again),
  );
}

function results(entries) {
  return h("table", { class: "list" }, h("thead", {}, h("tr", {}, ...["Number", "State", "Why"].map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, ...entries.map((entry) => h("tr", {}, h("th", { scope: "row", class: "digits" }, entry.telephoneNumber), h("td", {}, entry.state), h("td", {}, foreign(entry.detail ?? entry.errorCode, ""))))));
}
