// A fault is put into the simulated plant, a naive search looks for it, and the truth says how good the search was.
// Run with: npx tsx --conditions=gigamine-source examples/find-the-cause.ts
import {
  batteryPlant,
  type CauseFinding,
  type MeasurementRow,
  scenarios,
  scoreFindings,
} from "@gigamine/synthetic";

const run = batteryPlant({
  preset: "table", // an order a shift
  orders: 100, // ten weeks
  seed: 7,
  scenarios: [scenarios.badShift()],
  counterfactuals: "fixed routing",
});

// What a plant has on file: readings with machine, operator and time. The truth is not in it.
const readings = [...run.measurementRows()].filter(
  ({ metric, electrode }) => metric === "coating_loading" && electrode === "cathode",
);

/** The shift by the clock in London, which shows UTC in winter: `Fri PM`. */
function shiftOf({ timestamp }: MeasurementRow): string {
  const time = new Date(timestamp);
  const day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][time.getUTCDay()]!;
  return `${day} ${time.getUTCHours() < 14 ? "AM" : "PM"}`;
}

const meanOf = (rows: readonly MeasurementRow[]) =>
  rows.reduce((sum, { value }) => sum + value, 0) / rows.length;

/** Every shift, machine and operator, by how far the mean of its readings is from that of all others. */
function suspects() {
  const namesOf = (row: MeasurementRow) => [shiftOf(row), row.resource, row.operator ?? "nobody"];
  const names = new Set(readings.flatMap(namesOf));
  return [...names]
    .flatMap((name) => {
      const inside = readings.filter((row) => namesOf(row).includes(name));
      const others = readings.filter((row) => !namesOf(row).includes(name));
      return others.length === 0 ? [] : [{ name, inside, effect: meanOf(inside) - meanOf(others) }];
    })
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}

const ranked = suspects();
console.log(`${readings.length} readings of the loading of cathodes`);
for (const { name, inside, effect } of ranked.slice(0, 3)) {
  console.log(`${name.padEnd(12)}${String(inside.length).padStart(4)} readings, ${effect.toFixed(5)} kg/m2`);
}

// What was found, in the form that can be scored. That the room is behind the shift is a guess of the engineer's.
const [first] = ranked;
if (first === undefined) throw new Error("there are no readings");
const days = new Set(first.inside.map(({ timestamp }) => timestamp.slice(0, 10)));
const findings: CauseFinding[] = [
  {
    rank: 1,
    cause: {
      variable: "coating_room.temperature",
      entity: "Coating_Room",
      windows: [...days].map((day) => ({
        fromMs: Date.parse(`${day}T14:00:00Z`),
        toMs: Date.parse(`${day}T22:00:00Z`),
      })),
    },
    metric: "coating_loading",
    electrode: "cathode",
    effect: first.effect,
    confidence: 0.9,
    evidence: [...new Set(first.inside.map(({ unit }) => unit))],
    path: [],
  },
];

const truth = run.truth();
const { scenarios: scores, falseAlarms } = scoreFindings(findings, truth);
for (const score of scores) {
  const { place, entityRight, windowOverlap, effectRelativeError, units } = score;
  console.log(`\n${score.id}: place ${place}, entity ${entityRight ? "right" : "wrong"}`);
  console.log(`overlap of the windows ${windowOverlap.toFixed(2)}`);
  console.log(`error of the effect ${(effectRelativeError ?? 1).toFixed(2)} of its size`);
  console.log(`units named: ${units?.precision.toFixed(2)} right, ${units?.recall.toFixed(2)} of all`);
}
console.log(`${falseAlarms} false alarms`);
