// The program `numberline` over a database in a folder of its own.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostileRecords } from "./hostile.js";

const PATIENCE = 120_000;
const TENANTS = "40";
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

  /** A server over the document's ten numbers, so many others, and hostile ones. */
  async serve(numbers) {
    writeFileSync(join(this.folder, "example.json"), readFileSync(EXAMPLE));
    writeFileSync(join(this.folder, "hostile.ndjson"), hostileRecords().map((record) => JSON.stringify(record)).join("\n"));
    this.run("import", "example.json");
    this.run("import", "hostile.ndjson");
    this.run("generate", "--numbers", String(numbers), "--tenants", TENANTS, "--seed", "1");
    const tokens = { admin: this.token("admin"), reader: this.token("reader"), tenant: this.token("operator", DOCUMENT_TENANT) };
    const port = await freePort();
    const server = spawn(this.path, ["serve", "--listen", `127.0.0.1:${port}`], { cwd: this.folder, env: this.environment, stdio: ["ignore", "ignore", "pipe"] });
    let log = "";
    server.stderr.on("data", (chunk) => (log += chunk));
    this.servers.push(server);
    const origin = `http://127.0.0.1:${port}`;
    await ready(origin, () => log);
    return { origin, tokens };
  }

  /** A demo: its sign-in address. */
  async demo() {
    const server = spawn(this.path, ["serve", "--demo", "--listen", "127.0.0.1:0"], { cwd: this.folder, env: this.environment, stdio: ["ignore", "pipe", "ignore"] });
    this.servers.push(server);
    let said = "";
    for await (const chunk of server.stdout) {
      said += chunk;
      const address = /http:\/\/\S+\/sign-in\?code=\w+/.exec(said);
      if (address) return address[0];
    }
    throw new Error(`the demo printed no address: ${said}`);
  }

  async end() {
    const ended = this.servers.map((server) => new Promise((resolve) => (server.exitCode === null ? server.once("exit", resolve) : resolve())));
    this.servers.forEach((server) => server.kill("SIGINT"));
    await Promise.all(ended);
    rmSync(this.folder, { recursive: true, force: true });
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
