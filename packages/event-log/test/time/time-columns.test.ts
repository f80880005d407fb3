import { TimeZone } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { DateTime } from "luxon";
import { type CsvReadOptions, readCsv } from "../../src/csv.js";
import { parseTimestamp } from "../../src/index.js";
import { IsoBytes } from "../../src/time/iso-bytes.js";

const { UTC } = Date;

/** The times of a table that has nothing else, and how they were read. */
async function times(
  cells: readonly string[],
  options: CsvReadOptions = {},
): Promise<{ time: number[]; format: unknown }> {
  const log = await readCsv(
    `case,activity,timestamp\n${cells.map((cell) => `1,a,"${cell}"\n`).join("")}`,
    options,
  );
  // one case, in rising order of time
  return { time: [...log.time], format: log.report.timeFormat?.["timestamp"] };
}

describe("a column of times", () => {
  it.each<[string, readonly string[], readonly number[], string]>([
    [
      "ISO 8601 in several forms",
      ["2025-W05-3", "2025-033", "20250203T101112"],
      [UTC(2025, 0, 29), UTC(2025, 1, 2), UTC(2025, 1, 3, 10, 11, 12)],
      "iso",
    ],
    [
      "basic dates, though they are numbers",
      ["20250203", "20250204"],
      [UTC(2025, 1, 3), UTC(2025, 1, 4)],
      "iso",
    ],
    ["seconds since 1970", ["1735689600", "1735689600.25"], [1735689600000, 1735689600250], "epoch-s"],
    [
      "milliseconds since 1970",
      ["1735689600000", "1735689600000.5"],
      [1735689600000, 1735689600000.5],
      "epoch-ms",
    ],
    // 45000 is 2023-03-15 in every spreadsheet
    ["serial numbers of Excel", ["45000", "45000.75"], [UTC(2023, 2, 15), UTC(2023, 2, 15, 18)], "excel"],
    [
      "days first, decided by a later row",
      ["03/04/2025", "13/04/2025 07:05"],
      [UTC(2025, 3, 3), UTC(2025, 3, 13, 7, 5)],
      "day-first",
    ],
    [
      "months first, decided by a later row",
      ["3/4/2025", "4/13/2025 7:05 PM"],
      [UTC(2025, 2, 4), UTC(2025, 3, 13, 19, 5)],
      "month-first",
    ],
    [
      "points",
      ["3.4.2025", "28.4.2025, 07:05:30,5"],
      [UTC(2025, 3, 3), UTC(2025, 3, 28, 7, 5, 30, 500)],
      "day-first",
    ],
    ["dashes", ["03-04-2025", "13-04-2025"], [UTC(2025, 3, 3), UTC(2025, 3, 13)], "day-first"],
    ["day and month that are equal", ["03/03/2025"], [UTC(2025, 2, 3)], "day-first"],
    [
      "midnight and noon of the twelve-hour clock",
      ["4/13/2025 12:00 AM", "4/13/2025 12:30 p.m."],
      [UTC(2025, 3, 13), UTC(2025, 3, 13, 12, 30)],
      "month-first",
    ],
    [
      "dates of both kinds side by side",
      ["2025-04-01", "13/04/2025"],
      [UTC(2025, 3, 1), UTC(2025, 3, 13)],
      "iso, day-first",
    ],
    [
      "blanks around",
      [" 2025-04-01 ", "\u00a02025-04-02T10:00Z"],
      [UTC(2025, 3, 1), UTC(2025, 3, 2, 10)],
      "iso",
    ],
  ])("is read and reported: %s", async (_, cells, expected, format) => {
    expect(await times(cells)).toEqual({ time: expected, format });
  });

  it.each<[CsvReadOptions, string, number]>([
    [{ timeFormat: "epoch-s" }, "12", 12_000],
    [{ timeFormat: "epoch-s" }, "-1.5e3", -1_500_000],
    [{ timeFormat: "epoch-ms" }, "0", 0],
    [{ timeFormat: "excel" }, "1", UTC(1900, 0, 1)],
    [{ timeFormat: "excel" }, "59", UTC(1900, 1, 28)],
    [{ timeFormat: "excel" }, "61", UTC(1900, 2, 1)],
    [{ dateOrder: "day-first" }, "03/04/2025", UTC(2025, 3, 3)],
    [{ dateOrder: "month-first" }, "03/04/2025", UTC(2025, 2, 4)],
    [{ timeFormat: "dd.MM.yyyy HH:mm" }, "03.04.2025 10:15", UTC(2025, 3, 3, 10, 15)],
    [
      { timeFormat: "dd.MM.yyyy HH:mm", timeZone: "Europe/Berlin" },
      "03.04.2025 10:15",
      UTC(2025, 3, 3, 8, 15),
    ],
    [
      { timeFormat: "d MMM yyyy HH:mm ZZ", timeZone: "Europe/Berlin" },
      "3 Apr 2025 10:15 -05:00",
      UTC(2025, 3, 3, 15, 15),
    ],
    [{ timeZone: "Europe/Berlin" }, "2025-01-03T10:15", UTC(2025, 0, 3, 9, 15)],
    [{ timeZone: "Europe/Berlin" }, "2025-07-03T10:15", UTC(2025, 6, 3, 8, 15)],
    [{ timeZone: "Europe/Berlin" }, "2025-07-03T10:15Z", UTC(2025, 6, 3, 10, 15)],
    [{ timeZone: "Europe/Berlin" }, "45000.5", UTC(2023, 2, 15, 11)],
    [{ timeZone: "Europe/Berlin" }, "1735689600", 1735689600000],
    [{ timeZone: "Asia/Kolkata", dateOrder: "day-first" }, "03/04/2025 10:00", UTC(2025, 3, 3, 4, 30)],
    // the clock skips 02:00 to 03:00 and shows 02:00 to 03:00 twice
    [{ timeZone: "Europe/Berlin" }, "2025-03-30T02:30", UTC(2025, 2, 30, 1, 30)],
    [{ timeZone: "Europe/Berlin" }, "2025-10-26T02:30", UTC(2025, 9, 26, 0, 30)],
    [{ timeZone: "Europe/Berlin" }, "2025-10-26T03:00", UTC(2025, 9, 26, 2)],
  ])("takes options %j for %s", async (options, cell, expected) => {
    expect((await times([cell], options)).time).toEqual([expected]);
  });

  it("turns what waited for the order of day and month into the zone, and counts what the clock shows twice", async () => {
    const log = await readCsv(
      "case,activity,timestamp\n1,a,10/06/2025 10:00\n1,b,10/26/2025 02:30\n1,c,11/02/2025 01:30\n",
      {
        timeZone: "America/New_York",
      },
    );
    expect([...log.time]).toEqual([UTC(2025, 9, 6, 14), UTC(2025, 9, 26, 6, 30), UTC(2025, 10, 2, 5, 30)]);
    expect(log.report.issues.map(({ code, row, value }) => [code, row, value])).toEqual([
      ["csv/ambiguous-local-time", 4, "11/02/2025 01:30"],
    ]);
    const waiting = await readCsv("case,activity,timestamp\n1,a,11/02/2025 01:30\n1,b,12/26/2025\n", {
      timeZone: "America/New_York",
    });
    expect(waiting.report.issues.map(({ row, value }) => [row, value])).toEqual([[2, "2025-11-02T01:30:00"]]);
  });

  it("reads the start in a form of its own, and other columns of local times in the zone", async () => {
    const log = await readCsv(
      "case,activity,end,start,due,planned\n1,a,2025-07-01 10:00,1751353200,2025-07-02 10:00,2025-07-03 10:00",
      {
        timeZone: "Europe/Berlin",
        kinds: { due: "timestamp" },
      },
    );
    expect(log.report.timeFormat).toEqual({ end: "iso", start: "epoch-s", due: "iso" });
    expect(log.time[0]).toBe(UTC(2025, 6, 1, 8));
    expect(log.eventAttributes["start"]).toMatchObject({ values: Float64Array.of(1751353200000) });
    expect(log.eventAttributes["due"]).toMatchObject({ values: Float64Array.of(UTC(2025, 6, 2, 8)) });
    expect(log.eventAttributes["planned"]).toMatchObject({
      kind: "timestamp",
      values: Float64Array.of(UTC(2025, 6, 3, 8)),
    });
  });
});

describe("IsoBytes", () => {
  it("reads the same as parseTimestamp, or leaves the text to it", () => {
    const digit = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, "0"));
    const text = fc
      .tuple(
        fc.constantFrom("19", "20"),
        digit,
        fc.constantFrom("01", "02", "12", "13"),
        fc.constantFrom("01", "28", "29", "30", "31"),
        fc.constantFrom("T", " ", "x"),
        fc.constantFrom("00", "09", "23", "24"),
        fc.constantFrom("00", "59", "60"),
        fc.constantFrom("", ":00", ":59", ":60", ":5"),
        fc.constantFrom("", ".1", ",123", ".123456", ".123456789", "."),
        fc.constantFrom("", "Z", "+01:00", "-0330", "+05", "+24:00", "z", " +01:00", "Zx"),
      )
      .map(
        ([c, y, mo, d, t, h, mi, s, f, z]) => `${c}${y}-${mo}-${d}${t}${h}:${mi}${s}${s === "" ? "" : f}${z}`,
      );
    const reader = new IsoBytes();
    fc.assert(
      fc.property(text, (one) => {
        const bytes = new TextEncoder().encode(`,${one},`);
        const time = reader.read(bytes, 1, bytes.length - 1);
        if (!Number.isNaN(time)) expect(time).toBe(parseTimestamp(one));
        else if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(one) && !one.includes("T24"))
          expect(parseTimestamp(one)).toBeNull();
      }),
      { seed: 5, numRuns: 2000 },
    );
  });
});

describe("TimeZone", () => {
  it.each([
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "America/St_Johns",
  ])("gives instants at which the clock of %s shows the local time, unless it skips it", (name) => {
    const zone = new TimeZone(name, "test");
    fc.assert(
      fc.property(fc.integer({ min: UTC(1975), max: UTC(2037) }), (at) => {
        const local = Math.floor(at / 60_000) * 60_000;
        const instant = zone.toInstant(local);
        const shown = DateTime.fromMillis(instant, { zone: name })
          .setZone("utc", { keepLocalTime: true })
          .toMillis();
        if (zone.kind === "skipped") expect(shown).toBeGreaterThan(local);
        else expect(shown).toBe(local);
      }),
      { seed: 9, numRuns: 150 },
    );
  });

  it("moves a skipped time on by what the clock skips, and takes the first of two", () => {
    const zone = new TimeZone("America/New_York", "test");
    expect([zone.toInstant(UTC(2025, 2, 9, 2, 30)), zone.kind]).toEqual([UTC(2025, 2, 9, 7, 30), "skipped"]);
    expect([zone.toInstant(UTC(2025, 2, 9, 3)), zone.kind]).toEqual([UTC(2025, 2, 9, 7), "once"]);
    expect([zone.toInstant(UTC(2025, 10, 2, 1, 30)), zone.kind]).toEqual([
      UTC(2025, 10, 2, 5, 30),
      "repeated",
    ]);
    expect([zone.toInstant(UTC(2025, 10, 2, 2)), zone.kind]).toEqual([UTC(2025, 10, 2, 7), "once"]);
    // Samoa left out 30 December 2011
    const apia = new TimeZone("Pacific/Apia", "test");
    expect([apia.toInstant(UTC(2011, 11, 30, 12)), apia.kind]).toEqual([UTC(2011, 11, 30, 22), "skipped"]);
  });
});
