// Tasks: what was asked for that takes time, how far it is, and what failed.

import { get, has } from "./api.js";
import { failed } from "./dialog.js";
import { empty, h, replace } from "./dom.js";
import { onChange } from "./events.js";
import { main } from "./shell.js";
import { taskTable, watch } from "./task.js";

const place = h("div", { class: "list-place", "aria-busy": "true" });
const detail = h("div", { class: "task-detail" });
main.append(detail, place);
const chosen = new URLSearchParams(location.search).get("task");
if (chosen) watch(detail, chosen, { over: () => has("tasks") && load() });
if (has("tasks")) {
  load();
  onChange(load);
} else {
  place.setAttribute("aria-busy", "false");
  replace(place, empty("Not on this server yet", "This server has no tasks to list. Uploads and releases will be shown here."));
}

async function load() {
  try {
    const { data: tasks } = await get("/api/v3/oc/tasks", { pageSize: 100 });
    replace(place, tasks.length === 0 ? empty("No tasks yet", "Uploads, releases and other work that takes time are shown here.") : taskTable(tasks));
  } catch (error) {
    failed(place, error, load);
  } finally {
    place.setAttribute("aria-busy", "false");
  }
}
