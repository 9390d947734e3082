// What an operator can do with numbers. Each says what it will do before it does it.

import { send } from "./api.js";
import { ask, say } from "./dialog.js";
import { button, h } from "./dom.js";
import { counted } from "./format.js";

/** The buttons for a selection. */
export function actionButtons(selection) {
  return [];
}

/** The buttons for one number. */
export function actionsOf(record) {
  return [];
}
