import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { truthSchema } from "@gigamine/synthetic";
import { describe, expect, it } from "@jest/globals";
import { commandLine } from "./command-line.js";

const { run, file, inside } = commandLine();

/** A run of the plant that is small enough to be made again and again. */
const small = ["--preset", "demo", "--orders", "3"];

const made = async (...argv: readonly string[]) => {
  const outcome = await run("generate", ...argv, "--json");
  expect(outcome).toMatchObject({ code: 0 });
  return JSON.parse(outcome.stdout);
};

const content = (name: string) => readFile(inside(name), "utf8");

describe("gigamine generate --view", () => {
  it("shows the run as logs of orders, of cells, and of eleven activities", async () => {
    const lots = await made("--view", "lots", ...small, "--out", inside("lots.csv"));
    expect(lots).toMatchObject({ cases: 3, orders: 3, seed: 42, file: inside("lots.csv") });
    const cells = await made("--view", "cells", ...small, "--out", inside("cells.xes.gz"));
    expect(cells.cases).toBeLessThanOrEqual(3 * 96); // 96 cells an order in this preset
    expect(cells.cases).toBeGreaterThan(0.6 * 3 * 96);
    await made("--view", "eleven", ...small, "--out", inside("eleven.csv"));
    expect((await content("eleven.csv")).split("\n")[0]).toBe(
      "case_id,activity,timestamp,resource,batch_size",
    );
    for (const log of ["lots.csv", "cells.xes.gz", "eleven.csv"]) {
      expect(await run("validate", inside(log))).toMatchObject({ code: 0 });
    }
  });

  it("gives tables as CSV, JSON and NDJSON with the same rows", async () => {
    for (const view of ["measurements", "genealogy", "qc-table-9"]) {
      const { rows } = await made("--view", view, ...small, "--out", inside("table.csv"));
      await made("--view", view, ...small, "--out", inside("table.json"));
      await made("--view", view, ...small, "--out", inside("table.ndjson"));
      const listed: unknown[] = JSON.parse(await content("table.json"));
      expect(listed.length).toBe(rows);
      const lines = (await content("table.ndjson")).trimEnd().split("\n");
      expect(lines.map((line) => JSON.parse(line))).toEqual(listed);
      const [header] = (await content("table.csv")).split("\n");
      expect(header).toBe(Object.keys(listed[0] as object).join(","));
    }
  });

  it("writes an object-centric log that is read again by the type of its objects", async () => {
    const path = inside("plant.ocel.json");
    await made("--view", "ocel", ...small, "--out", path);
    const { code, stdout } = await run("stats", path, "--object-type", "Cell", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).summary.cases).toBeGreaterThan(0);
  });

  it("gives the same bytes for the same flags, and tells their hash", async () => {
    const flags = [
      "--view",
      "lots",
      ...small,
      "--scenario",
      "bad-shift:easy",
      "--start",
      "2026-03-02T06:00:00Z",
    ];
    const { sha256 } = await made(...flags, "--out", inside("one.csv"));
    const again = await made(...flags, "--out", inside("two.csv"));
    expect(again.sha256).toBe(sha256);
    expect(
      createHash("sha256")
        .update(await readFile(inside("one.csv")))
        .digest("hex"),
    ).toBe(sha256);
    const printed = await run("generate", ...flags);
    expect(printed.stdout).toBe(await content("one.csv"));
    expect((await made(...flags, "--seed", "8", "--out", inside("two.csv"))).sha256).not.toBe(sha256);
  });

  it("simulates anew for the truth of a cause that changes waiting times only", async () => {
    const flags = [
      "--view",
      "lots",
      "--orders",
      "40",
      "--cells-per-order",
      "96",
      "--scenario",
      "capacity-loss",
    ];
    await made(...flags, "--truth", inside("truth.json"), "--out", inside("lots.csv"));
    const { counterfactuals, scenarios } = truthSchema.parse(JSON.parse(await content("truth.json")));
    expect(counterfactuals).toBe("both");
    expect(scenarios[0]!.effects.map(({ metric }) => metric)).toContain("waiting: Initial Charging");
  });

  it("writes the truth beside, and no word of it into the log", async () => {
    const truthPath = inside("truth.json");
    const flags = ["--view", "cells", ...small, "--scenario", "weld-focus:easy", "--scenario", "operator"];
    const { truth } = await made(...flags, "--decoys", "--truth", truthPath, "--out", inside("cells.csv"));
    expect(truth).toMatchObject({ file: truthPath, scenarios: ["weld-focus", "operator"] });
    const told = truthSchema.parse(JSON.parse(await content("truth.json")));
    expect(told).toMatchObject({ counterfactuals: "fixed routing", scenarios: [{ intensity: "easy" }, {}] });
    const log = await content("cells.csv");
    const header = log.split("\n")[0]!.split(",");
    for (const { column } of told.decoys) expect(header).toContain(column);
    expect(log).not.toMatch(/focus|scenario|counterfactual|latent/i);
    const plain = await made(
      ...flags,
      "--truth",
      truthPath,
      "--counterfactuals",
      "none",
      "--out",
      inside("cells.csv"),
    );
    expect(plain.truth.scenarios).toEqual(["weld-focus", "operator"]);
    expect(JSON.parse(await content("truth.json"))).toMatchObject({ counterfactuals: null, decoys: [] });
  });

  it("spoils the log as recording does, and says what was spoilt", async () => {
    const clean = await made("--view", "eleven", ...small, "--out", inside("clean.csv"));
    const none = await made(
      "--view",
      "eleven",
      ...small,
      "--recording-noise",
      "0",
      "--out",
      inside("none.csv"),
    );
    expect(none.sha256).toBe(clean.sha256);
    const flags = ["--recording-noise", "0.2", "--noise-labels", inside("labels.json")];
    const { noiseLabels } = await made("--view", "eleven", ...small, ...flags, "--out", inside("noisy.csv"));
    expect(JSON.parse(await content("labels.json")).length).toBe(noiseLabels);
    expect(noiseLabels).toBeGreaterThan(0);
    const simple = await made("--lots", "20", ...flags, "--out", inside("simple.csv"));
    expect(JSON.parse(await content("labels.json")).length).toBe(simple.noiseLabels);
    expect(simple.events).not.toBe((await made("--lots", "20", "--out", inside("simple.csv"))).events);
  });
});

describe("gigamine generate --view qc-table", () => {
  it("makes whole batches of five rows, or nine, and says so when that is fewer than asked for", async () => {
    const five = await run("generate", "--view", "qc-table", "--rows", "12", "--notes", "offline", "--json");
    expect(JSON.parse(five.stdout)).toMatchObject({ rows: 10, batches: 2 });
    expect(five.stderr).toMatch(/10 rows instead of 12: batches are whole \(5 rows each\)/);
    expect(await made("--view", "qc-table-9", "--rows", "18")).toMatchObject({ rows: 18, batches: 2 });
    expect(await made("--view", "qc-table")).toMatchObject({ rows: 100, batches: 20 });
  });

  it("says that the run has no more rows", async () => {
    const { stderr } = await run(
      "generate",
      "--view",
      "qc-table",
      "--orders",
      "2",
      "--rows",
      "100",
      "--json",
    );
    expect(stderr).toMatch(/10 rows instead of 100[\s\S]*Raise --orders or --days/);
  });

  it("has the hot coating room unless told otherwise, and validate sees it", async () => {
    const hot = inside("hot.csv");
    await made("--view", "qc-table", "--rows", "100", "--out", hot);
    expect(await run("validate", hot, "--bad-shift", "Friday_PM@Coating_Room")).toMatchObject({ code: 0 });
    const fine = inside("fine.csv");
    await made("--view", "qc-table", "--rows", "100", "--scenario", "none", "--out", fine);
    const judged = await run("validate", fine, "--bad-shift", "Friday_PM@Coating_Room");
    expect(judged.code).toBe(1);
    expect(judged.stdout).toMatch(/FAIL {2}Friday_PM is hotter in Coating_Room/);
    expect(await run("validate", fine)).toMatchObject({ code: 0 });
  });

  it("is judged alike as CSV, JSON and NDJSON", async () => {
    const verdicts = [];
    for (const format of ["csv", "json", "ndjson"]) {
      const path = inside(`judged.${format}`);
      await made("--view", "qc-table", "--orders", "4", "--out", path);
      const { code, stdout } = await run("validate", path, "--json");
      const { results } = JSON.parse(stdout);
      verdicts.push({
        code,
        seen: results.map(({ id, observed }: { id: string; observed: string }) => `${id}: ${observed}`),
      });
    }
    expect(verdicts[0]!.seen.some((line: string) => line.startsWith("qc/"))).toBe(true);
    expect(verdicts.slice(1)).toEqual([verdicts[0], verdicts[0]]);
  });

  it("takes decoys as columns", async () => {
    await made("--view", "qc-table", "--rows", "5", "--decoys", "--out", inside("decoys.csv"));
    expect((await content("decoys.csv")).split("\n")[0]).toMatch(/,music,badge_colour,spare_sensor,product,/);
  });
});

describe("gigamine generate --design", () => {
  const design = (extra: object = {}) =>
    file(
      "design.json",
      JSON.stringify({
        schemaVersion: 1,
        seed: 3,
        columns: [
          { name: "fahrenheit", type: "expression", expression: "celsius * 1.8 + 32", as: "number" },
          { name: "celsius", type: "uniform", low: 20, high: 30, decimals: 1 },
          { name: "note", type: "text", prompt: "Describe {{celsius}}", offline: "It was {{celsius}} °C." },
        ],
        ...extra,
      }),
    );

  it("makes the table, by the seed in the file or that of the flag", async () => {
    const path = await design();
    const flags = ["--design", path, "--rows", "7"];
    const facts = await made(...flags, "--out", inside("made.json"));
    expect(facts).toMatchObject({ rows: 7, seed: 3, answers: { offline: 7 }, failures: [] });
    const rows: { fahrenheit: number; celsius: number; note: string }[] = JSON.parse(
      await content("made.json"),
    );
    for (const { fahrenheit, celsius, note } of rows) {
      expect(fahrenheit).toBeCloseTo(celsius * 1.8 + 32, 9);
      expect(note).toBe(`It was ${celsius} °C.`);
    }
    const other = await made(...flags, "--seed", "4", "--out", inside("other.json"));
    expect(other.seed).toBe(4);
    expect(other.sha256).not.toBe(facts.sha256);
  });

  it("shows it before it is made, with what its columns hold", async () => {
    const path = await design();
    const { code, stdout } = await run("preview", "--design", path, "--rows", "2");
    expect(code).toBe(0);
    expect(stdout).toMatch(/Row 1\n {2}fahrenheit .*\n {2}celsius/);
    expect(stdout).not.toContain("Row 3");
    expect(stdout).toMatch(/celsius +number +0/);
    const { rows, columns } = JSON.parse(
      (await run("preview", "--design", path, "--rows", "2", "--json")).stdout,
    );
    expect(rows.length).toBe(2);
    const celsius = columns.find(({ name }: { name: string }) => name === "celsius");
    expect(celsius.min).toBeGreaterThanOrEqual(20);
    expect(celsius.max).toBeLessThanOrEqual(30);
  });

  it.each([
    [{ columns: [{ name: "a", type: "expression", expression: "b + 1" }] }, /"?a"?[\s\S]*"?b"?/],
    [{ schemaVersion: 2 }, /schemaVersion/],
    [{ columns: "many" }, /list of columns/],
  ])("names what is wrong with %j", async (extra, message) => {
    const { code, stderr } = await run("generate", "--design", await design(extra));
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("fault in gigamine");
  });
});

describe("a design that can't be made", () => {
  const columns = {
    text: [{ name: "note", type: "text", prompt: "Describe" }],
    number: [{ name: "celsius", type: "uniform", low: 20, high: 30 }],
  };

  it.each(["generate", "preview"])("is refused by %s with flags of the command line", async (command) => {
    const text = await file("text.json", JSON.stringify({ schemaVersion: 1, columns: columns.text }));
    const asks = await run(command, "--design", text);
    expect(asks).toMatchObject({ code: 2, stdout: "" });
    expect(asks.stderr).toMatch(/column "note"[\s\S]*"offline" in the design[\s\S]*--notes anthropic/);
    const number = await file("number.json", JSON.stringify({ schemaVersion: 1, columns: columns.number }));
    const many = await run(command, "--design", number, "--rows", "100000000");
    expect(many).toMatchObject({ code: 2, stdout: "" });
    expect(many.stderr).toContain(`${command}: --rows 100000000 is not possible.`);
  });
});

describe("gigamine preview", () => {
  it("shows rows of the quality table as records, and describes its columns", async () => {
    const { code, stdout, stderr } = await run("preview");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/Row 3\n/);
    expect(stdout).not.toMatch(/Row 4\n/);
    expect(stdout).toMatch(/qc_data\.unit/);
    expect(stdout).toMatch(/process_step +number +0 +5 +1 +3 +5/); // steps 1 to 5, equally often
  });
});

describe("flags of generate", () => {
  it.each([
    [["--rows", "10"], /--rows does not go with the simple log.*--view qc-table/],
    [["--rows", "10", "--view", "lots"], /--rows does not go with --view lots/],
    [["--lots", "10", "--view", "cells"], /--lots does not go with --view cells.*no --view/],
    [["--preset", "demo"], /--preset does not go with the simple log/],
    [["--view", "lots", "--preset", "tiny"], /no preset "tiny".*steady-state, ramp-up, demo, table/],
    [["--view", "lots", "--orders", "3", "--days", "2"], /days.*not both/],
    [["--view", "lots", "--scenario", "bad-shfit"], /bad-shift, roller-wear/],
    [["--view", "lots", "--scenario", "bad-shift:huge"], /hard, default, easy/],
    [["--view", "lots", "--scenario", "none", "--scenario", "chain"], /none goes with no other/],
    [["--view", "lots", "--scenario", "chain", "--scenario", "chain:easy"], /given twice/],
    [["--view", "lots", "--start", "soon"], /--start "soon" is not possible/],
    [["--view", "lots", "--cells-per-order", "7"], /--cells-per-order 7 is not possible.*multiple of 4/],
    [["--view", "lots", "--orders", "1000000"], /--orders 1000000 is not possible.*100000/],
    [["--view", "qc-table", "--rows", "1000000"], /--rows 1000000 takes \d+ orders, more.*Give fewer rows/],
    [["--view", "lots", "--truth", "x.json", "--out", "./x.json"], /into one file/],
    [["--view", "qc-table", "--rows", "5", "--notes", "anthropic", "--max-usd", "9e9"], /--max-usd/],
    [
      ["--view", "qc-table", "--rows", "5", "--notes", "anthropic", "--concurrency", "5000"],
      /--concurrency 5000/,
    ],
    [["--view", "genealogy", "--decoys"], /--decoys does not go with --view genealogy/],
    [["--view", "qc-table", "--rows", "4"], /less than one batch, which has 5 rows/],
    [["--view", "qc-table", "--out", "table.xes"], /\.csv, \.json, \.ndjson/],
    [["--view", "ocel", "--out", "plant.json"], /\.ocel\.json/],
    [["--view", "lots", "--notes", "offline"], /--notes does not go with --view lots/],
    [["--view", "qc-table", "--max-usd", "1"], /--max-usd means nothing without --notes anthropic/],
    [["--view", "qc-table", "--counterfactuals", "both"], /--counterfactuals means nothing without --truth/],
    [["--noise-labels", "x.json"], /--noise-labels means nothing without --recording-noise/],
    [["--view", "qc-table", "--design", "x.json"], /Leave one of them out/],
    [["--design", "missing.json"], /no file missing\.json/],
    [["--design", "missing.json", "--batch"], /--batch does not go with --design/],
    [
      ["--view", "qc-table", "--notes", "replay", "--max-requests", "1"],
      /--max-requests means nothing without/,
    ],
    [["--view", "tables"], /Allowed choices are lots, cells/],
    [["--view", "qc-table", "--notes", "anthropic", "--max-usd", "-1"], /at least 0/],
  ])("refuses %j with exit code 2 and a remedy", async (argv, message) => {
    const { code, stdout, stderr } = await run("generate", ...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("fault in gigamine");
  });

  it("leaves nothing behind when it is refused", async () => {
    const before = await readdir(inside("."));
    await run("generate", "--view", "qc-table", "--rows", "4", "--out", inside("never.csv"));
    expect(await readdir(inside("."))).toEqual(before);
  });
});
