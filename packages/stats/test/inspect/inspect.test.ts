import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type DataCheck, type DataFinding, inspect } from "../../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "../tiny-log.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONDAY = Date.UTC(2025, 0, 6, 8);

/** Sound cases of three steps at odd minutes, on which each test plants its fault. */
function line(
  cases: number,
  plant: (builder: EventLogBuilder, c: number, at: number) => boolean | undefined = () => undefined,
): EventLog {
  const builder = new EventLogBuilder({
    eventAttributes: { resource: "string", thickness: "number" },
    caseAttributes: { line: "string" },
  });
  for (let c = 0; c < cases; c++) {
    const id = `lot-${c}`;
    const at = MONDAY + c * 47 * MINUTE;
    builder.addCase(id, { line: c % 2 === 0 ? "A" : "B" });
    if (plant(builder, c, at) === true) continue;
    const rest = { resource: "M1", thickness: 135 + (c % 7) };
    builder.addEvent(id, "Mix", at, rest);
    builder.addEvent(id, "Coat", at + 61 * MINUTE + (c % 5) * MINUTE, rest);
    builder.addEvent(id, "Dry", at + 137 * MINUTE + (c % 3) * MINUTE, rest);
  }
  return builder.build();
}

const of = (log: EventLog, check: DataCheck, options = {}): readonly DataFinding[] =>
  inspect(log, options).findings.filter((finding) => finding.check === check);

describe("inspect", () => {
  it("finds nothing in a sound log, and says what it did not check", () => {
    const quality = inspect(line(60));
    expect(quality.findings).toEqual([]);
    expect(quality.notChecked.map(({ check }) => check)).toEqual(["future-time", "start-after-completion"]);
    expect(quality.passed).toHaveLength(16);
    expect(quality).toMatchObject({ events: 180, cases: 60 });
  });

  it("finds events without a time, with examples and what it breaks", () => {
    const log = line(10, (b, c) => {
      if (c === 3) b.addEvent("lot-3", "Mix", null, { resource: "M1", thickness: 135 });
    });
    expect(of(log, "missing-time")).toEqual([
      {
        check: "missing-time",
        severity: "warning",
        subject: null,
        count: 1,
        unit: "events",
        share: 1 / 31,
        examples: [{ caseId: "lot-3", event: expect.any(Number), activity: "Mix", timeMs: null }],
        message: "1 event of 31 has no completion time.",
        breaks: "Durations leave them out, and their place in the case is that of the source.",
      },
    ]);
  });

  it("finds attributes that some events or cases lack, not those that all lack", () => {
    const log = line(10, (b, c, at) => {
      if (c < 2) b.addEvent(`lot-${c}`, "Mix", at + MINUTE, { resource: "M1" });
      if (c === 9) b.addCase("lot-x", {});
    });
    expect(of(log, "missing-value").map(({ subject, count, unit }) => [subject, count, unit])).toEqual([
      ["thickness", 2, "events"],
      ["line", 1, "cases"],
    ]);
    const none = new EventLogBuilder({ eventAttributes: { note: "string" } });
    none.addEvent("1", "a", 5);
    expect(of(none.build(), "missing-value")).toEqual([]);
  });

  it("finds copies of events apart from other events at the same time", () => {
    const log = line(10, (b, c, at) => {
      const rest = { resource: "M1", thickness: 135 + (c % 7) };
      if (c === 1) b.addEvent("lot-1", "Mix", at, rest); // a copy
      if (c === 2) b.addEvent("lot-2", "Mix", at, { ...rest, resource: "M2" }); // by another machine
    });
    expect(of(log, "duplicate-event")).toMatchObject([{ count: 1, examples: [{ caseId: "lot-1" }] }]);
    expect(of(log, "same-time")).toMatchObject([{ count: 1, examples: [{ caseId: "lot-2" }] }]);
  });

  it("finds cases that all begin at one instant", () => {
    const log = tinyLog(
      ...Array.from({ length: 20 }, (_, c) => `${c}: a@${MONDAY} b@${MONDAY + (c + 1) * 777}`),
    );
    expect(of(log, "shared-start")).toMatchObject([
      {
        severity: "warning",
        count: 20,
        message: "20 of 20 cases begin at the same instant, 2025-01-06T08:00:00.000Z.",
      },
    ]);
  });

  it("finds times that are dates only", () => {
    const log = tinyLog(
      ...Array.from(
        { length: 20 },
        (_, c) => `${c}: a@${c * 3 * DAY + 4000 * DAY} b@${(c * 3 + 2) * DAY + 4000 * DAY}`,
      ),
    );
    expect(of(log, "coarse-times")).toMatchObject([{ count: 40 }]);
    expect(of(line(20), "coarse-times")).toEqual([]);
  });

  it("finds times of another unit or of the far future, and times after now when told what now is", () => {
    const log = tinyLog(`1: a@${MONDAY / 1000} b@${MONDAY}`, `2: a@${MONDAY} b@${MONDAY * 1000}`);
    expect(of(log, "implausible-time")).toMatchObject([{ severity: "error", count: 2 }]);
    expect(of(log, "future-time", { nowMs: MONDAY })).toMatchObject([
      { count: 1, message: "1 time lies after 2025-01-06T08:00:00.000Z." },
    ]);
    expect(inspect(log, { nowMs: MONDAY }).notChecked.map(({ check }) => check)).toEqual([
      "start-after-completion",
    ]);
  });

  it("finds starts after completions", () => {
    const log = tinyLog(`1: a@${MONDAY + 9}..${MONDAY + 5} b@${MONDAY + 6}..${MONDAY + 8}`);
    expect(of(log, "start-after-completion")).toMatchObject([{ severity: "error", count: 1 }]);
  });

  it("finds a gap that is far beyond the usual ones of its activity", () => {
    const log = line(60, (b, c, at) => {
      if (c !== 17) return false;
      b.addEvent("lot-17", "Mix", at, { resource: "M1", thickness: 135 });
      b.addEvent("lot-17", "Coat", at + 90 * DAY, { resource: "M1", thickness: 135 });
      return true;
    });
    expect(of(log, "extreme-duration")).toMatchObject([
      { subject: "Coat", count: 1, examples: [{ caseId: "lot-17", activity: "Coat" }] },
    ]);
  });

  it("finds the case in which two steps come in an order that no other case has", () => {
    const log = line(100, (b, c, at) => {
      if (c !== 40) return false;
      const rest = { resource: "M1", thickness: 135 };
      b.addEvent("lot-40", "Coat", at, rest);
      b.addEvent("lot-40", "Mix", at + 60 * MINUTE, rest);
      return true;
    });
    expect(of(log, "order-violation")).toMatchObject([
      {
        subject: "Coat, Mix",
        count: 1,
        examples: [{ caseId: "lot-40" }],
        message: '"Coat" comes before "Mix" in 1 case, and after it in 99.',
      },
    ]);
  });

  it.each([
    ["clock-skew", 95 * MINUTE, "about 95 minutes"],
    ["mixed-time-zones", 2 * HOUR, "2 hours"],
  ] as const)("finds a machine whose clock is behind: %s", (check, behind, told) => {
    const log = line(80, (b, c, at) => {
      const machine = c % 4 === 0 ? "M9" : "M1";
      b.addEvent(`lot-${c}`, "Mix", at, { resource: "M1", thickness: 135 });
      const coated = at + 61 * MINUTE - (machine === "M9" ? behind : 0);
      b.addEvent(`lot-${c}`, "Coat", coated, { resource: machine, thickness: 135 });
      return true;
    });
    const [finding, ...others] = of(log, check);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      subject: "M9",
      count: 20,
      severity: "warning",
      examples: [{ activity: "Coat" }],
    });
    expect(finding?.message).toContain(`"M9" seem to be behind by ${told}`);
    expect(of(line(80), check)).toEqual([]);
  });

  it("finds labels that may be one: by spelling, by typing, by words; not numbered names nor steps of one case", () => {
    const builder = new EventLogBuilder({ eventAttributes: { metric: "string" } });
    const steps = [
      "Mixing",
      "mixing ",
      "Calendering",
      "Calandering",
      "Alignment Precision",
      "Winding Alignment Precision",
    ];
    for (const [i, step] of steps.entries()) {
      builder.addEvent(`case ${i}`, step, MONDAY + i * HOUR, { metric: `Line ${i}` });
    }
    builder.addEvent("both", "Final Check", MONDAY, { metric: "Line 0" });
    builder.addEvent("both", "Final Check Repeat", MONDAY + HOUR, { metric: "Line 1" });
    expect(of(builder.build(), "similar-labels").map(({ subject, severity }) => [subject, severity])).toEqual(
      [
        ["Mixing, mixing ", "warning"],
        ["Calendering, Calandering", "note"],
        ["Alignment Precision, Winding Alignment Precision", "note"],
      ],
    );
  });

  it("finds values in another unit", () => {
    const log = line(100, (b, c, at) => {
      const thickness = c % 20 === 0 ? (135 + (c % 7)) / 1000 : 135 + (c % 7);
      b.addEvent(`lot-${c}`, "Coat", at, { resource: "M1", thickness });
      return true;
    });
    expect(of(log, "unit-change")).toMatchObject([
      {
        subject: "thickness of Coat",
        count: 5,
        message: '5 values of thickness of "Coat" are about a 1000th of the others, as in another unit.',
      },
    ]);
    expect(of(log, "value-drift")).toEqual([]);
  });

  it("finds values whose level changes over time", () => {
    const log = line(100, (b, c, at) => {
      b.addEvent(`lot-${c}`, "Coat", at, { resource: "M1", thickness: 135 + (c % 7) + (c >= 50 ? 5 : 0) });
      return true;
    });
    const [finding] = of(log, "value-drift");
    // Medians of 0 … 6 spread evenly: 138 before, 143 after.
    expect(finding?.message).toBe(
      'thickness of "Coat" rises over time: its median is 138 in the first half and 143 in the second.',
    );
  });

  it("finds empty cases and cases of one event, and a log that is a table", () => {
    const log = line(10, (b, c, at) => {
      if (c === 0) return true;
      if (c > 2) return false;
      b.addEvent(`lot-${c}`, "Mix", at, { resource: "M1", thickness: 135 });
      return true;
    });
    expect(of(log, "empty-case")).toMatchObject([{ count: 1, examples: [{ caseId: "lot-0", event: null }] }]);
    expect(of(log, "single-event-case")).toMatchObject([{ severity: "note", count: 2 }]);
    const table = tinyLog("1: a@5", "2: b@6");
    expect(of(table, "single-event-case")).toMatchObject([{ severity: "warning", count: 2 }]);
  });

  it("puts errors first and keeps as many examples as asked for", () => {
    const log = tinyLog(`1: a b@${MONDAY * 1000}`, "2: a b");
    expect(inspect(log).findings.map(({ severity }) => severity)).toEqual(["error", "warning"]);
    expect(of(log, "missing-time", { examples: 1 })).toMatchObject([
      { count: 3, examples: [{ caseId: "1" }] },
    ]);
    expect(() => inspect(log, { examples: 0.5 })).toThrow("inspect: option examples is 0.5.");
    expect(() => inspect(log, { nowMs: Number.NaN })).toThrow("inspect: option nowMs is NaN.");
  });

  it("finds nothing in a log of nothing", () => {
    expect(inspect(new EventLogBuilder().build())).toMatchObject({ events: 0, cases: 0, findings: [] });
  });

  it("counts no more than there is, has JSON-safe results, and does not depend on a shift of a whole day, for every log", () => {
    const base = 12_000 * DAY;
    fc.assert(
      fc.property(arbitraryCases({ timed: false }), (cases) => {
        const quality = inspect(logOf(cases, (time) => time + base));
        expect(JSON.parse(JSON.stringify(quality))).toEqual(quality);
        for (const { share, count, examples } of quality.findings) {
          expect(count).toBeGreaterThan(0);
          expect(share).toBeGreaterThan(0);
          expect(share).toBeLessThanOrEqual(1);
          expect(examples.length).toBeLessThanOrEqual(Math.min(5, count));
        }
        const shifted = inspect(logOf(cases, (time) => time + base + 3 * DAY));
        expect(shifted.findings.map(({ check, count }) => [check, count])).toEqual(
          quality.findings.map(({ check, count }) => [check, count]),
        );
      }),
      { seed: 12, numRuns: 200 },
    );
  });
});
