// Writes what matches as CSV, in the form that `numberline import` reads. A text that a spreadsheet would run as a
// formula gets an apostrophe in front, which the import takes away again.

import { recordsOf } from "./list.js";

/** More than these are for `numberline export`: a browser keeps the whole file in memory. */
export const MOST = 50_000;
const FORMULA = /^[=+\-@\t\r']/;
const NUMBER = /^\+[1-9][0-9]{2,14}$/;

/** A value as a field of CSV. */
export function field(value) {
  if (value === null || value === undefined) return "";
  if (value === "") return '""';
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  const safe = typeof value === "string" && FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The lines of records, under a header with the names of their fields. */
export function csv(records) {
  if (records.length === 0) return "";
  const names = Object.keys(records[0]);
  const lines = records.map((record) => names.map((name) => field(record[name])).join(","));
  return `${[names.join(","), ...lines].join("\r\n")}\r\n`;
}

/** Fetches everything that matches and hands it to the browser as a file. `progress(done, total)` is told. */
export async function exportList(filters, progress) {
  const { records, total } = await recordsOf(filters, MOST, progress);
  saveFile("numbers.csv", csv(records));
  return { written: records.length, total };
}

/** Hands records that are here already to the browser as a file. */
export function saveFile(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
