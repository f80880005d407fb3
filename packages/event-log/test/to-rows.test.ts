import { Worker } from "node:worker_threads";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  columnLength,
  columnValue,
  EventLogBuilder,
  fromRows,
  type StringColumn,
  toColumns,
  toRows,
  transferList,
} from "../src/index.js";
import { arbitraryLog } from "./arbitrary-log.js";
import { buildLog, rowsOf } from "./build-log.js";
import { logOf } from "./words.js";

const RUN = { seed: 51, numRuns: 150 };
const rows = [
  { case_id: "1", activity: "a", timestamp: 0.25, start: -5, cells: 96, due: new Date(7), "case:site": "N" },
  { case_id: "2", activity: "b", timestamp: null, start: null, cells: null, due: null, "case:site": "S" },
];

describe("toRows", () => {
  it("gives plain typed objects, one an event", () => {
    const found = toRows(fromRows(rows));
    expect(found).toEqual(rows);
    const first = found[0]!;
    const cells: number | null = first.cells;
    const due: Date | null = first.due;
    const site: string | null = first["case:site"];
    const start: number | null = first.start;
    expect([cells, due, site, start]).toEqual([96, new Date(7), "N", -5]);
    // @ts-expect-error there is no such column
    expect(first.site).toBeUndefined();
  });

  it("gives no rows for no events, and names what stands in the way", () => {
    expect(toRows(logOf({ x: "" }))).toEqual([]);
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", 0, { activity: "b" });
    expect(() => toRows(builder.build())).toThrow(expect.objectContaining({ code: "rows/name-taken" }));
    expect(() => toColumns(builder.build())).toThrow(/toColumns: the event attribute "activity"/);
  });

  it("is undone by fromRows, for every log", () => {
    fc.assert(
      fc.property(arbitraryLog, (source) => {
        const log = buildLog(source);
        const again = fromRows(toRows(log), {
          columns: {
            resource: "resource" in log.eventAttributes ? "resource" : null,
            start: "start" in log.eventAttributes ? "start" : null,
          },
        });
        expect(rowsOf(again)).toEqual(rowsOf(log));
      }),
      RUN,
    );
  });

  it("holds names that JavaScript knows", () => {
    const builder = new EventLogBuilder();
    builder.addEvent("__proto__", "constructor", 0, Object.fromEntries([["__proto__", "x"]]));
    const [row] = toRows(builder.build());
    expect(Object.entries(row!)).toContainEqual(["__proto__", "x"]);
  });
});

describe("toColumns", () => {
  it("gives a value per event in every column, sharing what the log has", () => {
    const log = fromRows(rows);
    const columns = toColumns(log);
    expect(Object.keys(columns)).toEqual([
      "case_id",
      "activity",
      "timestamp",
      "start",
      "cells",
      "due",
      "case:site",
    ]);
    expect(columns.timestamp.values).toBe(log.time);
    expect(columns.cells).toBe(log.eventAttributes.cells);
    const caseIds: StringColumn = columns.case_id;
    expect(columnValue(caseIds, 1)).toBe("2");
    expect(columnValue(columns["case:site"], 1)).toBe("S");
  });

  it("says the same as the rows, for every log", () => {
    fc.assert(
      fc.property(arbitraryLog, (source) => {
        const log = buildLog(source);
        const found = toRows(log);
        for (const [name, column] of Object.entries(toColumns(log))) {
          expect(columnLength(column)).toBe(found.length);
          found.forEach((row, e) => {
            const cell = (row as Record<string, unknown>)[name];
            expect(columnValue(column, e)).toEqual(cell instanceof Date ? cell.getTime() : cell);
          });
        }
      }),
      RUN,
    );
  });
});

describe("transferList", () => {
  it("moves a log: equal there, empty here, nothing copied", () => {
    fc.assert(
      fc.property(arbitraryLog, (source) => {
        const log = buildLog(source);
        const before = rowsOf(log);
        const buffers = transferList(log);
        const bytes = buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0);
        const there = structuredClone(log, { transfer: buffers });
        expect(rowsOf(there)).toEqual(before);
        expect(buffers.map((buffer) => buffer.byteLength)).toEqual(buffers.map(() => 0));
        expect(log.time.length).toBe(0);
        expect(transferList(there).reduce((sum, buffer) => sum + buffer.byteLength, 0)).toBe(bytes);
      }),
      RUN,
    );
  });

  it("lists memory that two columns share once, and leaves shared memory out", () => {
    const log = logOf({ x: "a b" });
    const shared = new Float64Array(new SharedArrayBuffer(16));
    expect(new Set(transferList(log)).size).toBe(transferList(log).length);
    const twice = {
      ...log,
      eventAttributes: { p: { kind: "number", values: log.time }, q: { kind: "number", values: shared } },
    };
    expect(transferList(twice as never)).toHaveLength(4);
  });

  it("takes a log to a worker and back", async () => {
    const log = logOf({ one: "a@Ann b c", two: "a c" });
    const before = rowsOf(log);
    const worker = new Worker(
      `const { parentPort } = require("node:worker_threads");
       parentPort.once("message", (log) => {
         const sum = log.activity.reduce((a, b) => a + b, 0);
         parentPort.postMessage({ log, sum }, [log.time.buffer]);
       });`,
      { eval: true },
    );
    const sum = [...log.activity].reduce((a, b) => a + b, 0);
    const answer = new Promise<{ log: typeof log; sum: number }>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    worker.postMessage(log, transferList(log));
    expect(log.activity.length).toBe(0);
    const back = await answer;
    await worker.terminate();
    expect(back.sum).toBe(sum);
    expect(rowsOf(back.log)).toEqual(before);
  });
});
