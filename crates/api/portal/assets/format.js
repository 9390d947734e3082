// How values are written for people. Records stay as the API gives them; this is only what is shown of them.

const integers = new Intl.NumberFormat("en-GB");
const percents = new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 1 });
const days = new Intl.DateTimeFormat("en-GB", { year: "numeric", month: "short", day: "2-digit" });
const minutes = new Intl.DateTimeFormat("en-GB", {
  year: "numeric",
  month: "short",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
});
const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
const regions = new Intl.DisplayNames(["en"], { type: "region" });

/** The statuses in the order of their integers: the API's word, what people read, and its colour. */
export const STATUSES = [
  { word: "Active", label: "Active", tone: "good" },
  { word: "ReleaseRequested", label: "Release requested", tone: "info" },
  { word: "MarkedForRemoval", label: "Marked for removal", tone: "warn" },
  { word: "ReadyForRemoval", label: "Ready for removal", tone: "bad" },
  { word: "PendingFirstSync", label: "Pending first sync", tone: "wait" },
];

/** What people read for the words of `assignmentStatus`. Other words are shown as they are. */
const ASSIGNMENTS = {
  Unassigned: "Unassigned",
  UserAssigned: "User",
  ConferenceAssigned: "Conference",
  VoiceApp: "Voice app",
  ThirdPartyAppAssigned: "Third-party app",
};

export const assignment = (word) => (Object.hasOwn(ASSIGNMENTS, word ?? "") ? ASSIGNMENTS[word] : word);
export const count = (number) => integers.format(number);
export const share = (part, whole) => (whole === 0 ? "–" : percents.format(part / whole));

/** A count with its noun: `1 number`, `2,010 numbers`. */
export const counted = (number, noun) => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;

const parsed = (time) => (time ? new Date(time.replace(/(\.\d{3})\d+/, "$1")) : null);
const sound = (date) => date !== null && !Number.isNaN(date.getTime());

/** The day of a time; empty for none. */
export function day(time) {
  const date = parsed(time);
  return sound(date) ? days.format(date) : "";
}

/** A time to the minute; empty for none. */
export function minute(time) {
  const date = parsed(time);
  return sound(date) ? minutes.format(date) : "";
}

/** Milliseconds since 1970; null for none. */
export function instant(time) {
  const date = parsed(time);
  return sound(date) ? date.getTime() : null;
}

const STEPS = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** How long ago a time was; empty for none. */
export function ago(time, now = Date.now()) {
  const at = instant(time);
  if (at === null) return "";
  const seconds = (at - now) / 1000;
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  return step ? relative.format(Math.trunc(seconds / step[1]), step[0]) : "just now";
}

/** The name of a country by its code; the code itself where there is none. */
export function country(code) {
  if (!code) return "";
  try {
    return regions.of(code) ?? code;
  } catch {
    return code;
  }
}

/** A month such as `2026-02`, for an axis. */
export function month(text) {
  return days.format(new Date(`${text}-01T00:00:00Z`)).slice(3);
}
