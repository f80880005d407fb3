import { isGigamineError } from "@gigamine/base";
import { columnByName, EventLogBuilder, toRows } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import { generateBatteryLog } from "../../src/battery-log/generate.js";
import type { QcRow } from "../../src/battery-plant/qc-row.js";
import { decoyLog, decoyRows } from "../../src/scenarios/decoy-views.js";
import { decoyReader, decoys } from "../../src/scenarios/decoys.js";

const context = { seed: 7, timeZone: "Europe/Berlin" };
const row = (case_id: string, timestamp: string, operator = "Operator C1"): QcRow => ({
  row_id: `${case_id} ${timestamp}`,
  timestamp,
  shift: "Tuesday_AM",
  process_step: 1,
  subcategory: "Slurry Mixing",
  case_id,
  activity: "Electrode Manufacturing",
  location: "Electrode_Wing",
  resource: "Mixer 1",
  operator,
  attempt: 1,
  qc_data: {
    metric: "slurry_viscosity",
    title: "Slurry viscosity",
    value: 5,
    unit: "Pa.s",
    target: 5,
    warnLow: 4.3,
    warnHigh: 5.8,
    specLow: 3.5,
    specHigh: 7,
    status: "In Spec",
  },
  ambient_temp_c: 22,
  operator_log: "",
});
const all = [decoys.tuesdayMusic(), decoys.badgeColour(), decoys.spareSensor(), decoys.productMix()];
const hours = (from: string, n: number): number[] =>
  Array.from({ length: n }, (_, i) => Date.parse(from) + i * 3_600_000);

describe("decoyRows", () => {
  it("plays music on Tuesdays by the clock of the plant", () => {
    // in Berlin it is Tuesday from Monday 23:00 to Tuesday 23:00 UTC in winter
    const rows = [
      "2025-01-06T22:59:00Z",
      "2025-01-06T23:00:00Z",
      "2025-01-07T22:59:00Z",
      "2025-01-07T23:00:00Z",
    ];
    const music = decoyRows(
      rows.map((time) => row("BATCH-001", time)),
      [decoys.tuesdayMusic()],
      context,
    );
    expect(music.map(({ music }) => music)).toEqual(["off", "on", "on", "off"]);
  });

  it("adds a column for each decoy and leaves the rows as they are", () => {
    const rows = [row("BATCH-001", "2025-01-07T08:00:00Z"), row("BATCH-002", "2025-01-07T15:00:00Z")];
    const before = structuredClone(rows);
    const tagged = decoyRows(rows, all, context);
    expect(rows).toEqual(before);
    expect(tagged.map(({ music, badge_colour, spare_sensor, product, ...rest }) => rest)).toEqual(before);
    expect(tagged[0]!["music"]).toBe("on");
    expect(["red", "blue", "green", "yellow"]).toContain(tagged[0]!["badge_colour"]);
  });

  it("gives an operator one colour and a batch one product, whatever the order of the rows", () => {
    const rows = ["2025-01-07T08:00:00Z", "2025-01-09T15:00:00Z", "2025-01-10T16:00:00Z"].flatMap((time) => [
      row("BATCH-001", time, "Operator C1"),
      row("BATCH-002", time, "Operator C2"),
    ]);
    const tagged = decoyRows(rows, all, context);
    const distinct = (key: "operator" | "case_id", of: "badge_colour" | "product", value: string): number =>
      new Set(tagged.filter((r) => r[key] === value).map((r) => r[of])).size;
    expect(distinct("operator", "badge_colour", "Operator C1")).toBe(1);
    expect(distinct("operator", "badge_colour", "Operator C2")).toBe(1);
    expect(distinct("case_id", "product", "BATCH-001")).toBe(1);
    const turned = decoyRows([...rows].reverse(), all, context);
    expect([...turned].reverse()).toEqual(tagged);
  });

  it("gives no badge to nobody: where a step runs by itself the operator is empty", () => {
    const rows = [row("BATCH-001", "2025-01-07T08:00:00Z", ""), row("BATCH-001", "2025-01-07T09:00:00Z")];
    const [nobody, somebody] = decoyRows(rows, [decoys.badgeColour()], context);
    expect(nobody!["badge_colour"]).toBeNull();
    expect(somebody!["badge_colour"]).not.toBeNull();
  });

  it("can take another column, but none that is there", () => {
    const rows = [row("BATCH-001", "2025-01-07T08:00:00Z")];
    expect(decoyRows(rows, [decoys.tuesdayMusic({ column: "radio" })], context)[0]!["radio"]).toBe("on");
    for (const list of [
      [decoys.tuesdayMusic({ column: "shift" })],
      [decoys.spareSensor(), decoys.spareSensor()],
    ]) {
      let message = "";
      try {
        decoyRows(rows, list, context);
      } catch (error) {
        if (isGigamineError(error, "option/out-of-range")) message = error.message;
      }
      expect(message).toContain("decoyRows: option decoys[");
      expect(message).toContain("give another name");
    }
  });
});

describe("the product mix", () => {
  const read = decoyReader(decoys.productMix(), context);
  const share = (hour: string): number => {
    const caseStartMs = Date.parse(`2025-01-08T${hour}:00:00Z`);
    const products = Array.from({ length: 2000 }, (_, i) =>
      read({ caseId: `BATCH-${i}`, timeMs: caseStartMs, caseStartMs, operator: null }),
    );
    return products.filter((product) => product === "P2").length / 2000;
  };

  it("is P2 for four of five cases of the late shift and for one of five others", () => {
    // three standard deviations of a share of 2000 are 0.027
    expect(Math.abs(share("16") - 0.8)).toBeLessThan(0.027);
    expect(Math.abs(share("08") - 0.2)).toBeLessThan(0.027);
  });
});

describe("the spare sensor", () => {
  const series = (seed: number): number[] => {
    const read = decoyReader(decoys.spareSensor(), { ...context, seed });
    return hours("2025-01-06T00:00:00Z", 24 * 60).map(
      (timeMs) => read({ caseId: "c", timeMs, caseStartMs: timeMs, operator: null }) as number,
    );
  };

  it("moves slowly, within 35 and 65, and in another way with another seed", () => {
    const values = series(1);
    const steps = values.slice(1).map((value, i) => Math.abs(value - values[i]!));
    // at most the sum of the slopes of its three waves: 5 * 2 pi / 24 * (1/2.3 + 1/9.7 + 1/31) an hour, and rounding
    expect(Math.max(...steps)).toBeLessThan(0.75);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(35);
    expect(Math.max(...values)).toBeLessThanOrEqual(65);
    expect(series(2)).not.toEqual(values);
    expect(series(1)).toEqual(values);
  });
});

describe("decoyLog", () => {
  const log = generateBatteryLog({ lots: 20, seed: 3 });

  it("adds typed event attributes and keeps all others", () => {
    const tagged = decoyLog(log, all, context);
    expect(Object.keys(tagged.eventAttributes)).toEqual([
      ...Object.keys(log.eventAttributes),
      "music",
      "badge_colour",
      "spare_sensor",
      "product",
    ]);
    expect(columnByName(tagged.eventAttributes, "spare_sensor")!.kind).toBe("number");
    expect(columnByName(tagged.eventAttributes, "product")!.kind).toBe("string");
    expect(tagged.activity).toBe(log.activity);
    expect(Object.keys(log.eventAttributes)).not.toContain("music");
  });

  it("has no values where an event has no time; its case begins with the first that has one", () => {
    const builder = new EventLogBuilder<{ resource: string }>({ eventAttributes: { resource: "string" } });
    builder.addEvent("c1", "Arrival", null, { resource: "Dock" });
    builder.addEvent("c1", "Storage", Date.parse("2025-01-07T15:00:00Z"), { resource: "Warehouse" });
    builder.addEvent("c2", "Arrival", null, { resource: "Dock" });
    const rows = toRows(decoyLog(builder.build(), all, context));
    const shown = rows.map(({ activity, music, badge_colour, spare_sensor, product }) => [
      activity,
      ...[music, badge_colour, spare_sensor, product].map((value) => value !== null),
    ]);
    expect(shown).toEqual([
      ["Arrival", false, false, false, false],
      ["Storage", true, true, true, true],
      ["Arrival", false, false, false, false],
    ]);
  });

  it("refuses an attribute that is there", () => {
    expect(() => decoyLog(log, [decoys.tuesdayMusic({ column: "resource" })], context)).toThrow(
      /column "resource" already/,
    );
  });
});
