import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { bundled } from "./bundled.js";
import { launchChromium } from "./chromium.js";
import { mine } from "./mine.js";

const csv = `case_id,activity,timestamp,resource
lot-1,mix,2025-01-06T08:00:00Z,line A
lot-1,coat,2025-01-06T09:00:00Z,line A
lot-1,test,2025-01-06T10:00:00Z,lab
lot-2,mix,2025-01-06T08:30:00Z,line B
lot-2,coat,2025-01-06T09:30:00Z,line B
lot-2,rework,2025-01-06T10:30:00Z,line B
lot-2,coat,2025-01-06T11:30:00Z,line B
lot-2,test,2025-01-06T12:30:00Z,lab
lot-3,mix,2025-01-06T08:45:00Z,line A
lot-3,"scrap <b>",2025-01-06T09:45:00Z,
lot-4,mix,2025-01-06T09:00:00Z,line A
lot-4,coat,2025-01-06T10:00:00Z,line A
lot-4,test,2025-01-06T11:00:00Z,lab
`;

describe("a page that bundles event-log, discovery and conformance", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser?.close());

  test("goes from the text of a CSV file to variants, a model and its fitness, as Node does", async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => complaints.push(`asked for ${request.url()}`));
    await page.setContent("<!doctype html><title>page</title>");
    await page.addScriptTag({ content: await bundled('import "./page.js";') });

    const inBrowser = await page.evaluate(
      async (text) => JSON.stringify(await (globalThis as unknown as { mine: typeof mine }).mine(text)),
      csv,
    );
    const inNode = await mine(csv);

    expect(inNode.variants.counts).toEqual([2, 1, 1]);
    expect(inNode.replay.logFitness).toBe(1);
    expect(JSON.parse(inBrowser)).toEqual(JSON.parse(JSON.stringify(inNode)));
    expect(complaints).toEqual([]);
  }, 60_000);
});
