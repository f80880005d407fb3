import type { QcRow, QcValue } from "../../src/battery-plant/qc-row.js";

const basis: QcRow = {
  row_id: "QC-000017",
  timestamp: "2025-01-10T14:05:00Z",
  shift: "Friday_PM",
  process_step: 2,
  subcategory: "Coating & Drying",
  case_id: "BATCH-007",
  activity: "Electrode Manufacturing",
  location: "Coating_Room",
  resource: "Coater 1",
  operator: "Operator C2",
  attempt: 1,
  qc_data: {
    metric: "coating_thickness",
    title: "Coating thickness",
    value: 135.2,
    unit: "um",
    target: 132,
    warnLow: 129,
    warnHigh: 135,
    specLow: 127,
    specHigh: 137,
    status: "Tolerance Warning",
  },
  ambient_temp_c: 27.1,
  operator_log: "",
};

/** A row of the coating step on a hot Friday afternoon, with changes. */
export function qcRow(changes: Partial<Omit<QcRow, "qc_data">> & { qc_data?: Partial<QcValue> } = {}): QcRow {
  return { ...basis, ...changes, qc_data: { ...basis.qc_data, ...changes.qc_data } };
}

/** Too thick, in a room at 27.1 °C where 22 is usual. */
export const thickRow = qcRow();

/** Outside the spec limits at the second attempt. */
export const resistantRow = qcRow({
  row_id: "QC-000102",
  shift: "Monday_AM",
  subcategory: "Final Grading",
  case_id: "BATCH-012",
  activity: "Formation & Aging",
  location: "Formation_Lab",
  resource: "Tester 3",
  operator: "Operator F1",
  attempt: 2,
  qc_data: {
    metric: "dc_resistance",
    title: "DC resistance",
    value: 2.31,
    unit: "mOhm",
    target: 2,
    warnLow: 1.9,
    warnHigh: 2.1,
    specLow: 1.8,
    specHigh: 2.25,
    status: "Critical Fail",
  },
  ambient_temp_c: 25.1,
});

/** Nothing to tell. */
export const nominalRow = qcRow({
  row_id: "QC-000005",
  shift: "Tuesday_AM",
  subcategory: "Slurry Mixing",
  case_id: "BATCH-003",
  location: "Electrode_Wing",
  resource: "Mixer 2",
  operator: "Operator M1",
  qc_data: {
    metric: "viscosity",
    title: "Viscosity",
    value: 5.02,
    unit: "Pa.s",
    target: 5,
    warnLow: 4.3,
    warnHigh: 5.8,
    specLow: 3.5,
    specHigh: 7,
    status: "In Spec",
  },
  ambient_temp_c: 22.4,
});

/** Below the lower warning limit without a visible cause. */
export const lightRow = qcRow({
  row_id: "QC-000048",
  shift: "Wednesday_PM",
  subcategory: "Calendering",
  case_id: "BATCH-009",
  location: "Electrode_Wing",
  resource: "Calender 2",
  operator: "Operator K3",
  qc_data: {
    metric: "electrode_density",
    title: "Electrode density",
    value: 3180,
    unit: "kg/m3",
    target: 3262,
    warnLow: 3197,
    warnHigh: 3327,
    specLow: 3148,
    specHigh: 3376,
    status: "Tolerance Warning",
  },
  ambient_temp_c: 22,
});

/** Far too little, in a cold room. */
export const thinRow = qcRow({
  row_id: "QC-000231",
  shift: "Thursday_AM",
  case_id: "BATCH-015",
  resource: "Coater 2",
  operator: "Operator C1",
  qc_data: {
    metric: "areal_loading",
    title: "Areal loading",
    value: 0.2395,
    unit: "kg/m2",
    target: 0.2466,
    warnLow: 0.2441,
    warnHigh: 0.2491,
    specLow: 0.2427,
    specHigh: 0.2505,
    status: "Critical Fail",
  },
  ambient_temp_c: 18.4,
});

/** Limits on one side only. */
export const alignedRow = qcRow({
  row_id: "QC-000310",
  shift: "Friday_AM",
  subcategory: "Stacking",
  case_id: "BATCH-001",
  activity: "Cell Assembly",
  location: "Assembly_Floor",
  resource: "Stacker 5",
  operator: "Operator S4",
  qc_data: {
    metric: "misalignment",
    title: "Misalignment",
    value: 0.12,
    unit: "mm",
    target: 0,
    warnLow: null,
    warnHigh: 0.3,
    specLow: null,
    specHigh: 0.5,
    status: "In Spec",
  },
  ambient_temp_c: 25.2,
});
