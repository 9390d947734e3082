// A number's past as a picture, and as a list beneath it: its history where the server has it, else what its record says.

import { get, has } from "./api.js";
import { foreign, h, replace, s } from "./dom.js";
import { STATUSES, ago, instant, minute } from "./format.js";

const HEIGHT = 44;
const EDGE = 10;
/** Marks nearer than this share a place. */
const NEAR = 9;
/** No more changes than these are drawn. */
const MOST = 200;

const KINDS = {
  uploaded: ["Uploaded", "info"],
  imported_added: ["Imported", "info"],
  imported_changed: ["Changed by import", "info"],
  generated: ["Generated", "info"],
  found: ["Found at Microsoft", "info"],
  synced: ["Synchronised", "good"],
  checked: ["Assignment checked", "good"],
  status_changed: ["Status changed", "warn"],
  facts_changed: ["Service changed", "info"],
  moved: ["Moved to another tenant", "bad"],
  replaced: ["Replaced", "bad"],
  withdrawn: ["Withdrawn", "bad"],
  released: ["Released", "bad"],
  removed: ["Removed", "bad"],
  record_set: ["Record changed", "info"],
};

/** Draws a number's past into a place; gives what its history has. Without a record the history alone is drawn. */
export async function timeline(place, number, record = null) {
  const known = record === null ? [] : ofRecord(record);
  if (record !== null) draw(place, known);
  if (!has("history")) return [];
  try {
    const entries = await latest(`/api/v3/oc/numbers/${encodeURIComponent(number)}/history`);
    const events = entries.map(ofHistory).filter(({ time }) => instant(time) !== null);
    if (events.length > 0 || record === null) draw(place, [...events, ...known.filter(({ isOfMicrosoft, isCheck }) => isOfMicrosoft && !(isCheck && entries.some(({ kind }) => kind === "checked")))]);
    return entries;
  } catch (error) {
    // The record's own times are drawn already.
    if (record === null) replace(place, h("p", { class: "hint", role: "alert" }, error.message));
    return [];
  }
}

/** The last entries of a history, which is told from its beginning. */
async function latest(path) {
  const { data, totalPages } = await get(path, { pageSize: MOST });
  return totalPages > 1 ? (await get(path, { pageSize: MOST, pageNumber: totalPages })).data : data;
}

function ofRecord(record) {
  const failed = record.aslvCode !== null && record.aslvCode !== 200;
  return [
    { time: record.consentedOn, text: "Consent given", tone: "info", isOfMicrosoft: true },
    { time: record.acquiredOn, text: "Acquired by the tenant", tone: "good", isOfMicrosoft: true },
    { time: record.whenCreated, text: "Row made", tone: "info" },
    { time: record.aslsct, text: "Assignment changed", tone: "warn", isOfMicrosoft: true },
    { time: record.aslcht, text: failed ? "Last successful check" : "Last check", tone: "good", isOfMicrosoft: true, isCheck: true },
  ].filter(({ time }) => instant(time) !== null);
}

function ofHistory(entry) {
  const [text, tone] = KINDS[entry.kind] ?? [entry.kind, "info"];
  return { time: entry.at, text: `${text}${moveOf(entry)}`, tone, who: entry.actor, task: entry.taskId };
}

/** From which status to which, where a change says that. */
function moveOf({ before, after }) {
  const [from, to] = [before, after].map((text) => STATUSES[statusIn(text)]?.label);
  if (from && to) return from === to ? "" : `: ${from} → ${to}`;
  return to ? `: ${to}` : "";
}

function statusIn(text) {
  try {
    return JSON.parse(text)?.acquiredNumberStatus;
  } catch {
    return undefined;
  }
}

function draw(place, events) {
  if (events.length === 0) {
    replace(place, h("p", { class: "hint" }, "Nothing is known of its past."));
    return;
  }
  const sorted = events.map((event) => ({ ...event, at: instant(event.time) })).sort((one, other) => one.at - other.at);
  const picture = s("svg", { class: "timeline", height: HEIGHT, role: "img", "aria-label": `${sorted.length} events from ${minute(sorted[0].time)} to ${minute(sorted.at(-1).time)}` });
  const list = h("ol", { class: "past" }, ...[...sorted].reverse().map((event) => entry(event)));
  replace(place, picture, list);
  const fit = () => marks(picture, sorted, picture.clientWidth || 360);
  fit();
  new ResizeObserver(fit).observe(picture);
}

function entry({ time, text, tone, who, task }) {
  const by = who && [" · ", foreign(who)];
  const link = task && [" · ", h("a", { href: `/tasks?task=${encodeURIComponent(task)}` }, "its task")];
  return h("li", { data: { tone } }, h("bdi", {}, text), h("small", {}, h("time", { datetime: time, title: time }, `${minute(time)} · ${ago(time)}`), by, link));
}

function marks(picture, events, width) {
  const from = events[0].at;
  const span = Math.max(1, Date.now() - from);
  const line = HEIGHT / 2 - 4;
  let before = -Infinity;
  const dots = events.map((event) => {
    let x = EDGE + ((event.at - from) / span) * (width - 2 * EDGE);
    if (x - before < NEAR) x = before + NEAR;
    before = x;
    return s("circle", { cx: Math.min(x, width - EDGE), cy: line, r: 4.5, "data-tone": event.tone });
  });
  picture.replaceChildren(
    s("line", { x1: EDGE, x2: width - EDGE, y1: line, y2: line }),
    ...dots,
    s("text", { x: 0, y: HEIGHT - 4 }, new Date(from).toISOString().slice(0, 10)),
    s("text", { x: width, y: HEIGHT - 4, "text-anchor": "end" }, "now"),
  );
}
