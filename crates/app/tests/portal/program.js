// The program `numberline` over a database in a folder of its own.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostileRecords } from "./hostile.js";

const PATIENCE = 120_000;
const EXAMPLE = new URL("../data/example-response.json", import.meta.url);

/** The tenant of the reference document's example. */
export const DOCUMENT_TENANT = "3bc57cac-5794-457f-ad36-2c88cade9dbb";

export class Program {
  constructor(path) {
    this.path = path;
    this.folder = mkdtempSync(join(tmpdir(), "numberline-portal-"));
    this.servers = [];
    const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("NUMBERLINE_"));
    this.environment = { ...Object.fromEntries(kept), NUMBERLINE_DRAIN_TIME: "1s" };
  }

  run(...parameters) {
    return execFileSync(this.path, parameters, { cwd: this.folder, env: this.environment, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  /** A new token. */
  token(role, ...tenants) {
    return this.run("token", "create", "--role", role, "--name", `${role} of the tests`, ...tenants.flatMap((tenant) => ["--tenant", tenant])).trim();
  }

  /** A server over the document's ten numbers, so many others of so many tenants, and hostile ones. */
  async serve(numbers, tenants) {
    writeFileSync(join(this.folder, "example.json"), readFileSync(EXAMPLE));
    this.run("import", "example.json");
    for (const firstId of [760_000, 770_000]) {
      writeFileSync(join(this.folder, "hostile.ndjson"), hostileRecords(firstId).map((record) => JSON.stringify(record)).join("\n"));
      this.run("import", "hostile.ndjson");
    }
    this.run("generate", "--numbers", String(numbers), "--tenants", String(tenants), "--seed", "1");
    const tokens = { admin: this.token("admin"), reader: this.token("reader"), tenant: this.token("operator", DOCUMENT_TENANT) };
    const port = await freePort();
    const process = await this.listen(port);
    return { origin: `http://127.0.0.1:${port}`, port, process, tokens };
  }

  /** A server on this port, once it is ready. */
  async listen(port) {
    const server = spawn(this.path, ["serve", "--listen", `127.0.0.1:${port}`], { cwd: this.folder, env: this.environment, stdio: ["ignore", "ignore", "pipe"] });
    let log = "";
    server.stderr.on("data", (chunk) => (log += chunk));
    this.servers.push(server);
    await ready(`http://127.0.0.1:${port}`, () => log);
    return server;
  }

  /** A demo, as it prints itself: `{address, origin, token, simulator}`. The address signs in once. */
  async demo() {
    const server = spawn(this.path, ["serve", "--demo", "--listen", "127.0.0.1:0"], { cwd: this.folder, env: this.environment, stdio: ["ignore", "pipe", "ignore"] });
    this.servers.push(server);
    let said = "";
    for await (const chunk of server.stdout) {
      said += chunk;
      const address = /^http:\/\/\S+\/sign-in\?code=\w+$/m.exec(said)?.[0];
      const token = /Bearer (\w+)/.exec(said)?.[1];
      const control = /simulator at (\S+?),/.exec(said)?.[1];
      if (address && token && control) return { address, origin: new URL(address).origin, token, simulator: new Simulator(control) };
    }
    throw new Error(`the demo printed no address: ${said}`);
  }

  async end() {
    const ended = this.servers.map((server) => new Promise((resolve) => ((server.exitCode ?? server.signalCode) === null ? server.once("exit", resolve) : resolve())));
    this.servers.forEach((server) => server.kill("SIGINT"));
    await Promise.all(ended);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What stands for Microsoft, driven by its control API: `docs/simulator.md` tells what it takes. */
export class Simulator {
  constructor(control) {
    this.control = control;
  }

  async ask(method, path, body) {
    const headers = body === undefined ? {} : { "content-type": "application/json" };
    const answer = await fetch(this.control + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  /** Customers rest: nothing happens from now on but what a check does. */
  rest() {
    return this.ask("DELETE", "/life");
  }
}

async function ready(origin, log) {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const answer = await fetch(`${origin}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the server is not ready: ${log()}`);
}

function freePort() {
  return new Promise((resolve) => {
    const holder = createServer().listen(0, "127.0.0.1", () => {
      const { port } = holder.address();
      holder.close(() => resolve(port));
    });
  });
}
