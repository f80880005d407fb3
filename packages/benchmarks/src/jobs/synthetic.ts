import { fileURLToPath } from "node:url";
import { parseTree, printTree } from "@gigamine/models";
import {
  batteryPlant,
  column,
  designTable,
  narrate,
  playOut,
  randomProcessTree,
  type SimulationModel,
  simulate,
  toEventLog,
} from "@gigamine/synthetic";
import { type Job, pm4py } from "./job.js";

const ROWS = 100_000;
const CASES = 10_000;

/** Loops stay out: how long they go on by default differs between tools. */
const TREE = randomProcessTree({
  seed: 2,
  activities: 15,
  operators: { sequence: 0.6, exclusive: 0.25, parallel: 0.15 },
  silent: 0,
});

export const syntheticJobs: readonly Job[] = [
  {
    name: "simulate-line",
    input: "text",
    text: "",
    peers: [],
    prepare: () => () => simulate(lineOfMillion()).visits.unit.length,
  },
  {
    name: "simulate-line-log",
    input: "text",
    text: "",
    peers: [],
    prepare: () => () => toEventLog(simulate(lineOfMillion())).time.length,
  },
  {
    // Keeps nothing: what a run of any length needs in memory.
    name: "simulate-line-stream",
    input: "text",
    text: "",
    peers: [],
    prepare: () => () => {
      let visits = 0;
      simulate(lineOfMillion(), {
        sink: {
          visit: () => {
            visits++;
          },
        },
      });
      return visits;
    },
  },
  {
    name: "plant-cell-log",
    input: "text",
    text: "",
    peers: [],
    prepare: () => () => batteryPlant({ orders: 190 }).cellLog().time.length,
  },
  {
    name: "design-table",
    input: "text",
    text: "",
    peers: [],
    prepare: () => {
      const design = fifteenColumns();
      return () => design.rows(ROWS).length;
    },
  },
  {
    name: "offline-notes",
    input: "text",
    text: "",
    peers: [],
    prepare: () => {
      const few = batteryPlant({ preset: "table", orders: 200 }).qcTable({ subcategories: 9 });
      const rows = Array.from({ length: ROWS }, (_, i) => ({
        ...few[i % few.length]!,
        row_id: `QC-${i}`,
        case_id: `${few[i % few.length]!.case_id}-${Math.floor(i / few.length)}`,
      }));
      return async () => (await narrate(rows)).rows.length;
    },
  },
  {
    name: "play-out",
    input: "text",
    text: printTree(TREE),
    peers: pm4py("play-out"),
    prepare: (text) => {
      const tree = parseTree(text);
      return () => playOut(tree, { cases: CASES }).caseIds.length;
    },
  },
  {
    name: "eleven-activity-csv",
    input: "command",
    peers: [],
    command: (out) => [CLI, "generate", "--lots", "1000", "--out", out],
  },
];

const CLI = fileURLToPath(new URL("../../cli/bin/gigamine.js", import.meta.url));

/** 200,000 lots through five steps of one or two machines each, about three quarters busy: a million visits. */
function lineOfMillion(): SimulationModel<null> {
  const steps = ["mix", "coat", "press", "cut", "pack"];
  return {
    seed: 1,
    startMs: Date.UTC(2025, 0, 6, 6),
    pools: Object.fromEntries(steps.map((step) => [step, { members: [`${step} 1`, `${step} 2`] }])),
    steps: Object.fromEntries(
      steps.map((step) => [
        step,
        { seize: [{ pool: step }], workMs: { kind: "lognormal", median: 80_000, logSd: 0.4 } as const },
      ]),
    ),
    arrivals: [
      {
        kind: "poisson",
        perDay: 1440,
        count: 200_000,
        make: (n) => ({ id: `lot-${n}`, type: "lot", data: null }),
        to: "mix",
      },
    ],
    route: (_, { step }) => {
      const next = steps[steps.indexOf(step) + 1];
      return next === undefined ? { leave: "done" } : { to: next };
    },
  };
}

/** A quality table: draws of ten kinds, values that hang on others, and five columns that are computed. */
function fifteenColumns() {
  return designTable({ seed: 1 })
    .add("id", column.uuid())
    .add("begin", column.datetime({ start: "2025-01-06", end: "2025-02-03", unit: "min" }))
    .add("end", column.timeDelta("begin", { delay: { kind: "gamma", shape: 4, scale: 10 } }))
    .add("shift", column.category({ AM: 0.5, PM: 0.4, Night: 0.1 }))
    .add("step", column.category(["Mixing", "Coating"]))
    .add(
      "metric",
      column.subcategory("step", { Mixing: ["viscosity", "solids"], Coating: ["loading", "peel"] }),
    )
    .add("machine", column.integer({ low: 1, high: 4 }))
    .add(
      "temp",
      column.normal((row) => ({ mean: row.shift === "PM" ? 24 : 22, sd: 0.6 })),
      { decimals: 1 },
    )
    .add("humidity", column.truncatedNormal({ mean: 40, sd: 5, low: 20, high: 60 }), { decimals: 1 })
    .add("defects", column.poisson({ mean: 0.7 }))
    .add("loading", column.expression("246.6 * (1 + 0.002 * (temp - 22))", "number"))
    .add(
      "excess",
      column.expression((row) => (row.loading ?? 0) / 246.6 - 1),
    )
    .add("isHot", column.expression("temp > 24", "boolean"))
    .add(
      "status",
      column.expression((row) => (Math.abs(row.excess) > 0.005 ? "Tolerance Warning" : "In Spec")),
    )
    .add(
      "isFlagged",
      column.expression((row) => row.isHot === true || row.defects > 2),
    );
}
