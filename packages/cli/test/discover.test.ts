import { readFile } from "node:fs/promises";
import { describe, expect, it } from "@jest/globals";
import { commandLine, SMALL } from "./command-line.js";

const { run, file, inside } = commandLine();

/** <a,c> and <a,b,b,c>: a loop of one, which the alpha algorithm can't express. */
const LOOP =
  "case_id,activity,timestamp\n1,a,2025-01-01\n1,c,2025-01-02\n2,a,2025-01-01\n2,b,2025-01-02\n2,b,2025-01-03\n2,c,2025-01-04\n";
const MINERS = [
  "inductive",
  "heuristics",
  "split",
  "alpha",
  "alpha-plus",
  "dfg",
  "declare",
  "log-skeleton",
  "temporal-profile",
];

async function discovered(...flags: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await run("discover", await file("small.csv", SMALL), "--json", ...flags);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

describe("gigamine discover", () => {
  it("prints the process tree as text, and as the model's own JSON", async () => {
    const path = await file("small.csv", SMALL);
    expect(await run("discover", path, "--noise", "0")).toEqual({
      code: 0,
      stdout: "->( 'a', X( 'b', tau ), 'c' )\n",
      stderr: "",
    });
    const { stdout, stderr } = await run("discover", path, "--miner", "inductive", "--noise", "0", "--json");
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      kind: "sequence",
      children: [
        { kind: "activity", name: "a" },
        { kind: "exclusive", children: [{ kind: "activity", name: "b" }, { kind: "silent" }] },
        { kind: "activity", name: "c" },
      ],
    });
  });

  it("writes a picture, a PNML file and JSON by the ending", async () => {
    const path = await file("small.csv", SMALL);
    for (const name of ["model.svg", "model.png", "model.dot", "model.pnml", "model.json"]) {
      expect((await run("discover", path, "--out", inside(name))).code).toBe(0);
    }
    expect(await readFile(inside("model.svg"), "utf8")).toContain("<svg");
    expect((await readFile(inside("model.png"))).subarray(1, 4).toString()).toBe("PNG");
    expect(await readFile(inside("model.pnml"), "utf8")).toContain("<pnml");
    expect(JSON.parse(await readFile(inside("model.json"), "utf8"))).toHaveProperty("kind", "sequence");
  });

  it("shows the directly-follows graph with counts", async () => {
    const { stdout } = await run("discover", await file("small.csv", SMALL), "--as", "dfg", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      activities: ["a", "b", "c"],
      from: [0, 0, 1],
      to: [1, 2, 2],
      count: [2, 1, 2],
    });
  });

  it("leaves rare activities and arcs of the graph out, and keeps it connected", async () => {
    // Of three starts at a, three ends at c, a>b and b>c twice and a>c once, the last is the rarest.
    expect(await discovered("--as", "dfg", "--paths", "0.5")).toMatchObject({ from: [0, 1], to: [1, 2] });
    const rare = ["1,a", "1,c", "2,a", "2,c", "3,a", "3,b", "3,c"].join("\n");
    const path = await file("rare.csv", `case_id,activity\n${rare}\n`);
    const { stdout } = await run(
      "discover",
      path,
      "--no-timestamp",
      "--as",
      "dfg",
      "--activities",
      "0.6",
      "--json",
    );
    expect(JSON.parse(stdout)).toMatchObject({ activities: ["a", "c"], from: [0], to: [1], count: [2] });
  });

  it("finds surer or less sure dependencies by threshold", async () => {
    // a>b and b>c 2/3, a>c 1/2; with the threshold of 0.9 the strongest of each activity only.
    const arcs = (value: unknown) =>
      (value as { arcs: { from: number; to: number }[] }).arcs.map(({ from, to }) => [from, to]);
    expect(arcs(await discovered("--miner", "heuristics"))).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(arcs(await discovered("--as", "heuristics-net", "--dependency", "0.5"))).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    const { stdout } = await run("discover", inside("small.csv"), "--miner", "heuristics");
    expect(stdout).toMatch(/^a +b +2 +0\.667$[\s\S]*\nStarts with {2}a \(3\)\nEnds with {4}c \(3\)\n$/m);
  });

  it("says of a net and of BPMN whether it is sound, and else why not", async () => {
    const loop = await file("loop.csv", LOOP);
    const alpha = await run("discover", loop, "--miner", "alpha");
    expect(alpha.stdout).toMatch(
      /^A Petri net of .*\nUnsound\. Transition "b" can't be reached from the source\./,
    );
    expect((await run("discover", loop, "--miner", "alpha-plus")).stdout).toMatch(/\nSound: /);
    expect((await run("discover", loop, "--as", "net")).stdout).toMatch(/\nSound: /);
    const split = await run("discover", loop, "--miner", "split");
    expect(split.stdout).toMatch(/^A BPMN model of 3 tasks, .*exclusive gateways.*\nSound: /);
    const json = await run("discover", loop, "--miner", "alpha", "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({ soundness: { verdict: "unsound" } });
  });

  it("finds rules, without those that follow from stronger ones unless asked", async () => {
    const templates = (value: unknown) =>
      (value as { rules: { template: string; activities: string[] }[] }).rules
        .filter(({ activities }) => activities.join() === "b,c")
        .map(({ template }) => template);
    const few = templates(await discovered("--miner", "declare"));
    const all = templates(await discovered("--miner", "declare", "--all-rules"));
    expect(few).toContain("chainResponse");
    expect(few).not.toContain("response");
    expect(all).toEqual(expect.arrayContaining(["response", "alternateResponse", "chainResponse"]));
    const { stdout } = await run("discover", inside("small.csv"), "--miner", "declare");
    expect(stdout).toMatch(/^chainResponse +b, c +2 +100%$/m);
    const none = await run(
      "discover",
      inside("small.csv"),
      "--miner",
      "declare",
      "--min-support",
      "1",
      "--min-confidence",
      "1",
    );
    expect(none.code).toBe(0);
  });

  it("shows what always holds, and the times between activities", async () => {
    const path = await file("small.csv", SMALL);
    const skeleton = await run("discover", path, "--miner", "log-skeleton");
    expect(skeleton.stdout).toMatch(/^equivalence +a, c$/m);
    expect(skeleton.stdout).toMatch(/^b +0 to 1$/m);
    expect(skeleton.stdout).toContain("3 of 9 steps may directly follow each other.");
    const profile = await run("discover", path, "--miner", "temporal-profile");
    expect(profile.stdout).toMatch(/^a +b +2 +1 h +0 s$/m);
    expect((await run("discover", path, "--miner", "temporal-profile", "--no-timestamp")).stdout).toContain(
      "no two events of a case have a time",
    );
  });

  it.each(MINERS)("writes what %s finds as JSON that conform reads again", async (miner) => {
    const path = await file("small.csv", SMALL);
    const json = inside(`${miner}.json`);
    expect(await run("discover", path, "--miner", miner, "--out", json)).toMatchObject({
      code: 0,
      stderr: "",
    });
    expect(JSON.parse(await readFile(json, "utf8"))).toEqual(await discovered("--miner", miner));
    expect(await run("conform", path, "--model", json)).toMatchObject({ code: 0, stderr: "" });
    expect(await run("convert", json, inside("again.json"), "--model")).toMatchObject({ code: 0 });
    expect(await readFile(inside("again.json"), "utf8")).toBe(await readFile(json, "utf8"));
  });

  it.each(["split", "heuristics"])("draws what %s finds", async (miner) => {
    const path = await file("small.csv", SMALL);
    expect((await run("discover", path, "--miner", miner, "--out", inside("drawn.svg"))).code).toBe(0);
    expect(await readFile(inside("drawn.svg"), "utf8")).toContain("<svg");
  });

  it.each(MINERS)("gives a model of a log without cases by %s", async (miner) => {
    const path = await file("empty.xes", '<log xes.version="1.0"></log>');
    expect(await run("discover", path, "--miner", miner)).toMatchObject({ code: 0, stderr: "" });
    const { code, stderr } = await run("conform", path, "--miner", miner);
    // The net that the alpha algorithm gives of nothing has no way from its start to its end.
    if (miner.startsWith("alpha")) expect(stderr).toContain("Or measure by token replay: --by replay.");
    else expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it.each([
    [["--miner", "alpha", "--as", "dfg"], /--miner alpha gives no dfg\. With it use --as net, .*--miner dfg/],
    [["--miner", "declare", "--as", "net"], /leave --as out; net comes from --miner inductive/],
    [
      ["--eta", "0.3"],
      /--eta belongs to --miner split, and this is inductive, which takes --noise, --variant\./,
    ],
    [
      ["--miner", "alpha", "--noise", "0.3"],
      /--noise belongs to --miner inductive, --miner log-skeleton.*no flags/,
    ],
    [
      ["--miner", "declare", "--out", "r.svg"],
      /a set of DECLARE rules can't be written as \.svg.*in \.json\./,
    ],
    [["--out", "m.dfg"], /a process tree can't be written as \.dfg.*\.svg, .*\.bpmn, \.json/],
    [["--miner", "magic"], /Allowed choices are inductive, heuristics/],
    [["--variant", "IM", "--noise", "0.3"], /leave noiseThreshold out, or choose "IMf"/],
    [["--paths", "-1"], /from 0 to 1/],
    [["--as", "bpmn", "--miner", "alpha"], /no workflow net[\s\S]*Use --as net, or --miner inductive/],
  ])("refuses %j and says what is possible", async (flags, message) => {
    const { code, stdout, stderr } = await run("discover", await file("loop.csv", LOOP), ...flags);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });
});
