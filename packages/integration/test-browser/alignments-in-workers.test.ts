import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { bundled } from "./bundled.js";
import { launchChromium } from "./chromium.js";

const here = fileURLToPath(new URL(".", import.meta.url));

describe("alignmentsInWorkers, as published", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser?.close());

  test("finds in web workers what one thread finds, and asks for nothing", async () => {
    const [pageCode, workerCode] = await Promise.all([
      bundled('import "./align-page.js";'),
      bundled('import "@gigamine/conformance/worker";'),
    ]);
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith("blob:")) complaints.push(`asked for ${request.url()}`);
    });
    await page.setContent("<!doctype html><title>page</title>");
    await page.addScriptTag({ content: pageCode });
    const { alone, inWorkers } = await page.evaluate(
      (code) =>
        (
          globalThis as unknown as { align: (code: string) => Promise<{ alone: object; inWorkers: object }> }
        ).align(code),
      workerCode,
    );
    expect(alone).toMatchObject({ emptyTraceCost: 4, openVariants: 0 });
    expect(inWorkers).toEqual(alone);
    expect(complaints).toEqual([]);
  }, 60_000);

  test.each([
    [
      "module",
      'import { alignments } from "@gigamine/conformance"; import { alignmentsInWorkers } from "@gigamine/conformance/node";',
    ],
    [
      "commonjs",
      'const { alignments } = require("@gigamine/conformance"); const { alignmentsInWorkers } = require("@gigamine/conformance/node");',
    ],
  ])(
    "finds in worker threads of Node what one thread finds: %s",
    (type, imports) => {
      const script = `${imports}
      const log = { activities: ["a", "b"], variantOffsets: [0, 3, 5, 6], sequence: [0, 1, 1, 1, 0, 1], counts: [3, 2, 1] };
      const model = { kind: "sequence", children: [{ kind: "activity", name: "a" }, { kind: "activity", name: "b" }] };
      alignmentsInWorkers(log, model, { workers: 2 }).then((found) => {
        console.log(JSON.stringify([found, alignments(log, model)]));
      });`;
      const output = execFileSync(process.execPath, [`--input-type=${type}`, "--eval", script], {
        cwd: here,
        encoding: "utf8",
        env: { ...process.env, NODE_OPTIONS: "" },
      });
      const [inWorkers, alone] = JSON.parse(output);
      expect(alone.variants.map(({ cost }: { cost: number }) => cost)).toEqual([1, 2, 1]);
      expect(inWorkers).toEqual(alone);
    },
    60_000,
  );
});
