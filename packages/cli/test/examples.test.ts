import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { FakeServer } from "../../synthetic/test/notes/anthropic/fake-server.js";
import { commandLine } from "./command-line.js";

const { run, folder, inside } = commandLine();
const home = process.cwd();
let server: FakeServer;

/** A design that the examples name; it is the user's own file. */
const design = {
  schemaVersion: 1,
  columns: [{ name: "celsius", type: "normal", mean: 22, sd: 0.6, decimals: 1 }],
};

beforeAll(async () => {
  server = await FakeServer.start();
  process.env["ANTHROPIC_BASE_URL"] = server.baseURL;
  process.env["ANTHROPIC_API_KEY"] = "sk-ant-example";
  await writeFile(inside("design.json"), JSON.stringify(design));
  await run("generate", "--view", "qc-table", "--out", inside("table.csv"));
  process.chdir(folder());
});

afterAll(async () => {
  process.chdir(home);
  delete process.env["ANTHROPIC_BASE_URL"];
  delete process.env["ANTHROPIC_API_KEY"];
  await server.stop();
});

/** The words of an example, without its comment. */
function wordsOf(line: string): string[] {
  return line
    .replace(/^.*?gigamine /, "")
    .replace(/\s+#.*$/, "")
    .split(/\s+/);
}

describe("what the documentation shows", () => {
  it("runs: every line about generate, estimate and preview in the README", async () => {
    const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
    const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) => block!.split("\n"));
    const lines = blocks.filter((line) => /gigamine (generate|estimate|preview|validate)/.test(line));
    expect(lines.length).toBeGreaterThanOrEqual(9);
    for (const line of lines) {
      expect({ line, ...(await run(...wordsOf(line))) }).toMatchObject({ line, code: 0 });
    }
  });

  it.each(["generate", "estimate", "preview"])(
    "runs: the examples of gigamine %s --help",
    async (command) => {
      const { stdout } = await run(command, "--help");
      const lines = stdout
        .slice(stdout.indexOf("Examples:"))
        .split("\n")
        .filter((line) => line.startsWith("  gigamine "));
      expect(lines.length).toBeGreaterThanOrEqual(2);
      for (const line of lines) {
        expect({ line, ...(await run(...wordsOf(line))) }).toMatchObject({ line, code: 0 });
      }
    },
  );

  it("lists every view and every scenario in the help", async () => {
    const { stdout } = await run("generate", "--help");
    for (const name of ["lots", "genealogy", "qc-table-9", "bad-shift", "weld-focus", "gauge-drift"]) {
      expect(stdout).toMatch(new RegExp(`^  ${name} +\\w`, "m"));
    }
  });
});
