// What the checks of actions share: a demo whose customers rest, and what its API says.

import { shown } from "./browser.js";
import { DOCUMENT_TENANT } from "./program.js";

/** Tasks of the demo take seconds: its simulator answers after two, its jobs look every second, syncs come every five. */
const PATIENCE = 60_000;

/** A demo that somebody who has only its printed address sits before. */
export class Desk {
  static async open(browser, program, options = {}) {
    const desk = new Desk();
    desk.demo = await program.demo();
    await desk.demo.simulator.rest();
    desk.page = await browser.visitor(desk.demo.origin, options);
    await desk.page.goto(desk.demo.address);
    await desk.page.waitForSelector(".tile strong");
    const { data } = await desk.api("/api/v3/inventory/tenants?limit=500");
    // Every tenant but the document's is a customer of the simulator's.
    [desk.tenant, desk.other] = data.filter(({ tenantId }) => tenantId !== DOCUMENT_TENANT).sort((one, next) => next.total - one.total).map(({ tenantId }) => tenantId);
    return desk;
  }

  get origin() {
    return this.demo.origin;
  }

  /** The API's answer to the demo's token, whatever the page does. */
  async api(path) {
    const answer = await fetch(this.origin + path, { headers: { authorization: `Bearer ${this.demo.token}`, accept: "application/json" } });
    return answer.json();
  }

  /** Sets something by the API. */
  async set(method, path, body) {
    const headers = { authorization: `Bearer ${this.demo.token}`, "content-type": "application/json" };
    const answer = await fetch(this.origin + path, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** A number's record; null when it is in no list. */
  async number(phone) {
    const record = await this.api(`/api/v3/oc/numbers/${encodeURIComponent(phone)}`);
    return record.telephoneNumber ? record : null;
  }

  /** Waits until what the API says is so. */
  async until(what, path, is) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const answer = await this.api(path);
      if (is(answer)) return answer;
      if (Date.now() > end) throw new Error(`${what}: still ${JSON.stringify(answer).slice(0, 400)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** Numbers of the tenant that are like this, so many. */
  async some(count, query) {
    const { data } = await this.api(`/api/v3/inventory/numbers?msTenantId=${this.tenant}&limit=${count}&${query}`);
    if (data.length < count) throw new Error(`the demo has only ${data.length} numbers with ${query}`);
    return data.map(({ telephoneNumber }) => telephoneNumber);
  }

  /** Waits until the open page shows a task that has ended, and how; whatever the page showed meanwhile comes with it. */
  async ended(place = "dialog") {
    const card = this.page.locator(`${place} [data-task]`).first();
    await card.waitFor();
    const seen = await this.page.evaluate(
      ([selector, patience]) =>
        new Promise((resolve, reject) => {
          const seen = [];
          const look = () => {
            const status = document.querySelector(`${selector} [data-task]`)?.dataset.status;
            if (status && seen.at(-1) !== status) seen.push(status);
            if (status && status !== "In Progress") resolve(seen);
          };
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
          look();
          setTimeout(() => reject(new Error(`the task has not ended: ${seen}`)), patience);
        }),
      [place, PATIENCE],
    );
    return { seen, status: seen.at(-1), text: await card.textContent() };
  }

  async go(path) {
    await this.page.goto(this.origin + path);
    await shown(this.page);
  }

  close() {
    return this.page.context().close();
  }
}

/** A number of the United Kingdom that is free for everybody: the last digits are ours. */
export const free = (index) => `+4420794${String(60_000 + index).padStart(5, "0")}`;
