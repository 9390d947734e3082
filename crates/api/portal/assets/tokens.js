// Tokens: who may ask, and for what. For administrators.

import { get, send } from "./api.js";
import { ask, failed, open, say } from "./dialog.js";
import { button, empty, foreign, h, listOf, replace } from "./dom.js";
import { onChange } from "./events.js";
import { ago, instant, minute } from "./format.js";
import { main } from "./shell.js";

const ROLES = [
  ["reader", "Reads numbers"],
  ["operator", "Changes numbers too"],
  ["admin", "Changes tokens too"],
];
const LIVES = [
  ["", "For ever"],
  ["86400", "One day"],
  ["2592000", "30 days"],
  ["31536000", "One year"],
];

const place = h("div", { class: "list-place", "aria-busy": "true" });
main.append(h("div", { class: "filters-row" }, h("p", { class: "lead" }, "A token is shown once, when it is made. A revocation holds within a second."), h("span", { class: "spring" }), button("New token", { class: "primary", id: "new-token", click: make }, "plus")), place);
load();
onChange(load);

async function load() {
  try {
    const { data } = await get("/api/v3/tokens");
    place.setAttribute("aria-busy", "false");
    const order = [...data].sort((one, other) => Number(isOver(one)) - Number(isOver(other)) || other.id - one.id);
    replace(place, order.length === 0 ? empty("No tokens", "None is within your reach.") : table(order));
  } catch (error) {
    failed(place, error, load);
  }
}

const isExpired = ({ expiresAt }) => expiresAt !== null && instant(expiresAt) <= Date.now();
const isOver = (token) => token.revokedAt !== null || isExpired(token);

function table(tokens) {
  const heads = ["Name", "Role", "Reach", "Made", "Expires", "Last used", "State", ""];
  return listOf(heads, tokens.map(row));
}

function row(token) {
  const state = token.revokedAt ? ["Revoked", "bad"] : isExpired(token) ? ["Expired", "wait"] : ["Live", "good"];
  const tenants = token.tenants === null ? "all tenants" : h("ul", { class: "plain" }, ...token.tenants.map((tenant) => h("li", {}, h("code", {}, tenant))));
  const channels = token.channels !== null && h("small", {}, `channels ${token.channels.join(", ") || "none"}`);
  const revoke = isOver(token) ? null : button("Revoke", { class: "quiet bad", "aria-label": `Revoke token ${token.id}`, click: () => end(token) });
  return h(
    "tr",
    { class: isOver(token) ? "over" : "" },
    h("th", { scope: "row" }, foreign(token.name, "unnamed"), h("small", {}, `id ${token.id}`)),
    h("td", {}, token.role),
    h("td", {}, tenants, channels),
    h("td", { title: token.createdAt }, minute(token.createdAt)),
    h("td", { title: token.expiresAt ?? "" }, token.expiresAt ? minute(token.expiresAt) : "never"),
    h("td", { title: token.lastUsedAt ?? "" }, token.lastUsedAt ? ago(token.lastUsedAt) : "never"),
    h("td", {}, h("span", { class: "pill", data: { tone: state[1] } }, state[0])),
    h("td", { class: "right" }, revoke),
  );
}

async function end(token) {
  const said = h("p", {}, "Whoever uses ", h("b", {}, foreign(token.name, `token ${token.id}`)), " is refused from then on, within a second, on every server. This cannot be undone.");
  if (!(await ask("Revoke this token?", said, { confirm: "Revoke", tone: "danger" }))) return;
  try {
    await send("DELETE", `/api/v3/tokens/${token.id}`);
    say("The token is revoked.");
    load();
  } catch (error) {
    say(error.whole ?? error.message, "bad");
  }
}

function make() {
  open("New token", (close) => {
    const name = h("input", { name: "name", maxlength: 200, autocomplete: "off", dir: "auto" });
    const role = h("select", { name: "role" }, ...ROLES.map(([value, text]) => h("option", { value }, `${value}: ${text}`)));
    const life = h("select", { name: "life" }, ...LIVES.map(([value, text]) => h("option", { value }, text)));
    const tenants = h("textarea", { name: "tenants", rows: 3, spellcheck: "false", placeholder: "Tenant GUIDs, one a line; empty for all" });
    const channels = h("input", { name: "channels", autocomplete: "off", inputmode: "numeric", placeholder: "Channel ids; empty for all" });
    const fault = h("p", { class: "notice bad", role: "alert", hidden: true });
    const submit = async (event) => {
      event.preventDefault();
      const listed = (field) => field.value.split(/[\s,;]+/).filter(Boolean);
      const ids = listed(channels).map((id) => (/^\d{1,15}$/.test(id) ? Number(id) : id));
      const body = { role: role.value, name: name.value.trim() || null, tenants: listed(tenants), channels: ids, expiresInSeconds: life.value ? Number(life.value) : null };
      try {
        const { secret } = await send("POST", "/api/v3/tokens", body);
        close(true);
        load();
        reveal(secret);
      } catch (error) {
        fault.textContent = error.whole ?? error.message;
        fault.hidden = false;
      }
    };
    const labelled = (text, field) => h("label", {}, h("span", {}, text), field);
    return h(
      "form",
      { submit },
      h("div", { class: "dialog-body form" }, labelled("Name", name), labelled("Role", role), labelled("Lives", life), labelled("Tenants", tenants), labelled("Channels", channels), fault),
      h("footer", {}, button("Cancel", { click: () => close(null) }), h("button", { class: "primary" }, "Make the token")),
    );
  });
}

function reveal(secret) {
  open("The new token", (close) => [
    h("div", { class: "dialog-body" }, h("p", {}, "This is shown once. Keep it now."), h("p", { class: "secret" }, h("code", { id: "secret", tabindex: 0 }, secret))),
    h(
      "footer",
      {},
      button("Copy", { click: () => navigator.clipboard.writeText(secret).then(() => say("Copied."), () => say("This browser does not let pages copy.", "bad")) }, "copy"),
      button("I have kept it", { class: "primary", click: () => close(null) }),
    ),
  ]);
}
