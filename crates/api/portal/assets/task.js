// How a task stands: its progress as it goes on, its result number by number.

import { get, has, isOperator, parse, send } from "./api.js";
import { say } from "./dialog.js";
import { button, foreign, h, listOf, replace } from "./dom.js";
import { follow } from "./events.js";
import { ago, count, counted, minute } from "./format.js";

const TONES_OF_LEVELS = { Error: "bad", Warning: "warn" };
const TONES = { "In Progress": "info", CompletedSuccess: "good", CompletedWithErrors: "warn", Failed: "bad", Cancelled: "wait" };
const WORDS = { "In Progress": "Under way", CompletedSuccess: "Done", CompletedWithErrors: "Done, with errors" };
const KINDS = { upload: "Upload", release: "Release", unassign: "Unassignment", removal: "Removal", sweep: "Assignment check" };

/** What people read for a kind of task. */
export const kindOf = (kind) => KINDS[kind] ?? kind;
/** A task that is not followed is looked at so often while it goes on, in milliseconds. */
const LOOK = 2000;

export const isOver = (task) => task.status !== "In Progress";

/** The pill of a task's status. */
export function statusPill(status) {
  return h("span", { class: "pill", data: { tone: TONES[status] ?? "" } }, WORDS[status] ?? status);
}

/** Many tasks as a table. */
export const taskTable = (tasks) => listOf(["Task", "Status", "Numbers", "Failed", "Asked for", "By", "Tenant"], tasks.map(row));

function row(task) {
  const { totalNumbersCount: total, msTenantId: tenant } = task;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, h("a", { href: `/tasks?task=${encodeURIComponent(task.id)}` }, kindOf(task.kind)), h("small", {}, h("code", {}, String(task.id).replace("tsk_msjob_", "")))),
    h("td", {}, statusPill(task.status), task.isPaused && h("small", {}, "paused")),
    h("td", { class: "digits" }, total === 0 ? foreign(null) : `${count(task.doneCount)} of ${count(total)}`),
    h("td", { class: task.failedCount > 0 ? "digits bad" : "digits" }, total === 0 ? foreign(null) : count(task.failedCount)),
    h("td", { title: task.createTime }, h("span", { class: "nowrap" }, minute(task.createTime)), h("small", {}, ago(task.createTime))),
    h("td", {}, foreign(task.actor)),
    h("td", {}, tenant ? h("a", { href: `/numbers?tenant=${tenant}`, title: tenant }, h("code", {}, `${tenant.slice(0, 8)}…`)) : "all"),
  );
}

/**
 * Shows a task, and goes on showing it as it goes on: as the server tells of it, or else by looking now and then. Gives a
 * function that ends that.
 */
export function watch(place, id, { over = () => {}, isBrief = false, isFollowed = has("follow") } = {}) {
  let stop = () => {};
  let timer = 0;
  const ends = () => {
    clearTimeout(timer);
    stop();
  };
  const show = (task) => {
    replace(place, card(task, begin, isBrief));
    if (!isOver(task)) return;
    ends();
    over(task);
  };
  const look = async () => {
    try {
      const task = await get(`/api/v2/task/${encodeURIComponent(id)}`);
      show(task);
      if (!isOver(task)) timer = setTimeout(look, LOOK);
    } catch (error) {
      replace(place, h("p", { class: "notice bad", role: "alert" }, error.message));
      if (error.status !== 404) timer = setTimeout(look, LOOK);
    }
  };
  // A stream that is refused says nothing of why: a look does.
  const refused = () => {
    look();
    return true;
  };
  function begin() {
    ends();
    if (isFollowed) stop = follow(`/api/v3/oc/tasks/${encodeURIComponent(id)}/events`, "task", (text) => show(parse(text)), refused);
    else look();
  }
  begin();
  return ends;
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

function card(task, again, isBrief) {
  const { totalNumbersCount: total, outputData: output } = task;
  const link = h("a", { href: `/tasks?task=${encodeURIComponent(task.id)}` }, h("code", {}, String(task.id)));
  const messages = task.executionMessages.map(({ level, message }) => h("li", { data: { tone: TONES_OF_LEVELS[level] ?? "" } }, foreign(message[0].toUpperCase() + message.slice(1).replace("; `details` names them", ""))));
  return h(
    "section",
    { class: isBrief ? "card brief" : "card", "aria-live": "polite", data: { task: task.id, status: task.status } },
    h("header", {}, h("h2", {}, output.kind ? kindOf(output.kind) : "Task", " ", statusPill(task.status)), h("p", {}, link)),
    progress(task),
    output.kind === "sweep" ? checked(output) : h("p", { class: "hint" }, counted(total, "number")),
    !isBrief && messages.length > 0 && h("ul", { class: "plain messages" }, ...messages),
    !isBrief && task.details.length > 0 && results(task.details),
    !isBrief && isOperator && controls(task, again),
  );
}

/** How far a task is. Of one that counts no numbers beforehand, only that it goes on. */
function progress(task) {
  const { done = 0, failed = 0, abandoned = 0 } = task.outputData.entries ?? {};
  const total = task.totalNumbersCount;
  if (total === 0) return h("progress", { "aria-label": "Progress", ...(isOver(task) && { max: 1, value: 1 }) });
  return h("progress", { max: total, value: isOver(task) ? total : done + failed + abandoned, "aria-label": "Progress" });
}

/** What a sweep came to. */
function checked({ checked: all = 0, changed = 0, codes = {} }) {
  const failures = Object.entries(codes).filter(([code]) => code !== "200");
  const failed = failures.map(([code, numbers]) => `${count(numbers)} failed with ${code}`);
  return h("p", { class: "hint" }, [`${counted(all, "number")} checked`, `${count(changed)} changed`, ...failed].join(", "));
}

function results(entries) {
  const rows = entries.map((entry) => h("tr", {}, h("th", { scope: "row", class: "digits" }, entry.telephoneNumber), h("td", {}, entry.state), h("td", {}, foreign(entry.detail ?? entry.errorCode, ""))));
  return listOf(["Number", "State", "Why"], rows);
}
