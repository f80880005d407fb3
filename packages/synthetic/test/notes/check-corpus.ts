import type { NoteFacts } from "../../src/notes/contract.js";
import { noteFacts } from "../../src/notes/facts.js";
import { qcNoteFacts } from "../../src/notes/qc-facts.js";
import { laterNotes } from "./later-notes.js";
import { modelNotes } from "./model-notes.js";
import { alignedRow, lightRow, nominalRow, resistantRow, thickRow, thinRow } from "./rows.js";

/** Notes about one row, written by hand: those that are true, and those that are false by what is wrong with them. */
export interface CorpusPart {
  readonly facts: NoteFacts;
  readonly true: readonly string[];
  readonly false: Readonly<Record<string, readonly string[]>>;
}

const dewPoint = noteFacts({
  id: "row-4",
  words: { room: "Dry_Room", shift: "Night_Shift", machine: "Dryer A" },
  numbers: [
    { field: "dew_point", title: "dew point", value: -36.2, unit: "Cel" },
    { field: "dew_point.target", title: "target", value: -40, unit: "Cel" },
    { field: "dew_point.warnHigh", title: "upper warning limit", value: -37, unit: "Cel" },
    { field: "dew_point.specHigh", title: "upper spec limit", value: -35, unit: "Cel" },
    { field: "throughput", title: "throughput", value: 1250, unit: "{cells}/h" },
    { field: "solids", title: "solids content", value: 0.702, unit: "1" },
  ],
  required: "dew_point",
  status: "Tolerance Warning",
  allowedCauses: ["humidity"],
});

/** Thickness 135.2 µm (target 132, warning 129 … 135, spec 127 … 137), room 27.1 °C, Friday PM, first attempt. */
const thick: CorpusPart = {
  facts: qcNoteFacts(thickRow),
  true: [
    "Coating thickness 135.2 µm, Tolerance Warning. Room warm, 27.1 °C.",
    "thickness 135.2um - warning - room hot 27.1C",
    "Coating thickness came in at 135.2 microns, just above the upper warning limit of 135 µm.",
    "Thickness at 0.1352 mm, tolerance warning. Suspect HVAC, room at 27.1 °C.",
    "135.2 µm on Coater 1, warning. Coating Room was at 27.1 °C, too warm.",
    "Warning: 135,2 µm thickness, room 27,1 °C.",
    "BATCH-007 thickness 135.2 µm vs target 132 µm. Tolerance Warning, room temperature high at 27.1 °C.",
    "batch 7: coating thickness 135.2 µm, 3.2 µm above target, tolerance warning.",
    "Coating thickness 3.2 µm over target at 135.2 µm. Borderline, room warm.",
    "Thickness 135.2 µm (+3.2 µm to target), Tolerance Warning.",
    "Thickness of 135.2 µm is outside the warning limits (129 to 135 µm), still inside the spec limits of 127 to 137 µm.",
    "Friday PM, Coater 1: thickness 135.2 µm. Tolerance Warning. Heat in the room, 80.8 °F.",
    "The coating was thick this afternoon: thickness 135.2 µm, a Tolerance Warning. Room 300.3 K.",
    "Coating thickness one hundred thirty-five point two microns, warning.",
    "Thickness 135.2 µm, not nominal, room at 27 °C.",
    "Coating thickness reads high, 135.2 µm against a target of 132 µm. Tolerance Warning due to the warm room.",
    "Amber on Coater 1: 135.2 µm. Likely the room temperature, 27.1 °C.",
    "Operator C2: measured 135.2 µm coating thickness, Tolerance Warning; air conditioning to be looked at, room 27.1 °C.",
    "Tolerance Warning on BATCH 007. Thickness 135.20 µm, ambient 27.10 °C. Cause not known.",
    "QC-000017: 135.2 µm, warning, room 27.1 degrees Celsius.",
    "First attempt, thickness 135.2 µm, tolerance warning, no rework so far.",
    "Thickness exceeds the warning limit by 0.2 µm: 135.2 µm. Room hot.",
    "Thickness 135.2 µm, limits 129–135 µm (warning), 127–137 µm (spec). Tolerance Warning.",
    "Coating thickness: 135.2 µm. Status: Tolerance Warning. Cause: high room temperature (27.1 °C).",
    "Not a fail, but a warning: 135.2 µm coating thickness. 2.4 % above target.",
    "Thickness 1.352e2 µm, tolerance warning.",
    "Coater 1 Friday afternoon: warm at 27.1 °C in the room, thickness 135.2 µm, warning.",
    "Tolerance Warning, 135.2 µm thickness at attempt 1. Please watch the climate in the Coating Room.",
  ],
  false: {
    value: [
      "Coating thickness 135.3 µm, Tolerance Warning.",
      "Coating thickness 136.2 µm, Tolerance Warning. Room 27.1 °C.",
      "Coating thickness 153.2 µm, Tolerance Warning.",
      "Thickness 135.2 µm, warning. Room 27.4 °C.",
      "Thickness 135.2 µm, warning. Room about 30 °C.",
      "Thickness one hundred thirty-six microns, warning.",
      "Thickness -135.2 µm, tolerance warning.",
      "Thickness 135.2 µm, warning, attempt 2.",
      "Thickness 135.2 µm, warning, second attempt.",
      "Thickness 135.2 µm, warning, seen on 3 cells.",
      "Thickness 135.2 µm, warning, 5 minutes after start.",
      "Thickness 135.2 µm, Tolerance Warning. Twelve metres of foil affected.",
      "Thickness 135.2 µm, warning. Half of the roll affected.",
      "Thickness 135.2 µm, 95 % sure it is a warning.",
      "Thickness 135.2 µm, 3/4 of the roll in warning.",
      "Thickness 135.2 µm, Tolerance Warning, twice the usual.",
    ],
    unit: [
      "Coating thickness 135.2 mm, Tolerance Warning.",
      "Coating thickness 135.2 nm, Tolerance Warning.",
      "Coating thickness 135.2 °C, Tolerance Warning.",
      "Coating thickness 135.2, Tolerance Warning.",
      "Thickness 135.2 µm, warning, room 27.1 °F.",
      "Thickness 135.2 µm, warning, room 27.1 K.",
      "Thickness 135.2 µm, warning, room 27.1 %.",
      "Thickness 1.352 mm, tolerance warning.",
      "Thickness 135.2 mils, tolerance warning.",
    ],
    status: [
      "Coating thickness 135.2 µm, In Spec.",
      "Coating thickness 135.2 µm, Critical Fail.",
      "Coating thickness 135.2 µm, all good.",
      "Coating thickness 135.2 µm, nominal.",
      "Coating thickness 135.2 µm, out of spec.",
      "Coating thickness 135.2 µm, within limits. Room warm.",
      "Coating thickness 135.2 µm, no warning.",
      "Coating thickness 135.2 µm, roll scrapped. Room warm.",
      "Coating thickness 135.2 µm, above the upper spec limit.",
      "Coating thickness 135.2 µm, below target, tolerance warning.",
      "Coating thickness 135.2 µm, below the lower warning limit.",
      "Coating thickness 135.2 µm, not in spec, rejected.",
      "Coating thickness 135.2 µm reads low, warning.",
      "Coating thickness 135.2 µm, not a warning.",
    ],
    missing: [
      "Tolerance Warning on Coater 1, room warm.",
      "Too thick today, room 27.1 °C, warning.",
      "Target 132 µm, upper warning limit 135 µm, tolerance warning.",
      "Thickness 3.2 µm above target, tolerance warning.",
    ],
    swapped: [
      "Thickness 27.1 °C, room temperature 135.2 µm, tolerance warning.",
      "Thickness 132 µm, target 135.2 µm, tolerance warning.",
      "132 µm on Coater 1, tolerance warning. Target 135.2 µm.",
      "Thickness 137 µm, upper spec limit 135.2 µm, tolerance warning.",
      "Thickness 135.2 µm, upper warning limit 137 µm, tolerance warning.",
      "Thickness 135.2 µm, lower spec limit 129 µm, tolerance warning.",
      "Thickness 135.2 µm, spec 129 to 135 µm is the target of 127 µm.",
    ],
    rounding: [
      "Thickness 135.25 µm, tolerance warning.",
      "Thickness 136 µm, tolerance warning.",
      "Thickness 135 µm, tolerance warning.",
      "Thickness 140 µm, tolerance warning.",
      "Thickness 0.1 mm, tolerance warning.",
      "Thickness 0.14 mm, tolerance warning.",
      "Thickness 135.2 µm, warning. Room 28 °C.",
    ],
    shift: [
      "Monday PM: thickness 135.2 µm, tolerance warning.",
      "Thickness 135.2 µm on Thursday, tolerance warning.",
      "Thickness 135.2 µm, tolerance warning, morning shift.",
      "Friday AM: thickness 135.2 µm, tolerance warning.",
      "Thickness 135.2 µm, tolerance warning, night shift.",
      "Thickness 135.2 µm at 15:30, tolerance warning.",
      "Thickness 135.2 µm on 2025-01-11, tolerance warning.",
    ],
    place: [
      "Coater 2: thickness 135.2 µm, tolerance warning.",
      "Thickness 135.2 µm in the Dry Room, tolerance warning.",
      "BATCH-008: thickness 135.2 µm, tolerance warning.",
      "Calender 1: thickness 135.2 µm, tolerance warning.",
      "Operator C3: thickness 135.2 µm, tolerance warning.",
      "Batch 17: thickness 135.2 µm, tolerance warning.",
      "Mixer left it at thickness 135.2 µm, tolerance warning.",
      "QC-000018: thickness 135.2 µm, tolerance warning.",
      "Thickness 135.2 µm on the Assembly Floor, tolerance warning.",
    ],
    cause: [
      "Thickness 135.2 µm, tolerance warning due to humidity.",
      "Thickness 135.2 µm, tolerance warning. Operator error.",
      "Thickness 135.2 µm, tolerance warning. Bad material lot.",
      "Thickness 135.2 µm, tolerance warning. Worn blade.",
      "Thickness 135.2 µm, tolerance warning. Gauge needs calibration.",
      "Thickness 135.2 µm, tolerance warning. Pump leak on the line.",
      "Thickness 135.2 µm, tolerance warning because of rework.",
      "Thickness 135.2 µm, tolerance warning, cold room.",
      "Thickness 135.2 µm, tolerance warning caused by ghosts.",
      "Thickness 135.2 µm, tolerance warning, speed was raised.",
      "Thickness 135.2 µm, tolerance warning after maintenance.",
    ],
  },
};

/** Resistance 2.31 mΩ (target 2.0, warning 1.9 … 2.1, spec 1.8 … 2.25), room 25.1 °C, Monday AM, second attempt. */
const resistant: CorpusPart = {
  facts: qcNoteFacts(resistantRow),
  true: [
    "DC resistance 2.31 mΩ, Critical Fail. Attempt 2 after rework.",
    "Critical fail: 2.31 mOhm on Tester 3, BATCH-012.",
    "DC resistance of 2.31 milliohms is out of spec, above the upper spec limit of 2.25 mΩ.",
    "Resistance 0.00231 ohm, failed again at attempt 2.",
    "Resistance 2310 µΩ, Critical Fail, second attempt.",
    "Not in spec: resistance 2.31 mΩ against target 2.0 mΩ.",
    "Monday AM, Tester 3: resistance 2.31 mΩ, rejected. 2nd pass, so rework did not help.",
    "Resistance 2,31 mΩ, critical. Target 2,00 mΩ.",
    "Resistance exceeds the spec limit by 0.06 mΩ: 2.31 mΩ, hold for quality.",
    "DC resistance 2.31 mΩ, 0.31 mΩ above target, out of tolerance. Cause unknown.",
    "Resistance 2.3 mΩ, Critical Fail, room 25.1 °C.",
    "Room temperature normal at 25.1 °C, but resistance 2.31 mΩ is a Critical Fail.",
    "No longer within limits: resistance 2.31 mΩ. Quality to decide.",
    "Final Grading, BATCH-012: resistance 2.31 mΩ, fail, limits 1.80 to 2.25 mΩ.",
    "Outside the warning limits and the spec limits with 2.31 mΩ. Critical Fail.",
    "2.31 mΩ. Critical Fail. Please check before anything is released.",
    "Resistance is 15.5 % above target at 2.31 mΩ, Critical Fail.",
  ],
  false: {
    value: [
      "DC resistance 2.21 mΩ, Critical Fail.",
      "DC resistance 2.13 mΩ, Critical Fail.",
      "DC resistance 3.21 mΩ, Critical Fail.",
      "DC resistance 2.31 mΩ, Critical Fail, attempt 1.",
      "DC resistance 2.31 mΩ, Critical Fail, third attempt.",
      "DC resistance 2.31 mΩ, Critical Fail, 0.41 mΩ above target.",
      "DC resistance 2.31 mΩ, Critical Fail, over the limit by 0.31 mΩ.",
      "DC resistance 2.31 mΩ, Critical Fail, 20 % above target.",
      "DC resistance 2.31 mΩ, Critical Fail, 2 cells affected.",
      "DC resistance 2.31 mΩ at 26.1 °C, Critical Fail.",
      "DC resistance 2.31 mΩ, Critical Fail, 2.5 V seen.",
    ],
    unit: [
      "DC resistance 2.31 Ω, Critical Fail.",
      "DC resistance 2.31 µΩ, Critical Fail.",
      "DC resistance 2.31 MOhm, Critical Fail.",
      "DC resistance 2.31 mV, Critical Fail.",
      "DC resistance 0.0231 Ω, Critical Fail.",
      "DC resistance 2.31, Critical Fail.",
    ],
    status: [
      "DC resistance 2.31 mΩ, nominal.",
      "DC resistance 2.31 mΩ, all good.",
      "DC resistance 2.31 mΩ, within limits.",
      "DC resistance 2.31 mΩ, In Spec.",
      "DC resistance 2.31 mΩ, Tolerance Warning.",
      "DC resistance 2.31 mΩ, not a fail.",
      "DC resistance 2.31 mΩ, borderline.",
      "DC resistance 2.31 mΩ, looks fine.",
      "DC resistance 2.31 mΩ, no issues.",
      "DC resistance 2.31 mΩ, passed.",
      "DC resistance 2.31 mΩ, below the upper spec limit.",
      "DC resistance 2.31 mΩ isn't out of spec.",
      "DC resistance 2.31 mΩ, just a warning.",
      "DC resistance 2.31 mΩ, acceptable after rework.",
      "DC resistance 2.31 mΩ, reads low.",
    ],
    missing: [
      "Critical Fail on Tester 3.",
      "Critical Fail, 0.31 mΩ above target.",
      "Critical Fail, room 25.1 °C, attempt 2.",
    ],
    swapped: [
      "DC resistance 2.25 mΩ, upper spec limit 2.31 mΩ, Critical Fail.",
      "DC resistance 2.0 mΩ, target 2.31 mΩ, Critical Fail.",
      "Coating thickness 135.2 µm, Tolerance Warning. Room warm, 27.1 °C.",
      "Electrode density 3180 kg/m³, Tolerance Warning.",
      "Viscosity 5.02 Pa·s, In Spec.",
    ],
    rounding: [
      "DC resistance 2.32 mΩ, Critical Fail.",
      "DC resistance 2.4 mΩ, Critical Fail.",
      "DC resistance 2 mΩ, Critical Fail.",
      "DC resistance 0.002 Ω, Critical Fail.",
    ],
    shift: [
      "Monday PM: 2.31 mΩ, Critical Fail.",
      "Sunday AM: 2.31 mΩ, Critical Fail.",
      "2.31 mΩ, Critical Fail, late shift.",
    ],
    place: [
      "Tester 4: 2.31 mΩ, Critical Fail.",
      "2.31 mΩ, Critical Fail in the Coating Room.",
      "2.31 mΩ, Critical Fail on BATCH-013.",
      "2.31 mΩ, Critical Fail of the welder.",
    ],
    cause: [
      "2.31 mΩ, Critical Fail. Room too warm.",
      "2.31 mΩ, Critical Fail. Tester drift.",
      "2.31 mΩ, Critical Fail, suspect the electrolyte.",
      "2.31 mΩ, Critical Fail, probe contact bad.",
      "2.31 mΩ, Critical Fail, blame the night crew.",
      "2.31 mΩ, Critical Fail. Human error.",
    ],
  },
};

/** Viscosity 5.02 Pa·s (target 5, warning 4.3 … 5.8, spec 3.5 … 7), room 22.4 °C, Tuesday AM. */
const nominal: CorpusPart = {
  facts: qcNoteFacts(nominalRow),
  true: [
    "Viscosity 5.02 Pa·s, In Spec.",
    "Viscosity 5.02 Pa.s, nominal.",
    "All good.",
    "Viscosity 5020 mPa·s, within limits.",
    "Viscosity 5,020 cP, no issues.",
    "Viscosity 5.020 mPas, ok.",
    "Viscosity 5 Pa s, on target.",
    "Viscosity 5.0 Pa·s at 22.4 °C, fine.",
    "Mixer 2, BATCH-003: viscosity 50.2 P, in spec.",
    "Slurry Mixing as expected.",
    "Viscosity 5.02 Pa·s, no warning, not out of spec.",
    "Viscosity 5.02, in spec.",
    "Tuesday morning mix, viscosity 5.02 pascal-seconds, normal.",
    "Viscosity 0.02 Pa·s above target, in spec.",
    "Viscosity 5.02 Pa·s well inside the spec limits of 3.5 and 7.0 Pa·s.",
    "In Spec at 5,02 Pa·s.",
    "Viscosity 5 020 mPa·s in spec.",
    "Mixing ran smoothly, 5.02 Pa·s.",
    "Operator M1: viscosity fine at 5.02 Pa·s, room 22 °C.",
    "Viscosity 5.02 Pa·s (warning limits 4.3 to 5.8 Pa·s), in spec.",
  ],
  false: {
    value: [
      "Viscosity 5.2 Pa·s, In Spec.",
      "Viscosity 6 Pa·s, In Spec.",
      "Viscosity 4,999 cP, In Spec.",
      "In Spec, mixed for 40 min.",
    ],
    unit: [
      "Viscosity 5.02 mPa·s, In Spec.",
      "Viscosity 5020 Pa·s, In Spec.",
      "Viscosity 502 cP, In Spec.",
      "Viscosity 5.02 kg, In Spec.",
    ],
    status: [
      "Viscosity 5.02 Pa·s, out of spec.",
      "Viscosity 5.02 Pa·s, warning.",
      "Viscosity 5.02 Pa·s, Critical Fail.",
      "Viscosity 5.02 Pa·s, not in spec.",
      "Viscosity 5.02 Pa·s, above the upper warning limit.",
      "Viscosity 5.02 Pa·s, below target, in spec.",
      "Viscosity 5.02 Pa·s, far from nominal.",
      "Viscosity 5.02 Pa·s, batch scrapped.",
      "Viscosity 5.02 Pa·s, borderline.",
      "Viscosity 5.02 Pa·s, outside the warning limits.",
    ],
    swapped: [
      "Viscosity 5.8 Pa·s, In Spec.",
      "Viscosity 5.02 Pa·s, target 5.8 Pa·s, In Spec.",
      "Viscosity 22.4 Pa·s at 5.02 °C, In Spec.",
    ],
    rounding: [
      "Viscosity 5.1 Pa·s, In Spec.",
      "Viscosity 5.03 Pa·s, In Spec.",
      "Viscosity 5.024 Pa·s, In Spec.",
    ],
    shift: ["Wednesday: viscosity 5.02 Pa·s, In Spec.", "Tuesday evening: viscosity 5.02 Pa·s, In Spec."],
    place: [
      "Mixer 1: viscosity 5.02 Pa·s, In Spec.",
      "Coater ran 5.02 Pa·s, In Spec.",
      "Calendering nominal.",
    ],
    cause: [
      "Viscosity 5.02 Pa·s, In Spec although the room was hot.",
      "In Spec after recalibration.",
      "In Spec, reworked once.",
    ],
  },
};

/** Density 3180 kg/m³ (target 3262, warning 3197 … 3327, spec 3148 … 3376), room 22.0 °C, Wednesday PM. */
const light: CorpusPart = {
  facts: qcNoteFacts(lightRow),
  true: [
    "Electrode density 3180 kg/m³, Tolerance Warning.",
    "Density 3.18 g/cm³, warning, cause not known.",
    "Density 3,180 kg/m3 on Calender 2, below the lower warning limit of 3,197 kg/m3.",
    "Density 3.180 kg/m³, target 3.262 kg/m³, warning.",
    "Density 3 180 kg/m³, 82 kg/m³ below target. Tolerance Warning.",
    "Density 82 kg/m³ under target at 3180 kg/m³, amber.",
    "Density 3.18 g/cc, tolerance warning, no cause seen.",
    "Tolerance Warning: electrode density 3180 kg per cubic metre, -82 kg/m³ off target.",
    "Wednesday PM: density is low, 3180 kg/m³, outside warning limits. Above the lower spec limit of 3148 kg/m³.",
    "Density 3180 kg/m³ reads low against 3262 kg/m³ target, warning; I could see no cause.",
    "Calendering of BATCH-009 gave 3180 kg/m³: marginal. Room at 22.0 °C.",
    "Density 2.5 % below target, 3180 kg/m³, tolerance warning.",
    "Electrode density 3'180 kg/m³, Tolerance Warning.",
    "Density 3.18 × 10³ kg/m³, warning.",
    "Still above the lower spec limit, density 3180 kg/m³, Tolerance Warning.",
    "Please re-measure: density 3180 kg/m³, warning.",
  ],
  false: {
    value: [
      "Electrode density 3108 kg/m³, Tolerance Warning.",
      "Electrode density 3.81 g/cm³, Tolerance Warning.",
      "Electrode density 3180 kg/m³, 92 kg/m³ below target, Tolerance Warning.",
      "Electrode density 3180 kg/m³, 82 kg/m³ above target, Tolerance Warning.",
      "Electrode density 31.80 kg/m³, Tolerance Warning.",
      "Electrode density 3,18 kg/m³, Tolerance Warning.",
    ],
    unit: [
      "Electrode density 3180 g/cm³, Tolerance Warning.",
      "Electrode density 3180 kg/m², Tolerance Warning.",
      "Electrode density 3180 kg, Tolerance Warning.",
      "Electrode density 3180 g/m³, Tolerance Warning.",
    ],
    status: [
      "Electrode density 3180 kg/m³, above target, Tolerance Warning.",
      "Electrode density 3180 kg/m³, fine.",
      "Electrode density 3180 kg/m³, below the lower spec limit.",
      "Electrode density 3180 kg/m³, nonconforming.",
      "Electrode density 3180 kg/m³, too high, Tolerance Warning.",
    ],
    swapped: [
      "Electrode density 3197 kg/m³, Tolerance Warning.",
      "Electrode density 3180 kg/m³, target 3197 kg/m³, Tolerance Warning.",
      "3262 kg/m³, Tolerance Warning. Usual density 3180 kg/m³.",
    ],
    rounding: [
      "Electrode density 3200 kg/m³, Tolerance Warning.",
      "Electrode density 3.2 g/cm³, Tolerance Warning.",
      "Electrode density 3 g/cm³, Tolerance Warning.",
    ],
    shift: ["Electrode density 3180 kg/m³, Tolerance Warning. Weekend shift."],
    place: ["Calender 3: 3180 kg/m³, Tolerance Warning.", "Slitter: 3180 kg/m³, Tolerance Warning."],
    cause: [
      "Electrode density 3180 kg/m³, Tolerance Warning, roller wear.",
      "Electrode density 3180 kg/m³, Tolerance Warning, room too warm.",
      "Electrode density 3180 kg/m³, Tolerance Warning, suspect temperature.",
      "Electrode density 3180 kg/m³, Tolerance Warning, gap set wrong.",
      "Electrode density 3180 kg/m³, Tolerance Warning, HVAC fault.",
    ],
  },
};

/** Loading 0.2395 kg/m² (target 0.2466, warning 0.2441 … 0.2491, spec 0.2427 … 0.2505), room 18.4 °C, Thursday AM. */
const thin: CorpusPart = {
  facts: qcNoteFacts(thinRow),
  true: [
    "Areal loading 0.2395 kg/m², Critical Fail. Room cold, 18.4 °C.",
    "Loading 23.95 mg/cm², out of spec, room at 18.4 °C.",
    "Loading 239.5 g/m², critical, below the lower spec limit of 242.7 g/m².",
    "Loading 0,2395 kg/m², Critical Fail.",
    "Loading 239.5 gsm, fail. Suspect the low room temperature.",
    "Loading 24.0 mg/cm², fail; target 24.66 mg/cm².",
    "Loading 0.0071 kg/m² below target: 0.2395 kg/m², Critical Fail.",
    "Loading 2.9 % under target, 0.2395 kg/m², Critical Fail. Cold room.",
    "Thursday AM: loading .2395 kg/m², out of tolerance, cool room.",
    "Critical Fail on Coater 2, loading 0.2395 kg/m^2. Coating Room 18 °C.",
    "Loading too low at 0.2395 kg/m², Critical Fail. HVAC?",
    "Loading 2.395e-1 kg/m², rejected.",
    "Critical Fail. Areal loading: 239.5 g/m². Room 65.1 °F, too cold.",
  ],
  false: {
    value: [
      "Loading 0.2359 kg/m², Critical Fail.",
      "Loading 23.59 mg/cm², Critical Fail.",
      "Loading 0.2395 kg/m², Critical Fail. Room 14.8 °C.",
    ],
    unit: [
      "Loading 0.2395 g/m², Critical Fail.",
      "Loading 23.95 mg/m², Critical Fail.",
      "Loading 0.2395 kg/m³, Critical Fail.",
      "Loading 23.95 mg, Critical Fail.",
    ],
    status: [
      "Loading 0.2395 kg/m², above the upper spec limit.",
      "Loading 0.2395 kg/m², still in spec.",
      "Loading 0.2395 kg/m², too high, Critical Fail.",
      "Loading 0.2395 kg/m², Critical Fail? No, OK.",
    ],
    swapped: [
      "Loading 0.2466 kg/m², Critical Fail.",
      "Loading 0.2395 kg/m², lower spec limit 0.2441 kg/m², Critical Fail.",
    ],
    rounding: [
      "Loading 0.239 kg/m², Critical Fail.",
      "Loading 0.2 kg/m², Critical Fail.",
      "Loading 23.9 mg/cm², Critical Fail.",
    ],
    cause: [
      "Loading 0.2395 kg/m², Critical Fail. Room too hot.",
      "Loading 0.2395 kg/m², Critical Fail. Low humidity.",
      "Loading 0.2395 kg/m², Critical Fail. Supplier lot.",
    ],
  },
};

/** Misalignment 0.12 mm (target 0, warning up to 0.3, spec up to 0.5), room 25.2 °C, Friday AM. */
const aligned: CorpusPart = {
  facts: qcNoteFacts(alignedRow),
  true: [
    "Misalignment 0.12 mm, In Spec.",
    "Misalignment 120 µm, nominal, Stacker 5.",
    "Misalignment 0.12 mm, max 0.50 mm, good.",
    "0.12 mm measured on BATCH-001, in spec.",
    "Friday AM, stacking fine, misalignment 0.12 mm, below the upper warning limit of 0.3 mm.",
    "Misalignment 0.12 mm, USL 0.5 mm, ok.",
    "Assembly Floor at 25.2 °C, misalignment 0.12 mm, no problems.",
    "Stable run on Stacker 5.",
  ],
  false: {
    value: [
      "Misalignment 0.21 mm, In Spec.",
      "Misalignment 0 mm, In Spec.",
      "Misalignment 0.12 mm, In Spec, 85 layers.",
    ],
    unit: [
      "Misalignment 0.12 µm, In Spec.",
      "Misalignment 12 mm, In Spec.",
      "Misalignment 0.12 degrees, In Spec.",
    ],
    status: ["Misalignment 0.12 mm, over the warning limit.", "Misalignment 0.12 mm, Tolerance Warning."],
    swapped: ["Misalignment 0.3 mm, In Spec.", "Misalignment 0.5 mm, limit 0.12 mm, In Spec."],
    rounding: ["Misalignment 0.1 mm, In Spec.", "Misalignment 0.13 mm, In Spec."],
  },
};

/** Dew point -36.2 °C (target -40, warning up to -37, spec up to -35), 1250 cells an hour, solids 0.702. */
const dewy: CorpusPart = {
  facts: dewPoint,
  true: [
    "Dew point -36.2 °C, Tolerance Warning.",
    "Dew point −36.2 °C, warning, suspect humidity.",
    "Dew point minus 36.2 °C, warning, damp in the Dry Room.",
    "Dew point –36,2 °C, tolerance warning.",
    "Dew point -36.2 °C, 3.8 °C above target, warning.",
    "Dew point -33.2 °F, warning.",
    "Dew point -36.2 °C at 1250 cells/h, tolerance warning.",
    "Dew point -36.2 °C, warning; solids content 70.2 %.",
    "Dew point -36.2 °C, warning; solids content 0.702.",
    "Dryer A on the night shift: dew point -36.2 °C, tolerance warning.",
    "Dew point above target by 3.8 K: -36.2 °C, warning.",
  ],
  false: {
    value: [
      "Dew point 36.2 °C, warning.",
      "Dew point -36.2 °C, warning, 4.2 °C above target.",
      "Dew point -36.2 °C, warning, solids content 72 %.",
      "Dew point -36.2 °C, warning, 1205 cells/h.",
    ],
    unit: [
      "Dew point -36.2 K, warning.",
      "Dew point -36.2 °C, warning, 1250 cells.",
      "Dew point -36.2 °C, warning, solids content 0.702 %.",
    ],
    status: ["Dew point -36.2 °C, below target, warning.", "Dew point -36.2 °C, above the upper spec limit."],
    place: [
      "Dryer B: dew point -36.2 °C, warning.",
      "Dew point -36.2 °C on the day shift in the Coating Room, warning.",
    ],
    rounding: ["Dew point -36 °C and not lower, warning, 39 °C below zero.", "Dew point -37 °C, warning."],
    cause: [
      "Dew point -36.2 °C, warning, door left open by a trainee.",
      "Dew point -36.2 °C, warning, dryer set-up.",
    ],
  },
};

const first: Readonly<Record<string, CorpusPart>> = { thick, resistant, nominal, light, thin, aligned, dewy };

export const corpus: Readonly<Record<string, CorpusPart>> = Object.fromEntries(
  Object.entries(first).map(([row, part]) => {
    const [later, model] = [laterNotes[row], modelNotes[row]];
    return [
      row,
      {
        ...part,
        true: [...part.true, ...(later?.true ?? []), ...(model?.true ?? [])],
        false: { ...part.false, later: later?.false ?? [], model: model?.false ?? [] },
      },
    ];
  }),
);
