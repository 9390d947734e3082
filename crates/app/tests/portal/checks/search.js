// Pasted lists of numbers: longer than an address holds, however they were written.

import { api, settled } from "../browser.js";

const MANY = 1200;

export async function run({ checks, browser, server }) {
  const { origin, tokens } = server;
  const page = await browser.signedIn(server, tokens.admin);
  const wanted = [];
  while (wanted.length < MANY) {
    const { data } = await api(page, `/api/v3/inventory/numbers?offset=${wanted.length * 3}&limit=500`);
    wanted.push(...data.map(({ telephoneNumber }) => telephoneNumber).slice(0, MANY - wanted.length));
  }
  const written = [...wanted.map((number, index) => (index % 2 === 0 ? number : `${number.slice(0, 4)} (${number.slice(4, 7)}) ${number.slice(7)}`)), "not a number"];
  await page.goto(`${origin}/numbers`);
  await settled(page);
  const began = Date.now();
  await paste(page, "#search", written.join("\n"));
  await page.waitForFunction((total) => document.querySelector(".foot").textContent.startsWith(total), MANY.toLocaleString("en-GB"));
  const took = Date.now() - began;
  await checks.check(`${MANY} pasted numbers are found, in ${took} ms`, async (a) => a.match(await page.textContent(".foot"), /^1,200 numbers/));
  await checks.check("what of it is no number is told", async (a) => a.match(await page.textContent(".tray"), /1 line of it is no number/));
  await page.focus(".grid");
  await page.keyboard.press("End");
  await settled(page);
  const shared = page.url();
  const other = await browser.signedIn(server, tokens.admin);
  await other.goto(shared);
  await other.waitForFunction((total) => document.querySelector(".foot").textContent.startsWith(total), MANY.toLocaleString("en-GB"));
  await checks.check("the whole list is in the address, which shows a colleague the same", async (a) => a.equal(await other.textContent(".foot"), await page.textContent(".foot")));
  await other.context().close();
  await page.goBack();
  await page.waitForFunction(() => document.querySelector("#search").value === "");
  await checks.check("no error, and no request left the server", (a) => a.deepEqual(page.faults, []));
  await page.context().close();
}

/** Pastes a text as a person does. */
function paste(page, selector, text) {
  return page.evaluate(
    ([place, content]) => {
      const field = document.querySelector(place);
      field.focus();
      const clipboardData = new DataTransfer();
      clipboardData.setData("text", content);
      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    [selector, text],
  );
}
