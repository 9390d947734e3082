// The server goes away under an open page, and comes back. The last group: it is another server that the others would meet.

import { settled } from "../browser.js";

const notice = () => document.getElementById("notice");

export async function run({ checks, browser, program, server }) {
  const page = await browser.signedIn(server, server.tokens.admin);
  await page.goto(`${server.origin}/numbers`);
  await settled(page);
  const foot = await page.textContent(".foot");
  const ended = new Promise((resolve) => server.process.once("exit", resolve));
  server.process.kill("SIGKILL");
  await ended;
  await checks.check("a page that lies open says that the server is away", async (a) => {
    await page.waitForFunction(() => !document.getElementById("notice").hidden);
    a.match(await page.evaluate(`(${notice})().textContent`), /^The server does not answer/);
  });
  await checks.check("a search meanwhile is told so, in our words", async (a) => {
    await page.fill("input[type=search]", "+44163");
    await page.waitForSelector("main [role=alert]");
    a.match(await page.textContent("main [role=alert]"), /The server does not answer\./);
  });
  await page.fill("input[type=search]", "");
  server.process = await program.listen(server.port);
  await checks.check("it goes on by itself when the server is back", async (a) => {
    await page.waitForFunction(() => document.getElementById("notice").hidden);
    await page.waitForFunction((before) => document.querySelector(".foot").textContent === before && document.querySelector(".grid-message").hidden, foot);
    await settled(page);
    a.equal(await page.textContent(".foot"), foot);
  });
  await page.context().close();
}
