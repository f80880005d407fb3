import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { formatTimestamp, parseTimestamp } from "../../src/index.js";

const RUN = { seed: 7, numRuns: 500 };

describe("parseTimestamp", () => {
  it.each([
    ["1970-01-01", 0],
    ["2024-02-29", Date.UTC(2024, 1, 29)],
    ["2024-02-28T13:45", Date.UTC(2024, 1, 28, 13, 45)],
    ["2024-02-28 13:45:07", Date.UTC(2024, 1, 28, 13, 45, 7)],
    ["2024-02-28t13:45:07z", Date.UTC(2024, 1, 28, 13, 45, 7)],
    ["2024/02/28 13:45:07.5", Date.UTC(2024, 1, 28, 13, 45, 7, 500)],
    ["2024-02-28T13:45:07,25Z", Date.UTC(2024, 1, 28, 13, 45, 7, 250)],
    ["2024-02-28T13:45:00+01:00", Date.UTC(2024, 1, 28, 12, 45)],
    ["2024-02-28T13:45:00-0330", Date.UTC(2024, 1, 28, 17, 15)],
    ["2024-02-28T13:45:00+01", Date.UTC(2024, 1, 28, 12, 45)],
    ["2024-02-28T24:00:00", Date.UTC(2024, 1, 29)],
    ["2024-02-28T24", Date.UTC(2024, 1, 29)],
    ["20240228", Date.UTC(2024, 1, 28)],
    ["20250203T101112", Date.UTC(2025, 1, 3, 10, 11, 12)],
    ["20250203T101112,5Z", Date.UTC(2025, 1, 3, 10, 11, 12, 500)],
    ["20250203T1011+0100", Date.UTC(2025, 1, 3, 9, 11)],
    ["2025-02-03T10", Date.UTC(2025, 1, 3, 10)],
    ["2025-02-03T10-02", Date.UTC(2025, 1, 3, 12)],
    ["2025-02-03T10.5", Date.UTC(2025, 1, 3, 10, 30)],
    ["2025-02-03T10:30,25", Date.UTC(2025, 1, 3, 10, 30, 15)],
    // ISO 8601: week 1 has the first Thursday; 2025-W01-1 is 2024-12-30, 2020 has 53 weeks
    ["2025-W05-3", Date.UTC(2025, 0, 29)],
    ["2025W053", Date.UTC(2025, 0, 29)],
    ["2025-W01-1", Date.UTC(2024, 11, 30)],
    ["2020-W53-7T12:00", Date.UTC(2021, 0, 3, 12)],
    ["2025-033", Date.UTC(2025, 1, 2)],
    ["2025033T06", Date.UTC(2025, 1, 2, 6)],
    ["2024-366", Date.UTC(2024, 11, 31)],
    ["2024.02.28 13:45", Date.UTC(2024, 1, 28, 13, 45)],
    ["2024-02-28 13:45:07 +01:00", Date.UTC(2024, 1, 28, 12, 45, 7)],
    ["2024-02-28 13:45:07.5 UTC", Date.UTC(2024, 1, 28, 13, 45, 7, 500)],
    ["1969-12-31T23:59:59.999Z", -1],
    ["0000-03-01", -62162035200000],
    ["+275760-09-13T00:00:00Z", 8.64e15],
    ["-000001-01-01", -62198755200000],
  ])("reads %s", (text, time) => {
    expect(parseTimestamp(text)).toBe(time);
  });

  it("keeps the parts of a millisecond", () => {
    expect(parseTimestamp("2023-09-30 19:55:32.480003")).toBe(Date.UTC(2023, 8, 30, 19, 55, 32, 480) + 0.003);
    expect(parseTimestamp("1970-01-01T00:00:00.123456789123456789Z")).toBe(123.456789123);
  });

  it.each([
    "",
    "31.02.2024",
    "2024-02-31",
    "2023-02-29",
    "1900-02-29",
    "2024-00-10",
    "2024-13-10",
    "2024-01-00",
    "2024-1-01",
    "2024-01/01",
    "2024-02",
    "2024",
    "202402",
    "2023366",
    "2023-366",
    "2024-W53-1",
    "2024-W00-1",
    "2024-W01-8",
    "2024-W01-0",
    "2024-W01",
    "2024W01-1",
    "2024-W011",
    "2024-01-01T24.5",
    "2024-01-01T12:3",
    "20240101T1",
    "2024-01-01T12:00:00 +1",
    "2024-01-01T12:00:00 PST",
    "01/02/2024",
    "2024-01-01T",
    "2024-01-01T1:00",
    "2024-01-01T25:00:00",
    "2024-01-01T24:00:01",
    "2024-01-01T12:60:00",
    "2024-01-01T12:00:60",
    "2024-01-01T12:00:00.",
    "2024-01-01T12:00:00+",
    "2024-01-01T12:00:00+1",
    "2024-01-01T12:00:00+24:00",
    "2024-01-01T12:00:00+01:60",
    "2024-01-01T12:00:00Zulu",
    "2024-01-01T12:00:00 ",
    " 2024-01-01",
    "2024-01-01X12:00",
    "+275760-09-13T00:00:01Z",
    "1704067200000",
    "yesterday",
  ])("refuses %j", (text) => {
    expect(parseTimestamp(text)).toBeNull();
  });

  it("agrees with the platform on every instant it can write", () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        expect(parseTimestamp(date.toISOString())).toBe(date.getTime());
      }),
      RUN,
    );
  });
});

describe("formatTimestamp", () => {
  it("writes as many digits of the second as there are", () => {
    expect(formatTimestamp(0)).toBe("1970-01-01T00:00:00Z");
    expect(formatTimestamp(1500)).toBe("1970-01-01T00:00:01.500Z");
    expect(formatTimestamp(0.001)).toBe("1970-01-01T00:00:00.000001Z");
    expect(formatTimestamp(-0.5)).toBe("1969-12-31T23:59:59.999500Z");
    expect(formatTimestamp(999.9999)).toBe("1970-01-01T00:00:01Z");
  });

  it("throws beyond the calendar", () => {
    expect(() => formatTimestamp(8.7e15)).toThrow(RangeError);
  });

  it("is read back to the same instant, to the microsecond", () => {
    fc.assert(
      fc.property(fc.integer({ min: -4e12, max: 4e12 }), fc.integer({ min: 0, max: 999 }), (ms, micros) => {
        const time = ms + micros / 1000;
        expect(parseTimestamp(formatTimestamp(time))).toBe(time);
      }),
      RUN,
    );
  });
});
