import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import {
  columnFromArray,
  dictionary,
  float16,
  float32,
  int64,
  list,
  nullType,
  struct,
  type Table,
  tableFromArrays,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
  timestamp,
  uint64,
  utf8,
} from "@uwdata/flechette";
import fc from "fast-check";
import { unpackLz4 } from "../../src/arrow/lz4.js";
import { fromArrow, toArrow, toArrowBytes } from "../../src/arrow.js";
import { eventLogContract } from "../../src/contract.js";
import { type EventLog, EventLogBuilder } from "../../src/index.js";
import { arbitraryLog } from "../arbitrary-log.js";
import { buildLog, rowsOf } from "../build-log.js";
import { FIXTURES } from "./fixtures.js";

const bytesOf = (name: keyof typeof FIXTURES): Uint8Array =>
  new Uint8Array(gunzipSync(Buffer.from(FIXTURES[name], "base64")));
const fails = (code: string, message: RegExp): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });
const failure = (input: unknown, options = {}): unknown => {
  try {
    fromArrow(input as Uint8Array, { source: "log.arrow", ...options });
    return "was read";
  } catch (error) {
    return error;
  }
};
const column = (log: EventLog, name: string): unknown => {
  const found = log.eventAttributes[name]!;
  return found.kind === "string"
    ? [...found.codes].map((code) => found.dictionary[code] ?? null)
    : [...found.values];
};
const roles = { case_id: ["1", "1"], activity: ["a", "b"], timestamp: [1, 2] };

describe("toArrow and fromArrow", () => {
  for (const format of ["file", "stream"] as const) {
    for (const { title, check } of eventLogContract((source) =>
      fromArrow(toArrowBytes(buildLog(source), { format })),
    )) {
      it(`${format}: ${title}`, check);
    }
  }

  it("give the same events back, over random logs", () => {
    fc.assert(
      fc.property(
        arbitraryLog,
        fc.constantFrom("file" as const, "stream" as const, null),
        (source, format) => {
          const log = buildLog(source);
          const read = fromArrow(format === null ? toArrow(log) : toArrowBytes(log, { format }));
          expect(rowsOf(read)).toEqual(rowsOf(log));
          expect(read.report).toMatchObject({ rowsRead: log.activity.length, rowsDropped: 0 });
        },
      ),
      { seed: 11, numRuns: 200 },
    );
  });

  it("give the kinds back where nothing was ever recorded, and the empty log", () => {
    const builder = new EventLogBuilder({
      eventAttributes: { n: "number", ok: "boolean", at: "timestamp", text: "string" },
      caseAttributes: { site: "number" },
    });
    const kinds = (log: EventLog): unknown =>
      Object.entries({ ...log.eventAttributes, ...log.caseAttributes }).map(([name, { kind }]) => [
        name,
        kind,
      ]);
    expect(kinds(fromArrow(toArrowBytes(builder.build())))).toEqual(kinds(builder.build()));
    builder.addEvent("1", "a", null);
    expect(kinds(fromArrow(toArrowBytes(builder.build())))).toEqual(kinds(builder.build()));
  });

  it("write the types that other tools expect, one row an event", () => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", 0.25, { n: 1.5, ok: true, text: "x" });
    builder.addEvent("2", "b", null, { ok: false });
    builder.addCase("2", { site: "N" });
    const table = toArrow(builder.build(), { columns: { case: "lot" } }) as Table;
    expect(table.names).toEqual(["lot", "activity", "timestamp", "n", "ok", "text", "case:site"]);
    expect(table.schema.fields.map(({ type }) => type.typeId)).toEqual([-1, -1, 10, 3, 6, -1, -1]);
    expect(tableFromIPC(tableToIPC(table, {})!).toArray()).toEqual([
      { lot: "1", activity: "a", timestamp: 0.25, n: 1.5, ok: true, text: "x", "case:site": null },
      { lot: "2", activity: "b", timestamp: null, n: null, ok: false, text: null, "case:site": "N" },
    ]);
  });

  it("carry instants exactly in the years 1830 to 2109, and whole ms everywhere", () => {
    const times = [
      -8.64e15, 8.64e15, 9_007_199_254_741.5, -1, 0.001, 1_736_150_400_000.123, -4_000_000_000_000.999,
    ];
    const builder = new EventLogBuilder();
    for (const [i, time] of times.entries()) builder.addEvent(String(i), "a", time);
    const log = builder.build();
    expect([...fromArrow(toArrowBytes(log)).time]).toEqual([...log.time]);
  });

  it("refuse what Arrow can't carry", () => {
    const clash = new EventLogBuilder();
    clash.addEvent("1", "a", 1, { case_id: "x" });
    expect(() => toArrow(clash.build())).toThrow(expect.objectContaining({ code: "arrow/name-taken" }));
    const half = new EventLogBuilder();
    half.addEvent("\ud800", "a", 1);
    expect(() => toArrow(half.build())).toThrow(expect.objectContaining({ code: "arrow/not-unicode" }));
    expect(() => toArrowBytes(new EventLogBuilder().build(), { format: "feather" as "file" })).toThrow(
      /format/,
    );
  });
});

describe("fromArrow", () => {
  it.each(["pyarrowStream", "pyarrowFeather"] as const)("reads what Python writes: %s", (name) => {
    const log = fromArrow(bytesOf(name), { onIssue: "skip-row" });
    const day = Date.UTC(2025, 0, 6);
    expect(rowsOf(log)).toEqual([
      {
        caseId: "7",
        attributes: { site: "N" },
        events: [
          {
            activity: "Mix",
            time: day + 8 * 3.6e6 + 0.25,
            attributes: {
              resource: "Ann",
              cost: 12.5,
              ok: true,
              cells: 96,
              big: "1",
              due: Date.UTC(2025, 1, 1),
              at_ns: day + 8 * 3.6e6 + 0.00025,
            },
          },
          {
            activity: "Coat",
            time: day + 12.5 * 3.6e6,
            attributes: {
              resource: "Bob",
              cost: -0.05,
              ok: null,
              cells: 48,
              big: null,
              due: -86_400_000,
              at_ns: expect.closeTo(-1e-6, 12),
            },
          },
        ],
      },
      {
        caseId: "8",
        attributes: { site: "S" },
        events: [
          {
            activity: "Mix",
            time: day + 9 * 3.6e6,
            attributes: {
              resource: null,
              cost: null,
              ok: false,
              cells: null,
              big: "9007199254740993",
              due: null,
              at_ns: null,
            },
          },
          {
            activity: "Dry ä😀",
            time: null,
            attributes: { resource: "Ann", cost: null, ok: null, cells: 0, big: "3", due: null, at_ns: null },
          },
        ],
      },
    ]);
    expect(log.report).toMatchObject({ rowsRead: 5, rowsKept: 4, rowsDropped: 1 });
    expect(log.report.issueCounts).toEqual({
      "arrow/long-number": 1,
      "arrow/unsupported-type": 1,
      "arrow/missing-activity": 1,
      "arrow/missing-timestamp": 1,
      "arrow/case-attribute-varies": 1,
    });
    expect(log.report.issues.map(({ row, column: name }) => [row, name])).toEqual([
      [null, "big"],
      [null, "tags"],
      [4, "activity"],
      [5, "timestamp"],
      [5, "case:site"],
    ]);
  });

  it("reads what Polars writes, with its string views and a dictionary behind the rows", () => {
    const log = fromArrow(bytesOf("polarsFile"));
    expect(rowsOf(log)).toEqual([
      {
        caseId: "lot-1",
        attributes: {},
        events: [
          { activity: "Mix", time: Date.UTC(2025, 0, 6, 8), attributes: { resource: "a" } },
          {
            activity: "Coat electrode with slurry",
            time: Date.UTC(2025, 0, 6, 9) + 0.001,
            attributes: { resource: "b" },
          },
        ],
      },
      {
        caseId: "lot-2",
        attributes: {},
        events: [{ activity: "Mix", time: null, attributes: { resource: null } }],
      },
    ]);
  });

  it("reads tables that the library made, in several batches, of many types", () => {
    const rows = 1000;
    const numbers = Array.from({ length: rows }, (_, i) => i);
    const table = tableFromArrays(
      {
        lot: numbers.map((i) => `lot-${i % 7}`),
        step: numbers.map((i) => ["Mix", "Coat", "Dry"][i % 3]!),
        time: numbers.map((i) => i * 1000),
        half: numbers.map((i) => (i % 5 === 0 ? null : i / 4)),
        single: numbers.map((i) => i / 8),
        long: numbers.map((i) => BigInt(-i)),
        free: numbers.map((i) => BigInt(i) + 2n ** 63n),
        nothing: numbers.map(() => null),
        ok: numbers.map((i) => (i % 3 === 0 ? null : i % 2 === 0)),
      },
      {
        maxBatchRows: 64,
        types: {
          lot: utf8(),
          step: dictionary(utf8()),
          time: timestamp(0),
          half: float16(),
          single: float32(),
          long: int64(),
          free: uint64(),
          nothing: nullType(),
        },
      },
    );
    const log = fromArrow(tableToIPC(table, {})!, { columns: { activity: "step" } });
    expect(log.caseIds).toEqual(["lot-0", "lot-1", "lot-2", "lot-3", "lot-4", "lot-5", "lot-6"]);
    const first = numbers.filter((i) => i % 7 === 0);
    const length = first.length;
    expect([...log.time].slice(0, length)).toEqual(first.map((i) => i * 1000));
    expect((column(log, "half") as unknown[]).slice(0, 3)).toEqual([Number.NaN, 7 / 4, 14 / 4]);
    expect((column(log, "single") as unknown[]).slice(0, length)).toEqual(first.map((i) => i / 8));
    expect((column(log, "long") as unknown[]).slice(1, length)).toEqual(first.slice(1).map((i) => -i));
    expect((column(log, "free") as unknown[]).slice(0, 2)).toEqual([
      "9223372036854775808",
      "9223372036854775815",
    ]);
    expect((column(log, "nothing") as unknown[]).every((value) => value === null)).toBe(true);
    expect((column(log, "ok") as unknown[]).slice(0, 4)).toEqual([255, 0, 1, 255]);
  });

  it("takes ISO text and ms as times, numbers as resource and text as cost", () => {
    const table = tableFromArrays({
      ...roles,
      timestamp: ["2025-01-06T08:00:00+01:00", ""],
      start: [1, 2],
      resource: [7, 8],
      cost: ["1.5", "2"],
    });
    const log = fromArrow(table);
    expect([...log.time]).toEqual([Date.UTC(2025, 0, 6, 7), Number.NaN]);
    expect(log.eventAttributes["start"]!.kind).toBe("timestamp");
    expect(column(log, "resource")).toEqual(["7", "8"]);
    expect(column(log, "cost")).toEqual([1.5, 2]);
  });

  it("joins several columns, drops blank cases and reads case columns by option", () => {
    const table = tableFromArrays({
      plant: ["N", "N", " "],
      lot: [1, 1, 2],
      activity: ["a", "b", "c"],
      timestamp: [2, 1, 3],
      size: [null, 5, 6],
    });
    const log = fromArrow(table, {
      columns: { case: ["plant", "lot"] },
      caseColumns: ["size"],
      onIssue: "skip-row",
    });
    expect(log.caseIds).toEqual(["N / 1"]);
    expect(log.activities).toEqual(["a", "b"]);
    expect([...log.activity]).toEqual([1, 0]);
    expect([...(log.caseAttributes["size"] as { values: Float64Array }).values]).toEqual([5]);
    expect(log.report.mapping).toEqual({ case: "plant / lot", activity: "activity", timestamp: "timestamp" });
  });

  it("keeps or leaves out rows with values that can't be read, as onIssue says", () => {
    const table = tableFromArrays({ ...roles, timestamp: ["2025-01-06", "soon"] });
    expect(failure(table)).toEqual(
      fails("arrow/bad-timestamp", /^log.arrow: row 2, column "timestamp": cannot read "soon"/),
    );
    expect(fromArrow(table, { onIssue: "skip-row" }).report).toMatchObject({ rowsKept: 1, rowsDropped: 1 });
    expect([...fromArrow(table, { onIssue: "null" }).time]).toEqual([Date.UTC(2025, 0, 6), Number.NaN]);
    const cost = tableFromArrays({ ...roles, cost: ["1", "much"] });
    expect(failure(cost)).toEqual(fails("arrow/bad-value", /row 2, column "cost"/));
    const far = tableFromArrays({ ...roles, at: [1000, 2 ** 62] }, { types: { at: timestamp(0) } });
    expect(failure(far)).toEqual(fails("arrow/bad-timestamp", /row 2, column "at": the time is farther/));
  });

  it("reads bytes at any address, array buffers and gives two columns of a name two names", () => {
    const bytes = toArrowBytes(buildLog({ events: [{ caseId: "1", activity: "a", time: 1 }], cases: [] }));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(fromArrow(shifted.subarray(3)).caseIds).toEqual(["1"]);
    expect(fromArrow(bytes.slice().buffer as ArrayBuffer).caseIds).toEqual(["1"]);
    const twice = tableFromColumns([
      ...Object.entries(roles).map(([name, values]) => [name, columnFromArray(values)] as never),
      ["x", columnFromArray([1, 2])],
      ["x", columnFromArray([3, 4])],
    ]);
    const log = fromArrow(twice);
    expect(Object.keys(log.eventAttributes)).toEqual(["x", "x_2"]);
    expect(log.report.issueCounts).toEqual({ "arrow/duplicate-name": 1 });
  });

  it.each([
    ["text", "case_id,activity", {}, "arrow/bad-input", /neither bytes in Arrow IPC/],
    ["no bytes", new Uint8Array(0), {}, "arrow/empty", /no bytes/],
    ["Parquet", Buffer.from("PAR1…"), {}, "arrow/is-parquet", /this is Parquet/],
    ["old Feather", Buffer.from("FEA1…"), {}, "arrow/old-feather", /version 1/],
    ["gzip", Uint8Array.of(0x1f, 0x8b, 8, 0), {}, "arrow/gzip", /Unpack it first/],
    [
      "other bytes",
      Buffer.from("case_id,activity,timestamp\n1,a,2"),
      {},
      "arrow/damaged",
      /a message claims/,
    ],
    [
      "no case",
      tableFromArrays({ activity: ["a"], time: [1] }),
      {},
      "arrow/missing-column",
      /looks like the case/,
    ],
    [
      "a wrong name",
      tableFromArrays(roles),
      { columns: { case: "lot" } },
      "arrow/missing-column",
      /no column "lot"/,
    ],
    ["an odd policy", tableFromArrays(roles), { onIssue: "?" }, "option/out-of-range", /onIssue/],
    [
      "a list as case",
      tableFromArrays({ ...roles, case_id: [["1"], ["2"]] }, { types: { case_id: list(utf8()) } }),
      {},
      "arrow/unsupported-type",
      /can't be the case/,
    ],
  ])("refuses %s", (_, input, options, code, message) => {
    expect(failure(input, options)).toEqual(fails(code, message));
  });

  it("leaves out structs, with an issue that names the column", () => {
    const table = tableFromArrays(
      { ...roles, nested: [{ a: 1 }, { a: 2 }] },
      { types: { nested: struct({ a: int64() }) } },
    );
    const log = fromArrow(tableToIPC(table, {})!);
    expect(log.eventAttributes).toEqual({});
    expect(log.report.issues).toMatchObject([{ code: "arrow/unsupported-type", column: "nested" }]);
  });
});

describe("damaged and hostile bytes", () => {
  const samples = [
    bytesOf("pyarrowStream"),
    bytesOf("pyarrowFeather"),
    bytesOf("polarsFile"),
    toArrowBytes(
      buildLog({
        events: [{ caseId: "1", activity: "a", time: 1, attributes: { x: "y", n: 1, ok: true } }],
        cases: [],
      }),
      { format: "stream" },
    ),
  ];

  it("end in an error of ours when cut off anywhere, or say that the end is missing", () => {
    for (const bytes of samples) {
      const isFile = bytes[0] === 0x41;
      for (let length = 0; length < bytes.length; length += 7) {
        const cut = bytes.slice(0, length);
        try {
          const { report } = fromArrow(cut, { onIssue: "null" });
          expect(isFile).toBe(false);
          expect(report.issueCounts["arrow/no-end"]).toBe(1);
        } catch (error) {
          expect(error).toMatchObject({
            code: expect.stringMatching(/^arrow\/(damaged|empty|missing-column)$/),
          });
        }
      }
    }
  });

  it("end in a log or an error of ours when bytes are changed, quickly and without gigabytes", () => {
    fc.assert(
      fc.property(
        fc.nat(samples.length - 1),
        fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)),
          {
            minLength: 1,
            maxLength: 6,
          },
        ),
        (index, changes) => {
          const bytes = samples[index]!.slice();
          for (const [at, value] of changes) bytes[Math.floor(at * (bytes.length - 1))] = value;
          const before = process.memoryUsage();
          const result = failure(bytes, { onIssue: "null" });
          const after = process.memoryUsage();
          if (result !== "was read")
            expect(result).toMatchObject({ code: expect.stringMatching(/^arrow\//) });
          expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(2 ** 26);
        },
      ),
      { seed: 12, numRuns: 1500 },
    );
  });

  it("refuse lengths that the bytes can't hold, wherever a length of 32 or 64 bits stands", () => {
    for (const bytes of samples) {
      for (let at = 4; at + 8 <= bytes.length && at < 2400; at += 4) {
        const hostile = bytes.slice();
        new DataView(hostile.buffer).setInt32(at, 0x7ffffff0, true);
        const result = failure(hostile, { onIssue: "null" });
        if (result !== "was read") expect(result).toMatchObject({ code: expect.stringMatching(/^arrow\//) });
      }
    }
  });
});

describe("unpackLz4", () => {
  /** Worked by hand from the block format: the literals "ab", then 6 bytes from 2 back, then the literal "!". */
  const block = [0x22, 0x61, 0x62, 2, 0, 0x10, 0x21];
  const frame = (flags: number, ...rest: number[]): Uint8Array =>
    Uint8Array.of(4, 0x22, 0x4d, 0x18, flags, 0x40, 0, ...rest);
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

  it("copies what was made before, also where the copy overlaps itself", () => {
    expect(text(unpackLz4(frame(0x40, 7, 0, 0, 0, ...block, 0, 0, 0, 0), 9))).toBe("abababab!");
  });

  it("takes blocks as they are when they say so, checksums and a content size", () => {
    expect(text(unpackLz4(frame(0x40, 2, 0, 0, 0x80, 0x68, 0x69, 0, 0, 0, 0), 2))).toBe("hi");
    const withAll = [9, 0, 0, 0, 0, 0, 0, 0, 0x40].slice(0, 8);
    expect(
      text(
        unpackLz4(
          Uint8Array.of(
            4,
            0x22,
            0x4d,
            0x18,
            0x5c,
            0x40,
            ...withAll,
            0,
            7,
            0,
            0,
            0,
            ...block,
            1,
            2,
            3,
            4,
            0,
            0,
            0,
            0,
          ),
          9,
        ),
      ),
    ).toBe("abababab!");
  });

  it.each([
    ["another length", frame(0x40, 7, 0, 0, 0, ...block, 0, 0, 0, 0), 10],
    ["a length beyond what LZ4 reaches", frame(0x40, 7, 0, 0, 0, ...block, 0, 0, 0, 0), 1e9],
    ["more than announced", frame(0x40, 7, 0, 0, 0, ...block, 0, 0, 0, 0), 8],
    ["no frame", Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 1],
    ["a cut block", frame(0x40, 9, 0, 0, 0, ...block), 9],
    ["a copy from before the begin", frame(0x40, 4, 0, 0, 0, 0x10, 0x61, 9, 0, 0, 0, 0, 0), 5],
    ["no end", frame(0x40, 7, 0, 0, 0, ...block), 9],
  ])("refuses %s", (_, bytes, length) => {
    expect(() => unpackLz4(bytes, length)).toThrow(RangeError);
  });
});
