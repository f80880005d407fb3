// A workshop of your own: parts are sawn, baked in batches of four, inspected, mended. Then mining what was simulated.
// Run with: npx tsx --conditions=gigamine-source examples/own-workshop.ts
import { inductiveMiner } from "@gigamine/discovery";
import { printTree } from "@gigamine/models";
import { type SimulationModel, simulate, toEventLog } from "@gigamine/synthetic";

/** What a part carries; the simulation does not look at it. */
interface Part {
  faulty: boolean;
}

const minute = 60_000;
const hours = {
  shifts: [{ days: ["Mon", "Tue", "Wed", "Thu", "Fri"], from: "07:00", to: "15:00" }],
} as const;

const workshop: SimulationModel<Part> = {
  seed: 11,
  startMs: Date.UTC(2025, 0, 6, 7),
  pools: {
    saws: { members: ["Saw 1", "Saw 2"], calendar: hours, speed: { "Saw 2": 1.5 } },
    ovens: {
      members: ["Oven"],
      failures: {
        timeBetweenMs: { kind: "exponential", mean: 40 * 60 * minute },
        repairMs: { kind: "lognormal", median: 90 * minute, logSd: 0.5 },
      },
    },
    people: {
      members: ["Ada", "Ben"],
      calendar: hours,
      skills: { Ada: ["sawing", "inspecting"], Ben: ["sawing", "mending"] },
    },
  },
  steps: {
    saw: {
      seize: [{ pool: "saws" }, { pool: "people", skill: "sawing" }],
      workMs: { kind: "triangular", low: 4 * minute, mode: 6 * minute, high: 12 * minute },
    },
    bake: {
      seize: [{ pool: "ovens" }],
      workMs: 45 * minute,
      offDuty: "finish",
      batch: { size: 4, maximumWaitMs: 120 * minute },
    },
    inspect: {
      seize: [{ pool: "people", skill: "inspecting" }],
      workMs: { kind: "gamma", shape: 4, scale: minute },
      onComplete: ({ units: [part], attempt }, context) => {
        if (part !== undefined) part.data.faulty = context.stream(part.id, "fault", attempt).next() < 0.3;
      },
    },
    mend: { seize: [{ pool: "people", skill: "mending" }], workMs: 15 * minute },
  },
  arrivals: [
    {
      kind: "poisson",
      perDay: 90, // in 24 h of working time, so some 30 in a shift
      count: 200,
      calendar: hours,
      make: (n) => ({ id: `part-${n + 1}`, type: "part", data: { faulty: false } }),
      to: "saw",
    },
  ],
  route: ({ data }, { step, attempt }) => {
    if (step === "saw") return { to: "bake" };
    if (step === "bake") return { to: "inspect" };
    if (step === "mend") return { to: "bake", rework: true };
    if (!data.faulty) return { leave: "done" };
    return attempt < 3 ? { to: "mend", rework: true } : { leave: "scrap" };
  },
};

const result = simulate(workshop);
const log = toEventLog(result);
const count = (outcome: string) => result.units.filter((unit) => unit.outcome === outcome).length;
console.log(`${log.caseIds.length} parts: ${count("done")} done, ${count("scrap")} scrapped`);

const { visits, steps, states } = result;
for (const [index, step] of steps.entries()) {
  const rows = [...visits.step.keys()].filter((row) => visits.step[row] === index);
  const mean = (of: (row: number) => number) =>
    (rows.reduce((sum, row) => sum + of(row), 0) / rows.length / minute).toFixed(0).padStart(4);
  const waiting = mean((row) => visits.startMs[row]! - visits.enabledMs[row]!);
  const working = mean((row) => visits.completeMs[row]! - visits.startMs[row]!);
  console.log(`${step.padEnd(8)}${waiting} min of waiting,${working} min until complete`);
}
console.log(`the oven failed ${states.filter(({ state }) => state === "failed").length} times`);
console.log(`discovered: ${printTree(inductiveMiner(log))}`);
