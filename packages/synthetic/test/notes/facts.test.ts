import { describe, expect, it } from "@jest/globals";
import { displayQuantity, displayUnit } from "../../src/notes/display.js";
import { noteFacts, shownDecimals } from "../../src/notes/facts.js";
import { qcNoteFacts } from "../../src/notes/qc-facts.js";
import { alignedRow, nominalRow, qcRow, resistantRow, thickRow, thinRow } from "./rows.js";

describe("qcNoteFacts", () => {
  it("holds what the operator could see of a hot coating row, and nothing else", () => {
    expect(qcNoteFacts(thickRow, "Mixed fine.")).toEqual({
      id: "QC-000017",
      words: {
        step: "Coating & Drying",
        shift: "Friday_PM",
        room: "Coating_Room",
        machine: "Coater 1",
        operator: "Operator C2",
        batch: "BATCH-007",
        activity: "Electrode Manufacturing",
      },
      numbers: [
        { field: "qc_data.value", title: "coating thickness", value: 135.2, unit: "um", decimals: 1 },
        { field: "qc_data.target", title: "target", value: 132, unit: "um", decimals: 0 },
        { field: "qc_data.warnLow", title: "lower warning limit", value: 129, unit: "um", decimals: 0 },
        { field: "qc_data.warnHigh", title: "upper warning limit", value: 135, unit: "um", decimals: 0 },
        { field: "qc_data.specLow", title: "lower spec limit", value: 127, unit: "um", decimals: 0 },
        { field: "qc_data.specHigh", title: "upper spec limit", value: 137, unit: "um", decimals: 0 },
        { field: "ambient_temp_c", title: "room temperature", value: 27.1, unit: "Cel", decimals: 1 },
        { field: "attempt", title: "attempt", value: 1, unit: null, decimals: 0 },
      ],
      required: "qc_data.value",
      status: "Tolerance Warning",
      allowedCauses: ["high room temperature"],
      previousNote: "Mixed fine.",
    });
  });

  it.each([
    ["a cold room", thinRow, ["low room temperature"]],
    ["a second attempt", resistantRow, ["rework"]],
    ["an ordinary row", nominalRow, []],
    ["the edge of the usual", qcRow({ ambient_temp_c: 24 }), []],
    ["just over the edge", qcRow({ ambient_temp_c: 24.1 }), ["high room temperature"]],
    ["an unknown room", qcRow({ location: "constructor" }), []],
    [
      "moisture out of its limits",
      qcRow({ ambient_temp_c: 22, qc_data: { metric: "powder_moisture", status: "Critical Fail" } }),
      ["humidity"],
    ],
    [
      "moisture in spec",
      qcRow({ ambient_temp_c: 22, qc_data: { metric: "powder_moisture", status: "In Spec" } }),
      [],
    ],
  ])("permits causes by what is visible: %s", (_, row, causes) => {
    expect(qcNoteFacts(row).allowedCauses).toEqual(causes);
  });

  it("takes other usual temperatures", () => {
    const rooms = { Coating_Room: { normal: 27, tolerance: 1 } };
    expect(qcNoteFacts(thickRow, null, { rooms }).allowedCauses).toEqual([]);
  });

  it("leaves out limits and names that there are none of", () => {
    const facts = qcNoteFacts(qcRow({ ...alignedRow, operator: "" }));
    expect(facts.numbers.map(({ field }) => field)).not.toContain("qc_data.warnLow");
    expect(facts.words).not.toHaveProperty("operator");
  });

  it.each<[string, object, string]>([
    ["no measurement", { qc_data: { ...thickRow.qc_data, value: null } }, "qc_data.value"],
    ["a measurement as text", { qc_data: { ...thickRow.qc_data, value: "135.2" } }, "qc_data.value"],
    ["a measurement that is none", { qc_data: { ...thickRow.qc_data, value: Number.NaN } }, "qc_data.value"],
    ["a limit as text", { qc_data: { ...thickRow.qc_data, warnHigh: "135" } }, "qc_data.warnHigh"],
    ["a status of its own", { qc_data: { ...thickRow.qc_data, status: "OK" } }, "qc_data.status"],
    ["no title", { qc_data: { ...thickRow.qc_data, title: undefined } }, "qc_data.title"],
    ["no temperature", { ambient_temp_c: undefined }, "ambient_temp_c"],
    ["an attempt as text", { attempt: "1" }, "attempt"],
    ["a machine by number", { resource: 1 }, "resource"],
  ])("names the column of a row with %s", (_, changes, column) => {
    const misuse = () => qcNoteFacts({ ...thickRow, ...changes } as never);
    expect(misuse).toThrow(`qcNoteFacts: ${column} of row "QC-000017" is `);
    expect(misuse).toThrow(expect.objectContaining({ code: "notes/qc-row" }));
  });

  it("says how to mend a row whose qc_data is still text", () => {
    const row = { ...thickRow, qc_data: JSON.stringify(thickRow.qc_data) as never };
    expect(() => qcNoteFacts(row)).toThrow(/QC-000017.*JSON\.parse/);
  });
});

describe("noteFacts", () => {
  it("fills in what is left out", () => {
    expect(noteFacts({ id: "1", numbers: [{ field: "m", title: "mass", value: 2.5 }] })).toEqual({
      id: "1",
      words: {},
      numbers: [{ field: "m", title: "mass", value: 2.5, unit: null, decimals: 1 }],
      required: null,
      status: null,
      allowedCauses: [],
      previousNote: null,
    });
  });

  const mass = { field: "m", title: "mass", value: 2.5 };
  it.each([
    ["no id", { id: "" }, /option id .*Give the id of the row/],
    [
      "a number that is none",
      { id: "1", numbers: [{ ...mass, value: Number.NaN }] },
      /numbers\[0\]\.value.*finite/,
    ],
    [
      "decimals out of range",
      { id: "1", numbers: [{ ...mass, decimals: 13 }] },
      /numbers\[0\]\.decimals.*\[0, 12\]/,
    ],
    ["an unknown status", { id: "1", status: "OK" }, /option status.*"In Spec"/],
    ["an unknown name", { id: "1", word: {} }, /option word/],
    ["a field twice", { id: "1", numbers: [mass, mass] }, /"m" is given twice/],
    ["a required field that is none", { id: "1", numbers: [mass], required: "n" }, /Give one of: m\./],
    ["nothing at all", null, /Give \{ id/],
  ])("refuses %s", (_, input, message) => {
    expect(() => noteFacts(input as never)).toThrow(message);
  });
});

describe("numbers and units as they are shown", () => {
  it.each([
    ["um", "µm"],
    ["mOhm", "mΩ"],
    ["Cel", "°C"],
    ["Pa.s", "Pa·s"],
    ["kg/m2", "kg/m²"],
    ["kg/m3", "kg/m³"],
    ["[ppm]", "ppm"],
    ["A.h", "Ah"],
    ["mV/d", "mV/d"],
    ["m.s-1", "m·s⁻¹"],
    ["Pa.m3/s", "Pa·m³/s"],
    ["{cells}/h", "cells/h"],
    ["%", "%"],
    ["1", ""],
    [null, ""],
  ])("%s is shown as %s", (code, shown) => {
    expect(displayUnit(code)).toBe(shown);
  });

  it("keeps the decimals of the row", () => {
    expect(displayQuantity(135, 1, "um")).toBe("135.0 µm");
    expect(displayQuantity(2, 0, null)).toBe("2");
    expect(displayQuantity(4.44e-9, 11, "Pa.m3/s")).toBe("4.44e-9 Pa·m³/s");
    expect(displayQuantity(0, 9, "V")).toBe("0.000000000e+0 V");
    expect([5.25, 3262, 2e-9, 1e21, 0.1 + 0.2, -40.5].map(shownDecimals)).toEqual([2, 0, 9, 0, 1, 1]);
  });
});
