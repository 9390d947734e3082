// Asks the server's public API. The session's cookie goes along by itself; no script can read it.

import { heard } from "./standing.js";

const root = document.documentElement;
/** What stands before `/api`. */
const BASE = root.dataset.base ?? "";
/** How often an answer is asked for again that the server cannot give yet. */
const PATIENCE = 20;
const NOT_YET = new Set(["inventory-loading", "search-unfinished", "seq-not-reached"]);
/** Of a change that was not made, and may be asked for again. */
const NOT_DONE = new Set(["rate-exceeded", "database-busy"]);

/** What the caller may do. */
export const role = root.dataset.role ?? "reader";
export const isOperator = role === "operator" || role === "admin";

const calls = new Set((root.dataset.calls ?? "").split(" "));

/** Whether this server has a call at all, by the name that `crates/api/src/portal/calls.rs` gives it. */
export const has = (call) => calls.has(call);

/** A refusal, as RFC 9457 describes it. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? `the server answered ${status}`);
    this.status = status;
    this.code = problem?.errorCode ?? "";
    this.ticket = problem?.errorTicket ?? "";
    this.errors = problem?.errors ?? {};
    this.problem = problem ?? {};
  }

  /** Whether this server does not have the call at all. */
  get isAbsent() {
    return this.code === "path-unknown" || this.code === "method-not-allowed";
  }

  /** All that is wrong, as one text. */
  get whole() {
    const faults = Object.entries(this.errors).map(([name, texts]) => `${name} ${texts.join(", ")}`);
    return [this.message, ...faults].join(". ");
  }
}

/** Reads JSON without losing digits: integers beyond 2⁵³ become texts. */
export function parse(text) {
  return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (found) => (found[0] === '"' ? found : `"${found}"`)));
}

/** The address of a call, with those parameters that are not empty. */
export function address(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== "") query.set(name, value);
  }
  const text = query.toString();
  return `${BASE}${path}${text ? `?${text}` : ""}`;
}

/** The answer of a call that reads. */
export async function get(path, parameters = {}, { signal } = {}) {
  for (let tries = 1; ; tries += 1) {
    const response = await reach(address(path, parameters), { signal, headers: { accept: "application/json" } });
    if (response.ok) return parse(await response.text());
    const refusal = await refusalOf(response);
    if (!NOT_YET.has(refusal.code) || tries === PATIENCE) throw refusal;
    await pause(Number(response.headers.get("retry-after") ?? 1) * 1000, signal);
  }
}

/** The answer of a call that reads what a body asks for. */
export async function ask(path, parameters, body, { signal } = {}) {
  const headers = { accept: "application/json", "content-type": "application/json", "numberline-portal": "1" };
  for (let tries = 1; ; tries += 1) {
    const response = await reach(address(path, parameters), { method: "POST", signal, headers, body: JSON.stringify(body) });
    if (response.ok) return parse(await response.text());
    const refusal = await refusalOf(response);
    if (!NOT_YET.has(refusal.code) || tries === PATIENCE) throw refusal;
    await pause(Number(response.headers.get("retry-after") ?? 1) * 1000, signal);
  }
}

/** The answer of a call that changes something; null when it has no body. */
export async function send(method, path, body, parameters = {}) {
  const headers = { accept: "application/json", "numberline-portal": "1" };
  if (body !== undefined) headers["content-type"] = "application/json";
  const text = body === undefined ? undefined : JSON.stringify(body);
  for (let tries = 1; ; tries += 1) {
    const response = await reach(address(path, parameters), { method, headers, body: text });
    if (response.ok) {
      const answer = await response.text();
      return answer === "" ? null : parse(answer);
    }
    const refusal = await refusalOf(response);
    if (!NOT_DONE.has(refusal.code) || tries === PATIENCE) throw refusal;
    await pause(Number(response.headers.get("retry-after") ?? 1) * 1000);
  }
}

/** `fetch`, which says in our words that there is no answer. */
async function reach(target, options) {
  try {
    const response = await fetch(target, options);
    heard(response);
    return response;
  } catch (error) {
    if (error instanceof TypeError) throw new Error("The server does not answer.");
    throw error;
  }
}

async function refusalOf(response) {
  const text = await response.text();
  let problem = null;
  try {
    problem = parse(text);
  } catch {
    // Something between the server and here answered in its place.
  }
  if (response.status === 401) leave();
  return new Refusal(response.status, problem);
}

/** Goes to the sign-in, and comes back here from there. */
function leave() {
  const here = location.pathname + location.search;
  location.assign(`/sign-in?fault=credential-expired&next=${encodeURIComponent(here)}`);
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** Whether an error says no more than that nobody waits for the answer any longer. */
export function isAborted(error) {
  return error?.name === "AbortError";
}
