// What an operator can do with numbers. Each says what it will do before it does it, and leaves out what cannot be done.

import { Refusal, has, send } from "./api.js";
import { ask, open, say } from "./dialog.js";
import { button, foreign, h } from "./dom.js";
import { STATUSES, counted } from "./format.js";
import { recordsOf } from "./list.js";
import { watch } from "./task.js";

/** More numbers than these are not acted on at once: the API takes no more. */
const MOST = 10_000;
/** Numbers in one request of the removal calls. */
const REMOVALS = 500;
/** So many tasks are followed at a time: a browser has six connections for a server. */
const FOLLOWED = 3;

const active = 0;
const marked = 2;
const pending = 4;
const isAt = (status) => (record) => (record.acquiredNumberStatus === status ? null : `it is ${STATUSES[record.acquiredNumberStatus].label}`);

const ACTIONS = {
  check: {
    label: "Check now",
    tone: "primary",
    says: "are looked up at Microsoft: who they are assigned to, from now on as of now.",
    refusal: isAt(active),
    run: (numbers, tenant) => send("POST", "/api/v3/oc/numbers/action/check", { telephoneNumbers: numbers }, { msTenantId: tenant }),
  },
  release: {
    label: "Release",
    tone: "danger",
    says: "are given back to Microsoft. The tenant loses them; those still pending are withdrawn.",
    refusal: (record) => {
      if (record.acquiredNumberStatus === pending) return null;
      if (record.acquiredNumberStatus !== active) return isAt(active)(record);
      return record.assignmentStatus === "Unassigned" ? null : "it is assigned";
    },
    run: (numbers, tenant) => send("POST", "/api/v2/oc/numbers/action/release", numbers, { msTenantId: tenant }),
  },
  unassign: {
    label: "Unassign",
    tone: "danger",
    says: "are taken from the users and services that have them. Calls to them end nowhere from then on.",
    refusal: (record) => (record.acquiredNumberStatus !== active ? isAt(active)(record) : record.assignmentStatus === "Unassigned" ? "it is not assigned" : null),
    run: (numbers, tenant) => send("POST", "/api/v2/oc/numbers/action/unassign", { telephoneNumbers: numbers }, { msTenantId: tenant }),
  },
  approve: {
    label: "Approve removal",
    tone: "primary",
    says: "leave for good with the next removal job. Their tenants have deleted them already.",
    refusal: isAt(marked),
    remove: (numbers) => send("POST", "/api/v3/oc/numbers/action/ready-for-removal", { telephoneNumbers: numbers }),
  },
  clear: {
    label: "Keep",
    tone: "primary",
    says: "become Active again, and are no longer marked for removal.",
    refusal: isAt(marked),
    remove: (numbers) => send("POST", "/api/v3/oc/action/clear-removal-status", { telephoneNumbers: numbers }),
  },
};

/** The actions that this server has. */
const offered = Object.entries(ACTIONS).filter(([name]) => has(name)).map(([, action]) => action);

/** The buttons for a selection. */
export function actionButtons(selection) {
  const act = (action) => async () => start(action, await selected(selection));
  return [
    ...offered.map((action) => button(action.label, { click: guarded(act(action)) })),
    button("Export", { click: guarded(async () => exported(await selected(selection))) }, "download"),
  ];
}

/** The buttons for one number: those that its state admits. */
export function actionsOf(record) {
  return offered
    .filter(({ refusal }) => refusal(record) === null)
    .map((action) => button(action.label, { click: guarded(() => start(action, [record])) }));
}

/** Tells of a failure instead of losing it. */
function guarded(work) {
  return async () => {
    try {
      await work();
    } catch (error) {
      say(error instanceof Refusal && error.isAbsent ? "This server cannot do that yet." : (error.whole ?? error.message), "bad");
    }
  };
}

/** Checks all numbers of a tenant. */
export const checkTenant = (tenant, name) =>
  guarded(async () => {
    const said = h("p", {}, "All active numbers of ", foreign(name, tenant), " are looked up at Microsoft: who they are assigned to.");
    if (!(await ask("Check now?", said, { confirm: "Check all" }))) return;
    showTasks("Check now", [await send("POST", "/api/v3/oc/numbers/action/check", {}, { msTenantId: tenant })]);
  })();

/** The records of a selection, also of everything that matches. */
async function selected(selection) {
  if (selection.all === null) return [...selection.records.values()];
  const { records, total } = await recordsOf(selection.all, MOST);
  if (total > MOST) say(`These are the first ${counted(MOST, "number")}; do the rest afterwards.`);
  return records;
}

async function exported(records) {
  const { csv, saveFile } = await import("./export.js");
  saveFile("numbers.csv", csv(records));
}

/** Says what will be done and what is left out; does it when that is wanted. */
async function start(action, records) {
  const left = records.map((record) => ({ record, why: action.refusal(record) })).filter(({ why }) => why !== null);
  const taken = records.filter((record) => action.refusal(record) === null);
  const rest = left.length === 0 ? null : h("details", {}, h("summary", {}, `${counted(left.length, "number")} left out`), h("ul", { class: "plain" }, ...left.slice(0, 200).map(({ record, why }) => h("li", {}, h("span", { class: "digits" }, record.telephoneNumber), h("small", {}, why)))));
  if (taken.length === 0) {
    await open(action.label, (close) => [h("div", { class: "dialog-body" }, h("p", {}, "None of these can be treated so."), rest), h("footer", {}, button("Close", { click: () => close(null) }))]);
    return;
  }
  const which = taken.length === 1 ? h("b", {}, taken[0].telephoneNumber) : h("b", {}, counted(taken.length, "number"));
  const said = [h("p", {}, which, ` ${taken.length === 1 ? action.says.replace(/^are/, "is").replace(/^leave/, "leaves").replace(/^become/, "becomes") : action.says}`), rest];
  if (!(await ask(`${action.label}?`, said, { confirm: `${action.label} ${taken.length === 1 ? "it" : counted(taken.length, "number")}`, tone: action.tone }))) return;
  const numbers = taken.map((record) => record.telephoneNumber);
  if (action.remove) await removals(action, numbers);
  else await tasks(action, taken);
}

/** Calls that answer at once, in parts; what failed can be tried again. */
async function removals(action, numbers) {
  const failures = [];
  let done = 0;
  for (let from = 0; from < numbers.length; from += REMOVALS) {
    const part = numbers.slice(from, from + REMOVALS);
    try {
      const { data } = await action.remove(part);
      failures.push(...(data.failures ?? []));
      done += data.successCount ?? part.length - (data.failures ?? []).length;
    } catch (error) {
      if (!Array.isArray(error.problem?.failures)) throw error;
      failures.push(...error.problem.failures);
    }
  }
  say(`${action.label}: ${counted(done, "number")} done.`, failures.length > 0 ? "bad" : "info");
  if (failures.length > 0) showFailures(action, failures);
}

/** What of an order a failure is about: a number, a range, or the order itself. */
export function itemOf({ telephoneNumber, start, end }) {
  return telephoneNumber ?? (start ? `${start} .. ${end}` : "The order");
}

function showFailures(action, failures) {
  const rows = failures.map((failure) => h("tr", {}, h("th", { scope: "row", class: "digits" }, itemOf(failure)), h("td", {}, failure.from && failure.to ? `${failure.from} → ${failure.to}` : ""), h("td", {}, foreign(failure.detail))));
  const numbers = failures.map(({ telephoneNumber }) => telephoneNumber);
  const again = (close) => action.remove && button("Try these again", { class: "primary", click: () => { close(null); guarded(() => removals(action, numbers))(); } });
  return open(
    `${counted(failures.length, "number")} refused`,
    (close) => [
      h("div", { class: "dialog-body" }, h("table", { class: "list" }, h("tbody", {}, ...rows))),
      h("footer", {}, button("Close", { click: () => close(null) }), again(close)),
    ],
    { wide: true },
  );
}

/** Calls that make a task for each tenant. */
async function tasks(action, records) {
  const byTenant = Map.groupBy ? Map.groupBy(records, ({ tenantId }) => tenantId) : grouped(records);
  const ids = [];
  const failures = [];
  for (const [tenant, list] of byTenant) {
    try {
      ids.push(await action.run(list.map(({ telephoneNumber }) => telephoneNumber), tenant));
    } catch (error) {
      if (!(error.problem?.failures?.length > 0)) {
        if (ids.length === 0) throw error;
        say(error.whole ?? error.message, "bad");
        break;
      }
      failures.push(...error.problem.failures);
    }
  }
  if (failures.length > 0) await showFailures(action, failures);
  if (ids.length > 0) showTasks(action.label, ids);
}

function grouped(records) {
  const groups = new Map();
  for (const record of records) groups.set(record.tenantId, [...(groups.get(record.tenantId) ?? []), record]);
  return groups;
}

/** Shows tasks as they go on. */
export async function showTasks(title, ids) {
  const ends = [];
  await open(
    title,
    (close) => {
      const places = ids.map((id, index) => {
        const place = h("div", {});
        ends.push(watch(place, id, index < FOLLOWED ? {} : { isFollowed: false }));
        return place;
      });
      return [h("div", { class: "dialog-body" }, ...places), h("footer", {}, h("a", { class: "button", href: "/tasks" }, "All tasks"), button("Close", { class: "primary", click: () => close(null) }))];
    },
    { wide: true },
  );
  ends.forEach((end) => end());
}
