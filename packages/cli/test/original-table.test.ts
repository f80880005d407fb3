import type { QcRow } from "@gigamine/synthetic";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { readQcRows } from "../src/generate/read-qc-rows.js";
import { Terminal } from "../src/terminal.js";
import { commandLine } from "./command-line.js";

const { run, inside } = commandLine();
const context = { terminal: new Terminal(process, true), signal: new AbortController().signal };

/** What one seed gave: the rows, and the verdicts of `validate` on the same table as CSV. */
interface Made {
  readonly seed: number;
  readonly rows: readonly QcRow[];
  readonly code: number;
  readonly failed: readonly string[];
}

const made: Made[] = [];

beforeAll(async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const flags = ["--view", "qc-table", "--rows", "100", "--seed", String(seed), "--notes", "offline"];
    await run("generate", ...flags, "--out", inside("table.csv"));
    const { code, stdout } = await run(
      "validate",
      inside("table.csv"),
      "--bad-shift",
      "Friday_PM@Coating_Room",
      "--json",
    );
    const { results } = JSON.parse(stdout) as {
      results: { id: string; severity: string; success: boolean; examples: string[] }[];
    };
    const failed = results.filter(({ success, severity }) => !success && severity === "error");
    made.push({
      seed,
      rows: await readQcRows(inside("table.csv"), "test", context),
      code,
      failed: failed.map(({ id, examples }) => `${id}: ${examples[0]}`),
    });
  }
}, 120_000);

const rows = () => made.flatMap((table) => table.rows);

describe("the original table, in one command, on 20 seeds", () => {
  it("passes every validation of its own kind, the hot Friday afternoon included", () => {
    expect(made.filter(({ code }) => code !== 0).map(({ seed, failed }) => ({ seed, failed }))).toEqual([]);
  });

  it("has 100 rows of 20 batches, each through its five steps in order", () => {
    for (const { rows } of made) {
      expect(rows.length).toBe(100);
      const batches = new Map<string, QcRow[]>();
      for (const row of rows) batches.set(row.case_id, [...(batches.get(row.case_id) ?? []), row]);
      expect(batches.size).toBe(20);
      for (const steps of batches.values()) {
        expect(steps.map(({ process_step }) => process_step)).toEqual([1, 2, 3, 4, 5]);
        const times = steps.map(({ timestamp }) => timestamp);
        expect(times).toEqual([...times].sort());
      }
    }
  });

  it("is in spec for about nine rows of ten", () => {
    const inSpec = rows().filter(({ qc_data }) => qc_data.status === "In Spec").length;
    expect(inSpec / 2000).toBeGreaterThan(0.87);
    expect(inSpec / 2000).toBeLessThan(0.97);
    for (const { rows } of made) {
      expect(rows.filter(({ qc_data }) => qc_data.status === "In Spec").length).toBeGreaterThanOrEqual(85);
    }
  });

  it("heats the coating room by 5 °C on Friday afternoons, rising over the first hour, and no other place", () => {
    const coating = rows().filter(({ location }) => location === "Coating_Room");
    const isFriday = ({ shift }: QcRow) => shift === "Friday_PM";
    const sinceTwo = ({ timestamp }: QcRow) => (Date.parse(timestamp) % 86_400_000) / 3_600_000 - 14;
    const temperature = (some: readonly QcRow[]) => mean(some.map(({ ambient_temp_c }) => ambient_temp_c));
    const usual = temperature(coating.filter((row) => !isFriday(row)));
    const hot = coating.filter((row) => isFriday(row) && sinceTwo(row) >= 1);
    expect(hot.length).toBeGreaterThan(20);
    expect(temperature(hot) - usual).toBeGreaterThan(4.5);
    expect(temperature(hot) - usual).toBeLessThan(5.5);
    const elsewhere = rows().filter(({ location }) => location === "Electrode_Wing");
    const difference =
      temperature(elsewhere.filter(isFriday)) - temperature(elsewhere.filter((row) => !isFriday(row)));
    expect(Math.abs(difference)).toBeLessThan(0.5);
  });

  it("shows the heat in what was coated: thinner slurry, heavier and thicker coats, less adhesion", () => {
    // z of the difference of two means; a sign is sure beyond 2
    expect(fridayEffect("coater_viscosity")).toBeLessThan(-2);
    expect(fridayEffect("coating_loading")).toBeGreaterThan(2);
    expect(fridayEffect("coating_thickness")).toBeGreaterThan(2);
    expect(fridayEffect("peel_strength")).toBeLessThan(-2);
  });

  it("has notes that name value, unit and status, and the heat as a cause where it was seen", () => {
    const units = new Map(
      Object.entries({
        um: "µm",
        mm: "mm",
        "N/m": "N/m",
        "Pa.s": "Pa·s",
        "Pa.m3/s": "Pa·m³/s",
        "kg/m2": "kg/m²",
        "kg/m3": "kg/m³",
        "[ppm]": "ppm",
        "A.h": "Ah",
        mOhm: "mΩ",
        mV: "mV",
        "mV/d": "mV/d",
        N: "N",
        "%": "%",
        "1": "",
      }),
    );
    for (const { operator_log: note, qc_data } of rows()) {
      expect(note).toContain(qc_data.status);
      expect(note).toContain(String(qc_data.value));
      expect([...units.keys()]).toContain(qc_data.unit);
      expect(note).toContain(units.get(qc_data.unit)!);
    }
    const suspects = rows().filter(
      ({ shift, location, qc_data, ambient_temp_c }) =>
        shift === "Friday_PM" &&
        location === "Coating_Room" &&
        qc_data.status !== "In Spec" &&
        ambient_temp_c > 25,
    );
    expect(suspects.length).toBeGreaterThan(0);
    for (const { operator_log } of suspects) expect(operator_log).toMatch(/temperature|hot|warm|heat/i);
  });

  it("has notes of which hardly any is there twice", () => {
    const notes = rows().map(({ operator_log }) => operator_log);
    expect(new Set(notes).size).toBeGreaterThan(0.95 * notes.length);
  });
});

/** Friday afternoons against the other shifts. */
function fridayEffect(metric: string): number {
  const values = (isFriday: boolean): number[] =>
    rows()
      .filter(({ qc_data, shift }) => qc_data.metric === metric && (shift === "Friday_PM") === isFriday)
      .map(({ qc_data }) => qc_data.value);
  const [friday, others] = [values(true), values(false)];
  const center = mean(others);
  const spread = Math.sqrt(mean(others.map((value) => (value - center) ** 2)));
  return (mean(friday) - center) / (spread * Math.sqrt(1 / friday.length + 1 / others.length));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
