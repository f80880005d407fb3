import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  FakeServer,
  goodAnswer,
  type SeenMessage,
} from "../../synthetic/test/notes/anthropic/fake-server.js";
import { commandLine, runWith } from "./command-line.js";

const { run, inside, file } = commandLine();
const key = "sk-ant-secret-0123456789";
let server: FakeServer;
let caches = 0;
let cache: string;

beforeEach(async () => {
  server = await FakeServer.start();
  process.env["ANTHROPIC_BASE_URL"] = server.baseURL;
  process.env["ANTHROPIC_API_KEY"] = key;
  cache = inside(`cache-${caches++}`);
});

afterEach(async () => {
  delete process.env["ANTHROPIC_BASE_URL"];
  delete process.env["ANTHROPIC_API_KEY"];
  await server.stop();
});

/** Four batches of five rows. */
const table = ["--view", "qc-table", "--orders", "4", "--seed", "4"];
const asked = (...more: readonly string[]) =>
  run("generate", ...table, "--all-notes", "--notes", "anthropic", "--cache", cache, "--json", ...more);
const estimated = (...more: readonly string[]) =>
  run("estimate", ...table, "--all-notes", "--cache", cache, ...more);
const content = (name: string) => readFile(inside(name), "utf8");

/** What the model is asked about: its row's words and numbers. */
const question = ({ messages }: SeenMessage) => messages[0]!.content;

describe("notes of gigamine generate", () => {
  it("are offline for a newcomer, who is told how to switch", async () => {
    delete process.env["ANTHROPIC_API_KEY"];
    const { code, stderr, stdout } = await run("generate", ...table, "--json");
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /offline[\s\S]*ANTHROPIC_API_KEY[\s\S]*--notes anthropic --max-usd[\s\S]*gigamine estimate/,
    );
    expect(JSON.parse(stdout)).toMatchObject({ notes: { llm: 0, offline: 20 }, usage: null });
    expect((await run("generate", ...table, "--notes", "offline", "--json")).stderr).toBe("");
    expect(server.seen.length).toBe(0);
  });

  it("cost nothing while the cap is 0, and say so before and after", async () => {
    const { code, stderr, stdout } = await asked();
    expect(code).toBe(0);
    expect(stderr).toMatch(/requests to send, 0 answers in the cache; about \$0\.0\d+, at most/);
    expect(stderr).toMatch(/Nothing is sent, because --max-usd is 0[\s\S]*add --max-usd 0\.\d\d/);
    expect(JSON.parse(stdout)).toMatchObject({ notes: { llm: 0, offline: 20 }, usage: { requests: 0 } });
    expect(server.seen.length).toBe(0);
  });

  it("are asked for as estimated, after the estimate and the cap are shown", async () => {
    const estimate = JSON.parse((await estimated("--json")).stdout);
    const { code, stdout, stderr } = await asked("--max-usd", "1", "--out", inside("asked.csv"));
    expect(code).toBe(0);
    const { notes, usage } = JSON.parse(stdout);
    expect(usage.estimate.requests).toBe(estimate.requests);
    expect(new Set(server.seen.map(question)).size).toBe(estimate.requests);
    expect(estimate).toMatchObject({ rows: 20, nominal: 0, requests: 20 });
    expect(notes.llm).toBeGreaterThan(0);
    expect(notes.llm + notes.fallback).toBe(20);
    expect(usage.spentUsd).toBeGreaterThan(0);
    expect(usage.spentUsd).toBeLessThanOrEqual(estimate.usd.live.max);
    expect(stderr.indexOf("Cap: $1.00")).toBeGreaterThanOrEqual(0);
    expect(stderr.indexOf("Cap: $1.00")).toBeLessThan(stderr.indexOf("Spent"));
    expect(await run("validate", inside("asked.csv"))).toMatchObject({ code: 0 });
  });

  it("come from the cache in the next run, byte for byte, also by replay and without a key", async () => {
    const first = JSON.parse((await asked("--max-usd", "1")).stdout);
    const sent = server.seen.length;
    delete process.env["ANTHROPIC_API_KEY"];
    const second = JSON.parse((await asked()).stdout);
    const replay = ["--all-notes", "--notes", "replay", "--cache", cache, "--json"];
    const replayed = await run("generate", ...table, ...replay);
    expect(second).toMatchObject({ textHash: first.textHash, notes: { llm: 0, cache: first.notes.llm } });
    expect(JSON.parse(replayed.stdout)).toMatchObject({
      textHash: first.textHash,
      numbersHash: first.numbersHash,
    });
    expect(server.seen.length).toBe(sent);
    const after = await estimated();
    expect(after.stdout).toContain("Nothing would be sent.");
  });

  it("end a replay that the cache does not cover, and say how to fill it", async () => {
    const { code, stderr } = await run(
      "generate",
      ...table,
      "--all-notes",
      "--notes",
      "replay",
      "--cache",
      cache,
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/has no answer[\s\S]*--notes anthropic and --max-usd/);
  });

  it("need a key when something is to be sent", async () => {
    delete process.env["ANTHROPIC_API_KEY"];
    const { code, stderr } = await asked("--max-usd", "1");
    expect(code).toBe(2);
    expect(stderr).toMatch(/ANTHROPIC_API_KEY is not set[\s\S]*--notes offline/);
  });

  it("stop at once when the key is refused", async () => {
    server.onMessage = () => ({ kind: "error", status: 401, message: `invalid x-api-key ${key}` });
    const { code, stderr } = await asked("--max-usd", "1");
    expect(code).toBe(2);
    expect(stderr).toMatch(/401[\s\S]*Check ANTHROPIC_API_KEY/);
  });

  it("keep to the caps of all runs together, and say why the others are offline", async () => {
    const capped = await asked("--max-usd", "1", "--max-requests", "2", "--concurrency", "1");
    expect(server.seen.length).toBe(2);
    expect(capped.stderr).toMatch(/not by Claude: .*cap/);
    expect(JSON.parse(capped.stdout).usage.requests).toBe(2);
    await asked("--max-usd", "1", "--max-requests", "2", "--seed", "5");
    expect(server.seen.length).toBe(2);
  });

  it("go on where a run was stopped, and pay for nothing twice", async () => {
    for (const after of [1, 2, 3]) {
      cache = inside(`cache-${caches++}`);
      server.seen.length = 0;
      const stop = new AbortController();
      server.onMessage = (message, n) => {
        if (n + 1 === after) stop.abort(new Error("interrupted"));
        return goodAnswer(message);
      };
      const flags = [
        "--all-notes",
        "--notes",
        "anthropic",
        "--cache",
        cache,
        "--max-usd",
        "1",
        "--concurrency",
        "1",
      ];
      const out = ["--out", inside("resumed.csv")];
      const stopped = await runWith(stop.signal, "generate", ...table, ...flags, ...out);
      expect(stopped.code).toBe(130);
      expect(stopped.stderr).toMatch(/same command goes on from there/);
      expect(await readdir(inside("."))).not.toContain("resumed.csv");
      server.onMessage = goodAnswer;
      const resumed = await run("generate", ...table, ...flags, "--json");
      const whole = JSON.parse(resumed.stdout);
      expect(whole.notes.cache + whole.notes.llm + whole.notes.fallback + whole.notes.offline).toBe(20);
      expect(whole.notes.cache).toBeGreaterThanOrEqual(1);
      const questions = server.seen.map(({ messages }) => JSON.stringify(messages));
      expect(new Set(questions).size).toBe(questions.length);
    }
  });

  it("are found again in a batch that was sent before the run was stopped", async () => {
    const stop = new AbortController();
    server.pollsUntilEnded = 1000;
    server.onBatchRead = () => {
      stop.abort(new Error("interrupted"));
      return "ok";
    };
    const flags = ["--all-notes", "--notes", "anthropic", "--cache", cache, "--max-usd", "1", "--batch"];
    const stopped = await runWith(stop.signal, "generate", ...table, ...flags);
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/Batch msgbatch_1 with \d+ requests is sent/);
    expect(server.batches.length).toBe(1);
    server.onBatchRead = () => "ok";
    server.pollsUntilEnded = 0;
    const resumed = await run("generate", ...table, ...flags, "--json");
    expect(resumed.stderr).toMatch(/Batch msgbatch_1 of an earlier run is found again/);
    expect(server.batches.length).toBe(1);
    const { llm, cache: cached, fallback } = JSON.parse(resumed.stdout).notes;
    expect(llm + cached + fallback).toBe(20);
    const batched = server.batches[0]!.requests.map(({ params }) => JSON.stringify(params.messages));
    expect(batched.length).toBe(19); // the first goes live, to see that it is taken
    const live = server.seen.map(({ messages }) => JSON.stringify(messages));
    expect(live.filter((asked) => batched.includes(asked))).toEqual([]);
  });

  it("answer the text columns of a design", async () => {
    const columns = [
      { name: "celsius", type: "uniform", low: 20, high: 30, decimals: 1 },
      { name: "note", type: "text", prompt: "Describe {{celsius}}", offline: "It was {{celsius}} °C." },
    ];
    const path = await file("design.json", JSON.stringify({ schemaVersion: 1, columns }));
    server.onMessage = () => ({ kind: "message", text: "Warm enough." });
    const flags = ["--design", path, "--rows", "3", "--cache", cache, "--json"];
    const { code, stdout, stderr } = await run(
      "generate",
      ...flags,
      "--notes",
      "anthropic",
      "--max-usd",
      "1",
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(/at most 3 questions \(note\)[\s\S]*Cap: \$1\.00/);
    expect(JSON.parse(stdout)).toMatchObject({ answers: { llm: 3 }, failures: [] });
    const replayed = await run("generate", ...flags, "--notes", "replay");
    expect(JSON.parse(replayed.stdout).answers).toEqual({ cache: 3 });
    const more = await run("generate", ...flags, "--notes", "replay", "--rows", "4");
    expect(more.code).toBe(2);
    expect(more.stderr).toMatch(/row 3, column "note"[\s\S]*--notes anthropic first/);
  });

  it("never show the key, nor keep it", async () => {
    server.onMessage = (message, n) =>
      n === 0 ? { kind: "error", status: 500, message: `no luck with ${key}` } : goodAnswer(message);
    const { stdout, stderr } = await asked(
      "--max-usd",
      "1",
      "--concurrency",
      "1",
      "--out",
      inside("secret.csv"),
    );
    expect(stdout + stderr + (await content("secret.csv"))).not.toContain(key);
    const entries = await readdir(cache, { recursive: true, withFileTypes: true });
    const kept = entries.filter((entry) => entry.isFile());
    expect(kept.map(({ name }) => name)).toContain("ledger.jsonl");
    for (const { parentPath, name } of kept) {
      expect(await readFile(join(parentPath, name), "utf8")).not.toContain(key);
    }
  });
});

describe("gigamine estimate", () => {
  it("says the same of a table in a file, in each format, as of the flags that made it", async () => {
    const made = JSON.parse((await estimated("--json")).stdout);
    for (const format of ["csv", "json", "ndjson"]) {
      const path = inside(`table.${format}`);
      await run("generate", ...table, "--notes", "offline", "--out", path);
      const { code, stdout } = await run("estimate", path, "--all-notes", "--cache", cache, "--json");
      expect({ code, estimate: JSON.parse(stdout) }).toEqual({ code: 0, estimate: made });
    }
  });

  it("counts rows in spec only when they are to be asked for, and needs neither key nor network", async () => {
    delete process.env["ANTHROPIC_API_KEY"];
    await server.stop();
    const some = JSON.parse((await run("estimate", "--rows", "50", "--cache", cache, "--json")).stdout);
    const all = JSON.parse(
      (await run("estimate", "--rows", "50", "--all-notes", "--cache", cache, "--json")).stdout,
    );
    expect(some.requests).toBe(50 - some.nominal - some.duplicates);
    expect(all).toMatchObject({ rows: 50, nominal: 0, requests: 50 });
    const { stdout } = await run("estimate", "--rows", "50", "--all-notes", "--cache", cache);
    expect(stdout).toMatch(
      /50 requests to claude-haiku-5-5[\s\S]*live[\s\S]*batch[\s\S]*Prices of 2026-10[\s\S]*--all-notes --max-usd 0\.\d+/,
    );
  });

  it("says that the price of a model is not known", async () => {
    const { code, stdout } = await run(
      "estimate",
      "--rows",
      "50",
      "--model",
      "claude-unheard-of",
      "--cache",
      cache,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/What claude-unheard-of costs is not known/);
    const spent = await run(
      "generate",
      ...table,
      "--notes",
      "anthropic",
      "--model",
      "claude-unheard-of",
      "--max-usd",
      "1",
    );
    expect(spent.code).toBe(2);
    expect(spent.stderr).toMatch(/claude-haiku-5-5[\s\S]*--model/);
  });

  it.each([
    [["no.csv"], /no\.csv/],
    [["log.txt"], /\.csv, \.json, \.ndjson/],
    [["bad.json"], /no JSON list of rows/],
    [["half.json"], /row 1: qc_data/],
    [["nameless.json"], /row 1 has no row_id/],
    [["log.csv"], /no quality table/],
    [["half.json", "--rows", "5"], /--rows means nothing/],
    [["--rows", "5", "--model", ""], /--model "" is not possible/],
    [["--view", "lots"], /Allowed choices are qc-table, qc-table-9/],
  ])("refuses %j with a remedy", async (argv, message) => {
    await file("bad.json", '{"rows": 3}');
    await file("half.json", '[{"row_id": "QC-1", "qc_data": {"metric": "x"}}]');
    await run("generate", ...table, "--notes", "offline", "--out", inside("whole.json"));
    const rows: object[] = JSON.parse(await content("whole.json"));
    const nameless = rows.map((row) => ({ ...row, row_id: undefined }));
    await file("nameless.json", JSON.stringify(nameless));
    await file("log.csv", "case_id,activity,timestamp\n1,a,2025-01-06T08:00:00Z\n");
    const named = argv.map((word) => (/\.\w+$/.test(word) ? inside(word) : word));
    const { code, stdout, stderr } = await run("estimate", ...named);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("fault in gigamine");
  });
});
