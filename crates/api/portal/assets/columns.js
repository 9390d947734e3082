// The columns of the numbers table, and which of them this browser shows, in which order, how wide.

import { remember, remembered } from "./dom.js";
import { STATUSES, ago, assignment, country, day, minute } from "./format.js";

const KEY = "columns";
const NARROWEST = 56;
const WIDEST = 600;

/** `text` of a record, and perhaps what is `said` of it when somebody points at it, and its `tone`. */
export const COLUMNS = [
  { key: "number", title: "Number", width: 148, kind: "digits", text: (row) => row.telephoneNumber },
  {
    key: "status",
    title: "Status",
    width: 158,
    kind: "pill",
    text: (row) => STATUSES[row.acquiredNumberStatus]?.label ?? "",
    tone: (row) => STATUSES[row.acquiredNumberStatus]?.tone ?? "",
  },
  {
    key: "assignment",
    title: "Assignment",
    width: 122,
    text: (row) => assignment(row.assignmentStatus) ?? "",
    tone: (row) => (row.assignmentStatus === "Unassigned" ? "faint" : ""),
  },
  { key: "service", title: "Service", width: 216, kind: "foreign", text: (row) => row.umpCustomerFullName ?? row.msCompanyName ?? "" },
  { key: "country", title: "Country", width: 138, text: (row) => country(row.isoCountryCode), said: (row) => row.isoCountryCode },
  { key: "acquired", title: "Acquired", width: 116, text: (row) => day(row.acquiredOn), said: (row) => minute(row.acquiredOn) },
  {
    key: "check",
    title: "Last check",
    width: 126,
    text: (row) => (row.aslcht ? ago(row.aslcht) : row.aslvCode === null ? "never" : `failed (${row.aslvCode})`),
    said: (row) => minute(row.aslcht),
    tone: (row) => (row.aslvCode !== null && row.aslvCode !== 200 ? "bad" : row.aslcht ? "" : "faint"),
  },
  { key: "connection", title: "SIP connection", width: 150, kind: "foreign", text: (row) => row.ocSipConnectionName ?? "" },
  { key: "source", title: "Source", width: 84, text: (row) => row.source },
  { key: "job", title: "Job", width: 84, kind: "digits", text: (row) => String(row.uploadToAccountJobId ?? "") },
  { key: "tenant", title: "Tenant", width: 298, kind: "code", text: (row) => row.tenantId },
  {
    key: "address",
    title: "Emergency address",
    width: 298,
    kind: "code",
    text: (row) => row.civicAddressId ?? row.locationId ?? "",
  },
  { key: "profile", title: "Calling profile", width: 298, kind: "code", text: (row) => row.callingProfileId ?? "" },
];

const byKey = new Map(COLUMNS.map((column) => [column.key, column]));

/** The columns as this browser has them: all of them, in order, each with its width and whether it is shown. */
export function arranged() {
  const kept = remembered(KEY, []);
  const known = Array.isArray(kept) ? kept.filter((entry) => byKey.has(entry?.key)) : [];
  const named = new Set(known.map((entry) => entry.key));
  const all = [...known, ...COLUMNS.filter((column) => !named.has(column.key))];
  return all.map((entry) => ({
    ...byKey.get(entry.key),
    width: bounded(entry.width ?? byKey.get(entry.key).width),
    shown: entry.shown !== false,
  }));
}

/** Keeps the arrangement. */
export function keep(columns) {
  remember(KEY, columns.map(({ key, width, shown }) => ({ key, width, shown })));
}

/** Forgets it. */
export function forget() {
  remember(KEY, []);
}

/** A width that a column may have. */
export function bounded(width) {
  return Math.min(WIDEST, Math.max(NARROWEST, Math.round(Number(width) || NARROWEST)));
}

/** The same columns with one moved by some places. */
export function moved(columns, key, by) {
  const from = columns.findIndex((column) => column.key === key);
  const to = Math.min(columns.length - 1, Math.max(0, from + by));
  const rest = columns.filter((column) => column.key !== key);
  return [...rest.slice(0, to), columns[from], ...rest.slice(to)];
}
