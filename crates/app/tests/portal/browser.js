// Chromium, and pages that notice what must not happen: errors in the console, requests that leave the server.

import { chromium } from "playwright-core";

const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-precise-memory-info", "--js-flags=--expose-gc"];

/** Whatever a page waits for is there by then, in milliseconds. */
const PATIENCE = 15_000;

export class Browser {
  static async launch(executablePath) {
    const browser = new Browser();
    browser.browser = await chromium.launch({ executablePath, args: FLAGS });
    return browser;
  }

  /** A page of a visitor without a session. */
  async visitor(origin, options = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "light", ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.faults = [];
    page.on("console", (message) => message.type() === "error" && page.faults.push(`console: ${message.text()} ${message.location().url}`));
    page.on("pageerror", (error) => page.faults.push(`error: ${error.stack}`));
    page.on("dialog", (dialog) => {
      page.faults.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("blob:")) page.faults.push(`left the server: ${request.url()}`);
    });
    return page;
  }

  /** A page of somebody who signed in with a token, by the form. */
  async signedIn({ origin }, token, options = {}) {
    const page = await this.visitor(origin, options);
    await page.goto(`${origin}/sign-in`);
    await page.fill("#token", token);
    await page.press("#token", "Enter");
    await page.waitForURL(`${origin}/`);
    return page;
  }

  close() {
    return this.browser.close();
  }
}

/** Waits until the table shows rows of the list. */
export async function rows(page) {
  await page.waitForFunction(() => document.querySelector(".grid-row:not([hidden]):not(.waiting)") !== null);
}

/** The numbers that are drawn, from top to bottom. */
export function drawn(page) {
  return page.evaluate(() => {
    const view = document.querySelector(".grid").getBoundingClientRect();
    const seen = [...document.querySelectorAll(".grid-row:not([hidden])")].map((row) => ({ row, box: row.getBoundingClientRect() }));
    return seen
      .filter(({ box }) => box.top >= view.top + 35 && box.bottom <= view.bottom + 1)
      .sort((one, other) => one.box.top - other.box.top)
      .map(({ row }) => ({ index: Number(row.getAttribute("aria-rowindex")), number: row.querySelector(".cell.digits").textContent, isWaiting: row.classList.contains("waiting") }));
  });
}

/** Waits until nothing that is drawn waits for its record. */
export async function settled(page) {
  await page.waitForFunction(() => [...document.querySelectorAll(".grid-row:not([hidden])")].every((row) => !row.classList.contains("waiting")) && document.querySelector(".grid-row:not([hidden])"));
}

/** Waits until a page shows what it fetches, and has drawn it. */
export async function shown(page) {
  await page.waitForFunction(() => document.querySelector("main [aria-busy='true']") === null);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** The API's answer to the page's own session. */
export function api(page, path) {
  return page.evaluate(async (address) => (await fetch(address, { headers: { accept: "application/json" } })).json(), path);
}
