import { spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "@jest/globals";
import { z } from "zod";
import { toArrowBytes } from "../../src/arrow.js";
import {
  type EventLog,
  EventLogBuilder,
  writeCsv,
  writeJson,
  writeNdjson,
  writeXes,
} from "../../src/index.js";
import { readLogFile, writeLogFile } from "../../src/node.js";
import { rowsOf } from "../build-log.js";

const folder = mkdtempSync(join(tmpdir(), "event-log-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content?: string | Uint8Array): string => {
  const path = join(folder, name);
  if (content !== undefined) writeFileSync(path, content);
  return path;
};

const builder = new EventLogBuilder();
builder.addEvent("lot-1", "Mix", 1000, { resource: "Ann", cells: 96 });
builder.addEvent("lot-1", "Coat", 2000.25);
builder.addEvent("lot-2", "Mix", 1500);
const log = builder.build();

describe("readLogFile and writeLogFile", () => {
  for (const ending of [
    "csv",
    "tsv",
    "xes",
    "json",
    "csv.gz",
    "tsv.gz",
    "xes.gz",
    "json.gz",
    "ndjson",
    "jsonl",
    "jsonl.gz",
    "arrow",
    "arrows",
    "feather",
    "arrow.gz",
    "CSV",
    "Xes.GZ",
  ]) {
    it(`write and read .${ending}`, async () => {
      const path = file(`log.${ending}`);
      await writeLogFile(log, path);
      expect(rowsOf(await readLogFile(path))).toEqual(rowsOf(log));
      const bytes = readFileSync(path);
      expect(bytes[0] === 0x1f && bytes[1] === 0x8b).toBe(ending.toLowerCase().endsWith(".gz"));
    });
  }

  it("write what the writers write, and leave nothing else behind", async () => {
    mkdirSync(file("clean"));
    await writeLogFile(log, file("clean/a.csv"), { escapeFormulae: false, delimiter: ";" });
    await writeLogFile(log, file("clean/b.xes.gz"), { name: "lots" });
    expect(readFileSync(file("clean/a.csv"), "utf8")).toBe(writeCsv(log, { delimiter: ";" }));
    expect(gunzipSync(readFileSync(file("clean/b.xes.gz"))).toString()).toBe(writeXes(log, { name: "lots" }));
    expect(readdirSync(file("clean"))).toEqual(["a.csv", "b.xes.gz"]);
  });

  it.each([
    ["log", writeCsv(log)],
    ["log.txt", writeCsv(log)],
    ["log.dat", `\n ${writeXes(log).slice(writeXes(log).indexOf("<log"))}`],
    ["log.bin", gzipSync(writeXes(log))],
    ["log.gz", gzipSync(writeJson(log))],
    ["lines.txt", writeNdjson(log)],
    ["lines.gz", gzipSync(writeNdjson(log))],
    [
      "list.dat",
      JSON.stringify(
        writeNdjson(log)
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line)),
      ),
    ],
    [
      "rows.json",
      JSON.stringify(
        writeNdjson(log)
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line)),
        null,
        2,
      ),
    ],
    ["table.dat", toArrowBytes(log)],
    ["stream.dat", toArrowBytes(log, { format: "stream" })],
    ["packed.dat", gzipSync(toArrowBytes(log))],
    ["utf16.txt", Buffer.from(`\ufeff${writeCsv(log)}`, "utf16le")],
  ])("tell the format of %s by its content", async (name, content) => {
    expect(rowsOf(await readLogFile(file(name, content)))).toEqual(rowsOf(log));
  });

  const ocel = {
    eventTypes: [{ name: "place", attributes: [] }],
    objectTypes: [
      { name: "order", attributes: [] },
      { name: "item", attributes: [] },
    ],
    events: [
      {
        id: "e1",
        type: "place",
        time: "2025-01-06T08:00:00Z",
        relationships: ["o1", "i1", "gone"].map((objectId) => ({ objectId, qualifier: "" })),
      },
    ],
    objects: [
      { id: "o1", type: "order" },
      { id: "i1", type: "item" },
    ],
  };

  it.each(["orders.jsonocel", "orders.ocel.json", "orders.json", "orders.dat"])(
    "flatten the object-centric log %s",
    async (name) => {
      const path = file(name, JSON.stringify(ocel, null, 1));
      await expect(readLogFile(path, { onIssue: "skip-row" })).rejects.toMatchObject({
        code: "ocel/no-object-type",
        message: expect.stringMatching(/Choose the object type .* The types are "order", "item"\./),
      });
      await expect(readLogFile(path, { objectType: "order" })).rejects.toMatchObject({
        code: "ocel/unknown-object",
        message: expect.stringContaining(name),
      });
      const flat = await readLogFile(path, { objectType: "item", onIssue: "skip-row" });
      expect(flat.caseIds).toEqual(["i1"]);
      expect(flat.report.issueCounts).toEqual({ "ocel/unknown-object": 1 });
    },
  );

  it("flatten by the only object type there is, and write no object-centric log", async () => {
    const one = { ...ocel, objectTypes: [{ name: "order" }], objects: [{ id: "o1", type: "order" }] };
    const path = file("one.jsonocel", JSON.stringify(one));
    expect((await readLogFile(path, { onIssue: "skip-row" })).caseIds).toEqual(["o1"]);
    await expect(writeLogFile(log, file("new.jsonocel"))).rejects.toMatchObject({
      code: "file/unknown-format",
    });
  });

  it.each([
    ["a.parquet", Buffer.from("PAR1xxxx"), "arrow/is-parquet"],
    ["a.arrow", toArrowBytes(log).slice(0, 400), "arrow/damaged"],
    ["a.ndjson", '{"case_id":', "json/bad-line"],
    ["a.json", "{", "json/malformed"],
  ])("name %s when it is not what it should be", async (name, content, code) => {
    await expect(readLogFile(file(name, content))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`${name}: `),
    });
  });

  it("take the format that is told", async () => {
    const path = file("odd.json", writeCsv(log));
    expect(rowsOf(await readLogFile(path, { format: "csv" }))).toEqual(rowsOf(log));
    await writeLogFile(log, file("odd.log"), { format: "json" });
    expect(readFileSync(file("odd.log"), "utf8")).toBe(writeJson(log));
  });

  it("type the log by a schema", async () => {
    await writeLogFile(log, file("typed.csv"));
    const typed = await readLogFile(file("typed.csv"), {
      schema: z.object({ cells: z.number().optional() }),
    });
    expect(typed.eventAttributes.cells.values[0]).toBe(96);
  });

  it("name the file in messages", async () => {
    const path = file("orders.csv", "case_id,activity,timestamp\n1,a,31.02.2024\n");
    await expect(readLogFile(path)).rejects.toThrow(/^orders\.csv: row 2, column "timestamp"/);
    await expect(readLogFile(file("blank.log", " \n"))).rejects.toMatchObject({ code: "file/empty" });
  });

  it("report progress by bytes", async () => {
    const path = file("progress.csv", writeCsv(log));
    const seen: unknown[] = [];
    await readLogFile(path, { onProgress: (progress) => seen.push(progress) });
    const bytes = readFileSync(path).length;
    expect(seen.at(-1)).toEqual({ stage: "reading", done: bytes, total: bytes, unit: "bytes" });
    await writeLogFile(log, path, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ stage: "writing", done: bytes, total: null, unit: "bytes" });
  });

  it("stop when aborted and keep the old file", async () => {
    const path = file("kept.csv", "old");
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(writeLogFile(log, path, { signal })).rejects.toThrow("enough");
    expect(readFileSync(path, "utf8")).toBe("old");
    await expect(readLogFile(path, { signal })).rejects.toThrow("enough");
  });

  const isOpen = (path: string): boolean =>
    existsSync("/proc/self/fd") &&
    readdirSync("/proc/self/fd").some((fd) => {
      try {
        return readlinkSync(join("/proc/self/fd", fd)) === path;
      } catch {
        return false;
      }
    });
  const closed = async (path: string): Promise<boolean> => {
    for (let i = 0; i < 100 && isOpen(path); i++) await new Promise((resolve) => setTimeout(resolve, 10));
    return !isOpen(path);
  };

  it.each([
    ["large.csv", writeCsv],
    ["large.xes", writeXes],
    ["large.ndjson", writeNdjson],
    ["large.json", writeJson],
    ["large.arrow", toArrowBytes],
    ["large.csv.gz", (log: EventLog) => gzipSync(writeCsv(log))],
  ])("stop in the middle of %s when aborted, and close it", async (name, write) => {
    const many = new EventLogBuilder();
    // the text of each event differs, so that gzip can't make the file short
    for (let i = 0; i < 60_000; i++)
      many.addEvent(String(i % 999), "Mix", i * 1000, { x: Math.sin(i), y: String(i * 7919) });
    const path = file(name, write(many.build()));
    const controller = new AbortController();
    let furthest = 0;
    const reading = readLogFile(path, {
      signal: controller.signal,
      onProgress: ({ done }) => {
        furthest = done;
        controller.abort(new Error("enough"));
      },
    });
    await expect(reading).rejects.toThrow("enough");
    expect(furthest).toBeGreaterThan(0);
    expect(furthest).toBeLessThan(readFileSync(path).length);
    expect(await closed(path)).toBe(true);
  });

  it("stop at once when aborted, even while the system waits for bytes", async () => {
    const path = file("pipe.csv");
    if (spawnSync("sh", ["-c", 'mkfifo "$0"', path]).status !== 0) writeFileSync(path, ""); // where there are no pipes the file is empty
    const controller = new AbortController();
    const reading = readLogFile(path, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 20);
    await expect(reading).rejects.toThrow(/enough|is empty/);
    closeSync(openSync(path, constants.O_RDWR | constants.O_NONBLOCK)); // lets the waiting thread of the system go
  });

  it("keep the old file when the log can't be written", async () => {
    const clash = new EventLogBuilder();
    clash.addEvent("1", "a", 1, { activity: "x" });
    for (const name of ["old.csv", "old.csv.gz"]) {
      const path = file(name, "old");
      await expect(writeLogFile(clash.build(), path)).rejects.toMatchObject({ code: "csv/name-taken" });
      expect(readFileSync(path, "utf8")).toBe("old");
    }
  });

  it("say when there is no such file, with what stands near it", async () => {
    file("order.csv", "");
    await expect(readLogFile(join(folder, "ordr.csv"))).rejects.toMatchObject({
      code: "file/not-found",
      message: expect.stringMatching(
        /ordr\.csv: there is no such file\. Beside it stands "order\.csv".* Check the path\.$/,
      ),
    });
    await expect(readLogFile(join(folder, "no", "where.csv"))).rejects.toMatchObject({
      code: "file/not-found",
    });
    await expect(readLogFile("")).rejects.toMatchObject({ code: "option/out-of-range" });
  });

  it("say when a folder stands in the way", async () => {
    mkdirSync(file("folder.csv"));
    await expect(readLogFile(file("folder.csv"))).rejects.toMatchObject({ code: "file/is-directory" });
    await expect(writeLogFile(log, file("folder.csv"))).rejects.toMatchObject({ code: "file/not-writable" });
    await expect(writeLogFile(log, file("none/log.csv"))).rejects.toMatchObject({
      code: "file/not-writable",
    });
    await expect(readLogFile(join(file("order.csv"), "x.csv"))).rejects.toMatchObject({
      code: "file/is-directory",
    });
  });

  it("say when there is no permission", async () => {
    if (process.getuid?.() === 0) {
      // the system lets root read everything: the error is made as the system makes it
      const { fileError } = await import("../../src/node/file-error.js");
      const denied = Object.assign(new Error("EACCES: permission denied"), {
        code: "EACCES",
        syscall: "open",
      });
      expect(await fileError(denied, "x.csv")).toMatchObject({
        code: "file/no-permission",
        message: "x.csv: there is no permission to read it. Change the permissions, or name another file.",
      });
      return;
    }
    const path = file("secret.csv", writeCsv(log));
    chmodSync(path, 0);
    await expect(readLogFile(path)).rejects.toMatchObject({ code: "file/no-permission" });
  });

  it("say when the ending tells no format", async () => {
    await expect(writeLogFile(log, file("log.xlsx"))).rejects.toMatchObject({
      code: "file/unknown-format",
      message: expect.stringMatching(
        /End the name with \.csv, \.tsv, \.xes, \.json, \.ndjson or \.arrow, each also with \.gz/,
      ),
    });
  });
});
