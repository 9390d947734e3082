// How the server stands: whether it answers, and whether its database does. A page that lies open says so by itself.

import { setNotice } from "./shell.js";

/** A stream that broke off comes back within this time when a server took another's place. */
const PATIENCE = 4000;

let isAway = false;
let staleFor = null;
let timer = 0;

function show() {
  if (isAway) setNotice("The server does not answer. What stands here may be out of date; the page goes on by itself when it is back.");
  else if (staleFor !== null) setNotice(`The database does not answer. What stands here is ${staleFor} seconds old, and nothing can be changed.`);
  else setNotice(null);
}

/** The server is there; its answer, if it is one, says whether it is old. */
export function heard(response) {
  clearTimeout(timer);
  timer = 0;
  const age = response === undefined ? staleFor : response.headers.get("numberline-stale");
  if (!isAway && age === staleFor) return;
  isAway = false;
  staleFor = age;
  show();
}

/** What the server tells by itself broke off. */
export function lost() {
  if (timer !== 0 || isAway) return;
  timer = setTimeout(() => {
    isAway = true;
    show();
  }, PATIENCE);
}
