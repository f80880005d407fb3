import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { bundled } from "./bundled.js";
import { launchChromium } from "./chromium.js";
import { simulated } from "./simulated.js";

describe("a page that bundles synthetic", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser?.close());

  test("simulates the plant, writes notes, makes tables and plays a model out to the same bytes as Node", async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => complaints.push(`asked for ${request.url()}`));
    await page.setContent("<!doctype html><title>page</title>");
    await page.addScriptTag({ content: await bundled('import "./simulated-page.js";') });

    const inBrowser = JSON.parse(
      await page.evaluate(
        async (seed) =>
          JSON.stringify(await (globalThis as unknown as { simulated: typeof simulated }).simulated(seed)),
        7,
      ),
    ) as object;
    const inNode = await simulated(7);

    expect(inNode.notes.length).toBe(50);
    expect(inNode.affected).toBeGreaterThan(0);
    expect(inNode.cells.split("\n").length).toBeGreaterThan(10_000);
    expect(inBrowser).toEqual(JSON.parse(JSON.stringify(inNode)));
    expect(complaints).toEqual([]);
  }, 120_000);
});
