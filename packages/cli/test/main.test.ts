import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { commandLine, SMALL } from "./command-line.js";

const { run, file, inside, folder } = commandLine();

describe("gigamine", () => {
  it("tells a newcomer where to begin, and its version", async () => {
    const help = await run("--help");
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("gigamine demo");
    expect(await run("--version")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it.each([
    [["discvoer", "x.csv"], /unknown command 'discvoer'[\s\S]*Did you mean discover/],
    [["stats", "x.csv", "--activty", "a"], /unknown option '--activty'[\s\S]*Did you mean --activity/],
    [["stats"], /missing required argument 'log'/],
    [["discover", "x.csv", "--noise", "1.1"], /from 0 to 1/],
    [["discover", "x.csv", "--noise", ""], /from 0 to 1/],
    [["generate", "--lots", "2.5"], /whole number of at least 1/],
    [["generate", "--rework", "often"], /Allowed choices are prefix, repeat/],
    [
      ["discover", "x.csv", "--out", "model.bpmx"],
      /End the file name in \.svg, \.png, \.dot, \.pnml, \.ptml, \.bpmn, \.dfg, \.json/,
    ],
  ])("refuses %j with exit code 2 and a remedy", async (argv, message) => {
    const { code, stdout, stderr } = await run(...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });
});

describe("gigamine stats", () => {
  it("gives counts, times and the correlation of a numeric attribute as JSON", async () => {
    const { code, stdout, stderr } = await run("stats", await file("small.csv", SMALL), "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const statistics = JSON.parse(stdout);
    expect(statistics.summary).toMatchObject({ events: 8, cases: 3, variants: 2 });
    expect(statistics.summary.caseDuration).toMatchObject({ meanMs: 7_200_000, medianMs: 7_200_000 });
    // gaps: b 1 h twice; c 1 h twice and 2 h once
    expect(statistics.activityDurations).toMatchObject([
      { activity: "a", measured: 0, bottleneck: false },
      { activity: "b", meanMs: 3_600_000, bottleneck: false },
      { activity: "c", meanMs: 4_800_000, totalMs: 14_400_000, bottleneck: true },
    ]);
    expect(statistics.attribute).toMatchObject({
      name: "batch_size",
      withDuration: { r: null, reason: "no-variation" },
    });
  });

  it("takes a log without times when told so", async () => {
    const path = await file("untimed.csv", "case_id,activity\n1,a\n1,b\n");
    expect((await run("stats", path)).stderr).toContain("--timestamp");
    const { code, stdout } = await run("stats", path, "--no-timestamp", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).summary).toMatchObject({ events: 2, eventsWithoutTime: 2, firstTimeMs: null });
    expect((await run("report", path, "--no-timestamp", "--out", inside("untimed.html"))).code).toBe(0);
  });

  it("joins columns, reads foreign times in their zone, and refuses a date that can be read in two ways", async () => {
    const path = await file(
      "german.csv",
      "Werk;Los;activity;Zeit\nA;1;mix;30.03.2025 01:30\nA;1;coat;30.03.2025 03:30\nB;1;mix;31.03.2025 08:00\n",
    );
    const flags = [
      "--case",
      "Werk",
      "--case",
      "Los",
      "--timestamp",
      "Zeit",
      "--time-zone",
      "Europe/Berlin",
      "--json",
    ];
    const { code, stdout, stderr } = await run("stats", path, ...flags, "--time-format", "dd.MM.yyyy HH:mm");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    // The clocks went forward at 02:00: one hour passed between 01:30 and 03:30.
    expect(JSON.parse(stdout).summary).toMatchObject({ cases: 2, caseDuration: { maxMs: 3_600_000 } });
    const twofold = await file("twofold.csv", "case_id,activity,timestamp\n1,a,03/04/2025 08:00\n");
    expect((await run("stats", twofold)).stderr).toMatch(/3 April[\s\S]*4 March|day-first/);
    expect((await run("stats", twofold, "--date-order", "day-first")).code).toBe(0);
  });

  it("looks only at the cases that a predicate in a file keeps, and names what is wrong with one", async () => {
    const path = await file("small.csv", SMALL);
    const filter = await file("with-b.json", '{ "kind": "activity", "names": ["b"] }');
    const { code, stdout, stderr } = await run("stats", path, "--filter", filter, "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "2 of 3 cases kept by with-b.json.\n" });
    expect(JSON.parse(stdout).summary).toMatchObject({ cases: 2, variants: 1 });
    const wrong = await run("stats", path, "--filter", await file("wrong.json", '{ "kind": "activty" }'));
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong.stderr).toContain("activty");
  });

  it("marks the bottleneck in the text for people", async () => {
    const { stdout } = await run("stats", await file("small.csv", SMALL));
    expect(stdout).toMatch(/^c +1 h 20 min +1 h +.* +4 h +◀ bottleneck$/m);
  });
});

describe("gigamine validate", () => {
  it("passes a sound log with exit code 0 and fails one that is not with 1", async () => {
    expect((await run("validate", await file("small.csv", SMALL))).code).toBe(0);
    const doubled = `${SMALL}\n1,c,2025-01-06T10:00:00Z,10`;
    const outcome = await run("validate", await file("doubled.csv", doubled), "--json");
    expect(outcome.code).toBe(1);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ passed: false, read: { rowsRead: 9, rowsKept: 9 } });
  });

  it("prints a line of PASS, FAIL or WARN with what was seen for each expectation, and the sum", async () => {
    const rules = await file("rules.json", '{ "endActivities": ["b"], "maximumRepeats": 0 }');
    const { code, stdout } = await run("validate", await file("small.csv", SMALL), "--rules", rules);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^PASS +Every event has a time +0 of 8 events without a time$/m);
    expect(stdout).toMatch(/^FAIL +Every case ends with "b" +3 of 3 cases end otherwise$/m);
    expect(stdout).toContain('  case "1" ends with "c"\n');
    expect(stdout.trimEnd()).toMatch(/FAIL: 12 of 13 expectations met, 1 failed, 0 worth a look\.$/);
  });

  it.each<[string, readonly string[], string]>([
    ["rules that are none", ["--rules", "bad.json"], '"capacities"'],
    ["a file of rules that holds nothing", ["--rules", "null.json"], "the rules can't be read"],
    ["a file of rules that is not there", ["--rules", "none.json"], "There is no file"],
    ["a bad shift without a room", ["--bad-shift", "Friday_PM"], "--bad-shift Friday_PM@Coating_Room"],
    [
      "a bad shift of a log that is no quality table",
      ["--bad-shift", "Friday_PM@Coating_Room"],
      "is no quality table",
    ],
  ])("refuses %s", async (_what, flags, words) => {
    await file("bad.json", '{ "capacities": {} }');
    await file("null.json", "null");
    const paths = flags.map((flag) => (flag.endsWith(".json") ? inside(flag) : flag));
    const outcome = await run("validate", await file("small.csv", SMALL), ...paths);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toContain(words);
  });
});

describe("gigamine generate and convert", () => {
  it("gives the same bytes for the same seed, on stdout and in a file", async () => {
    const printed = await run("generate", "--lots", "20", "--seed", "7");
    const written = await run(
      "generate",
      "--lots",
      "20",
      "--seed",
      "7",
      "--out",
      inside("lots.csv"),
      "--json",
    );
    expect(await readFile(inside("lots.csv"), "utf8")).toBe(printed.stdout);
    expect(JSON.parse(written.stdout)).toMatchObject({ lots: 20, seed: 7 });
    expect((await run("generate", "--lots", "20", "--seed", "8")).stdout).not.toBe(printed.stdout);
  });

  it("carries a log from CSV to XES and back, also gzipped", async () => {
    await run("generate", "--lots", "20", "--out", inside("lots.csv"));
    expect((await run("convert", inside("lots.csv"), inside("lots.xes.gz"))).code).toBe(0);
    expect((await run("convert", inside("lots.xes.gz"), inside("again.csv"))).code).toBe(0);
    expect(await readFile(inside("again.csv"), "utf8")).toBe(await readFile(inside("lots.csv"), "utf8"));
  });

  it("carries models between their files, in the form in which they are", async () => {
    const log = await file("small.csv", SMALL);
    await run("discover", log, "--noise", "0", "--out", inside("tree.ptml"));
    await run("discover", log, "--as", "dfg", "--out", inside("graph.dfg"));
    const convert = async (from: string, to: string, ...flags: string[]) => {
      expect(await run("convert", inside(from), inside(to), ...flags)).toMatchObject({ code: 0, stderr: "" });
      return readFile(inside(to), "utf8");
    };
    expect(JSON.parse(await convert("tree.ptml", "tree.json"))).toHaveProperty("kind", "sequence");
    expect(await convert("tree.json", "again.ptml", "--model")).toBe(
      await readFile(inside("tree.ptml"), "utf8"),
    );
    expect(await convert("tree.ptml", "net.pnml")).toContain("<pnml");
    expect(await convert("net.pnml", "found.ptml")).toBe(await readFile(inside("tree.ptml"), "utf8"));
    expect(await convert("tree.ptml", "tree.bpmn")).toContain("exclusiveGateway");
    expect(JSON.parse(await convert("tree.bpmn", "bpmn.json"))).toHaveProperty("flows");
    expect(await convert("bpmn.json", "again.bpmn", "--model")).toBe(
      await readFile(inside("tree.bpmn"), "utf8"),
    );
    expect(await convert("tree.bpmn", "from-bpmn.ptml")).toBe(await readFile(inside("tree.ptml"), "utf8"));
    expect(await convert("net.pnml", "net.bpmn")).toContain("exclusiveGateway");
    expect(await convert("tree.bpmn", "bpmn.svg")).toContain("BPMN");
    expect(JSON.parse(await convert("graph.dfg", "graph.json"))).toMatchObject({ activityCounts: [3, 2, 3] });
    expect(await convert("graph.json", "again.dfg", "--model")).toBe(
      await readFile(inside("graph.dfg"), "utf8"),
    );
    expect(await convert("graph.dfg", "graph-net.pnml")).toContain("after a");
    for (const model of ["tree.ptml", "tree.bpmn", "graph.dfg", "graph.json", "net.pnml"]) {
      const { stdout } = await run("conform", log, "--model", inside(model), "--json");
      expect(JSON.parse(stdout)).toMatchObject({ fitness: { logFitness: 1 } });
    }
  });

  it.each([
    ["heuristics", ["svg", "png", "dot", "pnml", "ptml", "bpmn", "json"]],
    ["split", ["svg", "png", "dot", "pnml", "ptml", "bpmn", "json"]],
    ["inductive", ["svg", "png", "dot", "pnml", "ptml", "bpmn", "json"]],
    ["dfg", ["svg", "png", "dot", "pnml", "ptml", "bpmn", "dfg", "json"]],
    ["declare", ["json"]],
    ["log-skeleton", ["json"]],
    ["temporal-profile", ["json"]],
  ])(
    "writes what %s finds as %j, and says so when asked for another file",
    async (miner, formats) => {
      const model = inside("model.json");
      await run("discover", await file("small.csv", SMALL), "--miner", miner, "--out", model);
      for (const format of ["svg", "png", "dot", "pnml", "ptml", "bpmn", "dfg", "json"]) {
        const { code, stderr } = await run("convert", model, inside(`copy.${format}`), "--model");
        if (formats.includes(format)) expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
        else {
          expect(code).toBe(2);
          const endings = formats.map((possible) => `.${possible}`).join(", ");
          expect(stderr).toContain(`can't be written as .${format}. End the file name in ${endings}.\n`);
        }
      }
    },
    30_000,
  );

  it("says what a file leaves open about a model", async () => {
    const net =
      '<place id="p"><initialMarking><text>1</text></initialMarking></place><place id="q"/><transition id="t"/>';
    const arcs = '<arc id="a" source="p" target="t"/><arc id="b" source="t" target="q"/>';
    await file("open.pnml", `<pnml><net id="n" type="ptnet"><page id="g">${net}${arcs}</page></net></pnml>`);
    const { code, stderr } = await run("convert", inside("open.pnml"), inside("open.json"));
    expect(code).toBe(0);
    expect(stderr).toContain('open.pnml: Transition "t" (line 1) has no name and shows its id.\n');
    expect(stderr).toContain("open.pnml: The file gives no final marking");
    expect(Object.keys(JSON.parse(await readFile(inside("open.json"), "utf8")))).toEqual([
      "net",
      "initialMarking",
      "finalMarking",
    ]);
  });

  it("says which form of model a file can't hold", async () => {
    await run("discover", await file("small.csv", SMALL), "--out", inside("tree.ptml"));
    expect(await run("convert", inside("tree.ptml"), inside("tree.dfg"))).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "convert: a process tree can't be written as .dfg. End the file name in .svg, .png, .dot, .pnml, .ptml, .bpmn, .json.\n",
    });
    const noModel = await run(
      "convert",
      await file("other.json", '{"cases":[]}'),
      inside("o.svg"),
      "--model",
    );
    expect(noModel).toMatchObject({ code: 2, stdout: "" });
    expect(noModel.stderr).toContain(
      "other.json holds no model. A model as JSON is what gigamine discover --json prints.",
    );
  });
});

describe("gigamine report", () => {
  it("writes one HTML file that needs no network", async () => {
    const { code, stdout } = await run(
      "report",
      await file("small.csv", SMALL),
      "--out",
      inside("report.html"),
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: `report written to ${inside("report.html")}\n` });
    const html = await readFile(inside("report.html"), "utf8");
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html.replaceAll("http://www.w3.org/", "")).not.toMatch(/https?:\/\//);
    expect(html).not.toContain("Where cases leave the model"); // all fit
  });

  it("lists what cases do otherwise than the model", async () => {
    // 20 cases a, b, c and one that lacks b, which the miner leaves out as noise.
    const times = (id: number, steps: string) =>
      [...steps].map((step, hour) => `${id},${step},2025-01-06T0${hour}:00:00Z`);
    const rows = Array.from({ length: 20 }, (_, id) => times(id, "abc")).flat();
    const log = ["case_id,activity,timestamp", ...rows, ...times(77, "ac")].join("\n");
    expect((await run("report", await file("rare.csv", log), "--out", inside("rare.html"))).code).toBe(0);
    const html = await readFile(inside("rare.html"), "utf8");
    expect(html).toContain("Where cases leave the model");
    expect(html).toContain("Most frequent deviation: b skipped in 1 of 21 cases, after a.");
    expect(html).toMatch(/b skipped<[\s\S]*after a<[\s\S]*77</);
  });
});

describe("gigamine demo", () => {
  it("writes all files, prints the summary and stays silent about progress when piped", async () => {
    const out = inside("demo");
    const { code, stdout, stderr } = await run("demo", "--lots", "60", "--out", out);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect((await readdir(out)).sort()).toEqual([
      "log.csv",
      "model.png",
      "model.pnml",
      "model.svg",
      "report.html",
      "summary.json",
    ]);
    for (const part of [
      "MOST FREQUENT ACTIVITIES",
      "Cases start with",
      "bottleneck",
      "REWORK",
      "fitness",
      "precision",
      "generalization",
      "simplicity",
      "Correlation of batch_size",
      "report.html",
    ]) {
      expect(stdout).toContain(part);
    }
    const summary = JSON.parse(await readFile(join(out, "summary.json"), "utf8"));
    expect(summary.summary.cases).toBe(60);
    expect((await run("demo", "--lots", "60", "--out", out, "--json")).stdout).toBe(
      await readFile(join(out, "summary.json"), "utf8"),
    );
  });
});

describe("bad input", () => {
  const rows = SMALL.split("\n");
  const cases: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ["empty.csv", "", /empty\.csv/],
    ["header.csv", rows[0]!, /header\.csv: there is a header but no row below it/],
    ["missing-column.csv", SMALL.replace("activity", "what"), /missing-column\.csv.*what.*--activity/s],
    [
      "bad-date.csv",
      [...rows, ...Array(7).fill(rows[1]), "9,a,31.02.2024,1"].join("\n"),
      /bad-date\.csv: row 17, column "timestamp".*31\.02\.2024/,
    ],
    ["binary.csv", new Uint8Array([0, 1, 2, 255, 254, 0, 10, 0]), /binary\.csv/],
    ["truncated.csv.gz", gzipSync(SMALL.repeat(500)).subarray(0, 300), /truncated\.csv\.gz/],
    [
      "doctype.xes",
      '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaa">]><log>&a;</log>',
      /doctype\.xes.*DOCTYPE/s,
    ],
    ["broken.xes", "<log><trace><event></trace></log>", /broken\.xes.*line 1/s],
    ["log.docx", "PK", /log\.docx/],
  ];

  it.each(cases)(
    "%s gives one clear error, exit code 2 and no output file",
    async (name, content, message) => {
      const path = await file(name, content);
      const before = (await readdir(folder())).sort();
      const { code, stdout, stderr } = await run("report", path, "--out", inside("never.html"));
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/fault in gigamine|\n\s+at /);
      expect((await readdir(folder())).sort()).toEqual(before);
    },
  );

  it("a missing file and a folder are named", async () => {
    expect((await run("stats", inside("none.csv"))).stderr).toContain("none.csv");
    const directory = await run("stats", folder());
    expect(directory.code).toBe(2);
    expect(directory.stderr).not.toContain("fault in gigamine");
  });

  it("an output folder that does not exist is named, with exit code 2", async () => {
    const { code, stderr } = await run(
      "report",
      await file("small.csv", SMALL),
      "--out",
      inside("nowhere/report.html"),
    );
    expect(code).toBe(2);
    expect(stderr).toContain("nowhere");
    expect(stderr).not.toContain("fault in gigamine");
  });

  it.each([
    ["a byte-order mark", `\uFEFF${SMALL}`],
    ["Windows line ends", SMALL.replaceAll("\n", "\r\n")],
    ["old Mac line ends", SMALL.replaceAll("\n", "\r")],
    ["quotes and newlines in fields", `${SMALL}\n4,"d ""x""\ny",2025-01-06T08:00:00Z,5`],
    ["a 10 MB field", `${SMALL}\n4,${"x".repeat(10_000_000)},2025-01-06T08:00:00Z,5`],
    ["hostile names", SMALL.replaceAll(",b,", ",__proto__,").replaceAll(",c,", ",constructor,")],
  ])("%s is read as it is meant", async (_title, content) => {
    const { code, stdout } = await run("stats", await file("odd.csv", content), "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).summary.events).toBeGreaterThanOrEqual(8);
  });
});
