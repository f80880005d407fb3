import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { FakeServer, goodAnswer } from "../../synthetic/test/notes/anthropic/fake-server.js";
import { commandLine } from "./command-line.js";

const { inside, folder } = commandLine();
const program = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
});
afterEach(() => server.stop());

/** The command line as a process of its own. */
function start(...argv: readonly string[]) {
  const child = spawn(process.execPath, ["--conditions=gigamine-source", "--import=tsx", program, ...argv], {
    env: { ...process.env, ANTHROPIC_API_KEY: "sk-ant-killed", ANTHROPIC_BASE_URL: server.baseURL },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += String(chunk);
  });
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, stderr }));
  return { child, ended };
}

const flags = (name: string) => [
  ...["generate", "--view", "qc-table", "--orders", "2", "--all-notes", "--notes", "anthropic"],
  ...["--max-usd", "1", "--concurrency", "1", "--cache", inside(`cache-${name}`)],
  ...["--out", inside(`${name}.json`)],
];

describe("a process that is stopped while Claude writes", () => {
  it.each([
    ["SIGINT", 130, 0], // Ctrl+C waits for the answer under way
    ["SIGKILL", null, 1], // what was under way is asked for again
  ] as const)("by %s leaves its answers to the next run", async (signal, code, lost) => {
    let kill = () => {};
    server.onMessage = (message, n) => {
      if (n === 3) kill();
      return { ...goodAnswer(message), ...(n === 3 && { after: new Promise((go) => setTimeout(go, 300)) }) };
    };
    const first = start(...flags(signal));
    kill = () => first.child.kill(signal);
    const stopped = await first.ended;
    expect(stopped.code).toBe(code);
    if (signal === "SIGINT") expect(stopped.stderr).toMatch(/the same command goes on from there/);
    expect(await readdir(folder())).not.toContain(`${signal}.json`);
    expect(server.seen.length).toBe(4);
    server.onMessage = goodAnswer;
    expect((await start(...flags(signal)).ended).code).toBe(0);
    const rows: { noteSource: string }[] = JSON.parse(await readFile(inside(`${signal}.json`), "utf8"));
    expect(rows.length).toBe(10);
    expect(rows.every(({ noteSource }) => noteSource !== "offline")).toBe(true);
    const questions = server.seen.map(({ messages }) => JSON.stringify(messages));
    expect(questions.length - new Set(questions).size).toBe(lost);
  });
});
