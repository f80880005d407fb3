import { readdir, readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { commandLine, runWith, SMALL } from "./command-line.js";

const { run, file, folder, inside } = commandLine();

/** The log small.csv, and the model strict.pnml, which is a, b, c and nothing else: case 3 skips b. */
let path: string;
let strict: string;
beforeAll(async () => {
  path = await file("small.csv", SMALL);
  strict = inside("strict.pnml");
  const fitting = await file("strict.csv", SMALL.split("\n").slice(0, 7).join("\n"));
  await run("discover", fitting, "--as", "net", "--noise", "0", "--out", strict);
});

/** What `conform` says of small.csv and the strict model. */
const conform = (...flags: string[]) => run("conform", path, "--model", strict, ...flags);

describe("gigamine conform", () => {
  it("judges a log by a model written before, and fails the check asked for with exit code 1", async () => {
    const good = await run(
      "conform",
      inside("strict.csv"),
      "--model",
      strict,
      "--min-fitness",
      "1",
      "--json",
    );
    expect(good).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(good.stdout)).toMatchObject({
      passed: true,
      fitness: { logFitness: 1, fittingShare: 1 },
    });
    for (const by of ["alignments", "replay"]) {
      const bad = await conform("--by", by, "--min-fitness", "1", "--json");
      expect(bad.code).toBe(1);
      expect(JSON.parse(bad.stdout)).toMatchObject({ passed: false, by, fitness: { fittingCases: 2 } });
      expect(bad.stderr).toContain("below the 1 asked for");
    }
  });

  it("says in sentences what deviates, and in which cases", async () => {
    const { code, stdout, stderr } = await conform();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("66.7% of the cases fit the model");
    expect(stdout).toMatch(/WHAT DEVIATES\n1 of 3 cases \(33\.3%\) deviate\n/);
    expect(stdout).toMatch(/^b skipped in 1 of 3 cases, after a +3$/m);
    // The case costs 1 of at most 2 + 3; the others nothing of 3 + 3 each.
    expect(stdout).toMatch(new RegExp(`^fitness +${(1 - 1 / 17).toFixed(3)} `, "m"));
    const fitting = await run("conform", inside("strict.csv"), "--model", strict);
    expect(fitting.stdout).toContain("every case fits the model");
  });

  it("shows by replay between which activities tokens are missing or left over", async () => {
    const { stdout } = await conform("--by", "replay");
    expect(stdout).toMatch(/\nb +c +1 +0\n/);
    expect(stdout).toMatch(/\na +b +0 +1$/m);
  });

  it("writes a row a case, in which no spreadsheet runs a name, and the same as JSON", async () => {
    const odd = await file("odd.csv", SMALL.replaceAll("\n3,", "\n=2+3,"));
    expect(await run("conform", odd, "--model", strict, "--cases", inside("cases.csv"))).toMatchObject({
      code: 0,
    });
    expect(await readFile(inside("cases.csv"), "utf8")).toBe(
      "case_id,fits,fitness,cost,skipped,inserted,misplaced,deviations\n" +
        '1,true,1,0,0,0,0,\n2,true,1,0,0,0,0,\n"\'=2+3",false,0.8,1,1,0,0,b skipped after a\n',
    );
    await run("conform", odd, "--model", strict, "--cases", inside("cases.json"));
    const rows = JSON.parse(await readFile(inside("cases.json"), "utf8"));
    expect(rows[2]).toMatchObject({ caseId: "=2+3", fits: false, deviations: ["b skipped after a"] });
  });

  it("splits the deviations by an attribute, also one that a CSV tells on events", async () => {
    const { stdout } = await conform("--by-attribute", "batch_size");
    expect(stdout).toMatch(/BY BATCH_SIZE\n/);
    expect(stdout).toMatch(/^10 +1 +0 +0%$/m);
    expect(stdout).toMatch(/^30 +1 +1 +100% +b skipped \(1\)$/m);
  });

  it("draws the deviations on the model", async () => {
    for (const name of ["deviations.svg", "deviations.png", "deviations.dot"]) {
      expect((await conform("--out", inside(name))).code).toBe(0);
    }
    expect(await readFile(inside("deviations.svg"), "utf8")).toContain("1 skipped");
    expect((await readFile(inside("deviations.png"))).subarray(1, 4).toString()).toBe("PNG");
    expect(await readFile(inside("deviations.dot"), "utf8")).toMatch(/^digraph/);
  });

  it("measures times on the model, and frequencies against it", async () => {
    const { stdout } = await conform("--times", "--stochastic");
    expect(stdout).toMatch(/^b +2 +1 h +1 h +1 h$/m);
    // A third of the cases is one of three steps away from the only run of the model.
    expect(stdout).toMatch(/FREQUENCIES\n0\.889 /);
    expect(stdout).toMatch(/^ +33\.3% +a +nothing +b$/m);
  });

  it("prints all of it as one document, with the model that its numbers belong to", async () => {
    const flags = [
      "--json",
      "--times",
      "--stochastic",
      "--by-attribute",
      "batch_size",
      "--cases",
      inside("c.csv"),
    ];
    const { stdout, stderr } = await conform(...flags);
    expect(stderr).toBe("");
    const found = JSON.parse(stdout);
    expect(Object.keys(found)).toEqual([
      "passed",
      "minFitness",
      "fitness",
      "precision",
      "generalization",
      "simplicity",
      "fScore",
      "average",
      "by",
      "diagnosis",
      "byAttribute",
      "times",
      "stochastic",
      "model",
    ]);
    expect(found).toMatchObject({
      diagnosis: { deviatingCases: 1, deviations: [{ kind: "skipped", activity: "b", exampleCases: ["3"] }] },
      byAttribute: { attribute: "batch_size", groups: [{ cases: 1 }, { cases: 1 }, { deviatingShare: 1 }] },
      stochastic: { value: expect.closeTo(8 / 9, 12) },
    });
    expect(found.times.transitions).toHaveLength(found.model.net.transitions.length);
    expect(JSON.parse((await conform("--json")).stdout)).toMatchObject({ byAttribute: null, times: null });
  });

  it("says between which bounds the fitness lies when the limits end the search", async () => {
    // After a, one c ends at once and the other one waits for b: two states are not enough to choose.
    const model = await file(
      "wide.json",
      JSON.stringify({
        net: {
          places: ["s", "p", "q", "e"].map((name) => ({ name })),
          transitions: [
            { name: "a", label: "a" },
            { name: "c1", label: "c" },
            { name: "c2", label: "c" },
            { name: "b", label: "b" },
          ],
          arcs: [
            { kind: "input", place: 0, transition: 0, weight: 1 },
            { kind: "output", place: 1, transition: 0, weight: 1 },
            { kind: "input", place: 1, transition: 1, weight: 1 },
            { kind: "output", place: 2, transition: 1, weight: 1 },
            { kind: "input", place: 1, transition: 2, weight: 1 },
            { kind: "output", place: 3, transition: 2, weight: 1 },
            { kind: "input", place: 2, transition: 3, weight: 1 },
            { kind: "output", place: 3, transition: 3, weight: 1 },
          ],
        },
        initialMarking: [1, 0, 0, 0],
        finalMarking: [0, 0, 0, 1],
      }),
    );
    const { code, stderr } = await run("conform", path, "--model", model, "--max-states", "2");
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /variants could not be aligned for sure.*the fitness lies between .* and .*Raise --time-limit or --max-states/,
    );
  });

  it("stops at Ctrl+C with exit code 130, and leaves no file", async () => {
    const stop = new AbortController();
    setImmediate(() => stop.abort(new Error("interrupted")));
    const flags = ["--model", strict, "--cases", inside("stopped.csv"), "--out", inside("stopped.svg")];
    const { code, stdout, stderr } = await runWith(stop.signal, "conform", path, ...flags);
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
    expect(stderr).toContain("Stopped");
    expect(await readdir(folder())).not.toEqual(expect.arrayContaining([expect.stringMatching(/^stopped/)]));
  });

  it("says that a model can't be read, and why", async () => {
    expect(await run("conform", path, "--model", inside("none.pnml"))).toMatchObject({ code: 2, stdout: "" });
    const broken = await run("conform", path, "--model", await file("broken.json", "{"));
    expect(broken.stderr).toContain("broken.json is no JSON");
  });

  it("offers replay for a model that can't end", async () => {
    const stuck = {
      net: {
        places: [{ name: "start" }, { name: "end" }],
        transitions: [{ name: "a", label: "a" }],
        arcs: [{ kind: "input", place: 0, transition: 0, weight: 1 }],
      },
      initialMarking: [1, 0],
      finalMarking: [0, 1],
    };
    const model = await file("stuck.json", JSON.stringify(stuck));
    const { code, stdout, stderr } = await run("conform", path, "--model", model);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/final marking .* can't be reached.*Or measure by token replay: --by replay\./);
    const replayed = await run("conform", path, "--model", model, "--by", "replay");
    expect(replayed.code).toBe(0);
    expect(replayed.stdout).toMatch(/THE MODEL\nUnsound\. /);
  });

  it.each([
    [["--out", "x.pdf"], /End the file name in \.svg, \.png, \.dot/],
    [["--cases", "x.xlsx"], /End the file name in \.csv, \.json/],
    [["--by", "replay", "--cases", "c.csv"], /--cases needs alignments\. Leave --by replay out\./],
    [["--by", "replay", "--max-states", "5"], /--max-states needs alignments/],
    [["--by", "magic"], /Allowed choices are alignments, replay/],
    [["--miner", "split"], /--miner discovers a model, and --model gives one/],
    [["--noise", "0.1"], /--noise discovers a model, and --model gives one/],
    [["--time-limit", "0"], /Give a number above 0/],
    [["--max-states", "1.5"], /whole number of at least 1/],
    [["--by-attribute", "size"], /no attribute "size" for --by-attribute\. Give one of "batch_size"\./],
    [
      ["--times", "--no-timestamp"],
      /--times needs times, and the log has none\. Name their column with --timestamp\./,
    ],
  ])("refuses %j with a remedy, and writes nothing", async (flags, message) => {
    const before = (await readdir(folder())).sort();
    const { code, stdout, stderr } = await conform(...flags);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect((await readdir(folder())).sort()).toEqual(before);
  });
});

describe("gigamine conform, with rules", () => {
  const RULES = JSON.stringify({
    rules: [
      { template: "existence", activities: ["a"], times: 1 },
      { template: "response", activities: ["a", "b"] },
    ],
  });

  it("names the broken rules and the cases that break them", async () => {
    const rules = await file("rules.json", RULES);
    const { code, stdout } = await run("conform", path, "--model", rules);
    expect(code).toBe(0);
    expect(stdout).toContain("2 of 3 cases (66.7%) keep all rules; 83.3% of all checks were kept.");
    expect(stdout).toMatch(/^response +a, b +1 +3$/m);
    expect(stdout).not.toMatch(/^existence/m);
  });

  it("fails the check asked for, and prints one document", async () => {
    const { code, stdout } = await run(
      "conform",
      path,
      "--model",
      inside("rules.json"),
      "--min-fitness",
      "0.9",
      "--json",
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      passed: false,
      by: "declare",
      fitness: expect.closeTo(5 / 6, 12),
      rules: [{ violatedCases: 0 }, { template: "response", activatedCases: 3, violatedCases: 1 }],
    });
  });

  it("writes a row a case", async () => {
    await run("conform", path, "--model", inside("rules.json"), "--cases", inside("rule-cases.csv"));
    expect(await readFile(inside("rule-cases.csv"), "utf8")).toBe(
      'case_id,fits,fitness,deviations\n1,true,1,\n2,true,1,\n3,false,0.5,"response a, b"\n',
    );
  });

  it("checks a log skeleton and a temporal profile that were found in another log", async () => {
    await run("discover", inside("strict.csv"), "--miner", "log-skeleton", "--out", inside("skeleton.json"));
    const skeleton = await run("conform", path, "--model", inside("skeleton.json"));
    expect(skeleton.stdout).toMatch(/^equivalence +a, b +1 +3$/m);
    expect(skeleton.stdout).toMatch(/^alwaysAfter +a, b +1 +3$/m);
    const profile = {
      activities: ["a", "c"],
      laterTime: "completion",
      from: [0],
      to: [1],
      count: [9],
      meanMs: [36_000_000],
      stdMs: [3_600_000],
    };
    const times = await run(
      "conform",
      path,
      "--model",
      await file("profile.json", JSON.stringify(profile)),
      "--cases",
      inside("t.csv"),
    );
    // All three take 2 h, ten hours are usual and three allowed either way.
    expect(times.stdout).toMatch(/^10 h ± 3 h +a → c +3 +1, 2, 3$/m);
    expect(await readFile(inside("t.csv"), "utf8")).toContain("\n3,false,,a → c 2 h\n");
  });

  it.each(["--times", "--stochastic", "--out", "--by", "--by-attribute", "--time-limit"])(
    "refuses %s, which needs a process model",
    async (flag) => {
      const value = {
        "--out": ["d.svg"],
        "--by": ["alignments"],
        "--by-attribute": ["batch_size"],
        "--time-limit": ["3"],
      };
      const flags = [flag, ...(value[flag as keyof typeof value] ?? [])];
      const { code, stderr } = await run("conform", path, "--model", inside("rules.json"), ...flags);
      expect(code).toBe(2);
      expect(stderr).toBe(
        `conform: ${flag} needs a process model, and these are rules. With rules there are --cases and --min-fitness.\n`,
      );
    },
  );
});
