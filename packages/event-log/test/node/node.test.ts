import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "@jest/globals";
import { z } from "zod";
import { EventLogBuilder, writeCsv, writeJson, writeXes } from "../../src/index.js";
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
  ])("tell the format of %s by its content", async (name, content) => {
    expect(rowsOf(await readLogFile(file(name, content)))).toEqual(rowsOf(log));
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
      message: expect.stringMatching(/End the name with \.csv, \.tsv, \.xes or \.json, each also with \.gz/),
    });
  });
});
