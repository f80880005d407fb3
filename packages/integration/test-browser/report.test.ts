import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { launchChromium } from "./chromium.js";

const cli = fileURLToPath(new URL("../../cli/dist/bin.js", import.meta.url));

describe("the report that the command line writes", () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "gigamine-report-"));
    execFileSync(process.execPath, [cli, "demo", "--lots", "200", "--out", folder]);
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  test.each([1440, 390])(
    "fits a screen of %d pixels, asks for nothing and says nothing to the console",
    async (width) => {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      const file = pathToFileURL(join(folder, "report.html")).href;
      page.on("request", (request) => {
        if (request.url() !== file && !request.url().startsWith("data:"))
          complaints.push(`asked for ${request.url()}`);
      });
      await page.goto(file);

      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(await page.locator("h1").innerText()).toBe("Battery plant, 200 simulated lots");
      // Text of a chart that runs out of its picture is cut off without a trace.
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll("svg")].flatMap((svg) => {
          const frame = svg.getBoundingClientRect();
          return [...svg.querySelectorAll("text")]
            .filter((text) => {
              const box = text.getBoundingClientRect();
              return box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1);
            })
            .map((text) => text.textContent);
        }),
      );
      expect(cut).toEqual([]);
      expect(complaints).toEqual([]);
    },
    60_000,
  );
});
