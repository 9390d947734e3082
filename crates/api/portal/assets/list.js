// What a list of numbers is narrowed by: as it stands in the page's address, and as the API is asked for it.

import { ask, get } from "./api.js";

const PATH = "/api/v3/inventory/numbers";

/** The names in the address, and the API's parameters for them. */
const NAMES = {
  status: "acquiredNumberStatus",
  tenant: "msTenantId",
  service: "umpCustomerGuid",
  country: "isoCountryCode",
  assignment: "assignmentStatus",
  search: "search",
};
/** A longer search goes in a request's body, and stands after the `#` of the address, which no server is sent. */
const SHORT = 500;
const AFTER_HASH = "#search=";

/** Nothing narrowed. */
export const OPEN = Object.freeze(Object.fromEntries(Object.keys(NAMES).map((name) => [name, ""])));

/** The filters that stand in an address. */
export function read({ search, hash } = location) {
  const parameters = new URLSearchParams(search);
  const values = Object.fromEntries(Object.keys(NAMES).map((name) => [name, parameters.get(name) ?? ""]));
  if (hash.startsWith(AFTER_HASH)) values.search = new URLSearchParams(hash.slice(1)).get("search") ?? "";
  return values;
}

/** Filters as they stand in an address: what comes before the `#`, and what after it. */
export function written(filters) {
  const isLong = filters.search.length > SHORT;
  const short = Object.entries(filters).filter(([name, value]) => value !== "" && !(isLong && name === "search"));
  return { query: new URLSearchParams(short), hash: isLong ? `${AFTER_HASH}${new URLSearchParams({ q: filters.search }).toString().slice(2)}` : "" };
}

/** A window of the list: `{total, totals, isExact, data}`. */
export function windowOf(filters, { offset = 0, limit }, options = {}) {
  const parameters = Object.fromEntries(Object.entries(NAMES).map(([name, parameter]) => [parameter, filters[name]]));
  if (filters.search.length <= SHORT) return get(PATH, { ...parameters, offset, limit }, options);
  return ask(PATH, { ...parameters, search: "", offset, limit }, { search: filters.search }, options);
}

/** The records of a list, up to so many, a part at a time; `progress(done, total)` is told. */
export async function recordsOf(filters, most, progress = () => {}) {
  const STEP = 500;
  const records = [];
  let total = Infinity;
  while (records.length < Math.min(total, most)) {
    const answer = await windowOf(filters, { offset: records.length, limit: STEP });
    total = answer.total;
    if (answer.data.length === 0) break;
    records.push(...answer.data);
    progress(records.length, Math.min(total, most));
  }
  return { records: records.slice(0, most), total: Math.max(total, records.length) };
}

/** The records of these numbers, by number; in no order. */
export async function lookUp(numbers) {
  const STEP = 500;
  const found = new Map();
  for (let from = 0; from < numbers.length; from += STEP) {
    const part = numbers.slice(from, from + STEP);
    // A list has two at least; one number twice is one.
    const search = part.length === 1 ? `${part[0]} ${part[0]}` : part.join(" ");
    const { data } = await windowOf({ ...OPEN, search }, { limit: STEP });
    data.forEach((record) => found.set(record.telephoneNumber, record));
  }
  return found;
}
