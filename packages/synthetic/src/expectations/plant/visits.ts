import { quoteValue } from "@gigamine/base";
import { rackTrays } from "../../battery-plant/flow/order-size.js";
import { plantRoster } from "../../battery-plant/flow/roster.js";
import { stepIndex } from "../../battery-plant/line.js";
import type { PlantRun } from "../../battery-plant/run.js";
import type { Finding } from "../check.js";
import { countWords, timeWords, Violations } from "../violations.js";

/** Visits of which `complaint` has something to say. */
function visitsAgainst(run: PlantRun, what: string, complaint: (visit: number) => string | null): Finding {
  const { visits, units, steps } = run;
  const found = new Violations();
  for (let v = 0; v < visits.unit.length; v++) {
    const words = complaint(v);
    if (words !== null)
      found.add(() => `${steps[visits.step[v]!]} of ${quoteValue(units[visits.unit[v]!]!.id)} ${words}`);
  }
  const observed = `${found.count} of ${countWords(visits.unit.length, "visit")} ${what}`;
  return { observed, violations: found.count, examples: found.examples };
}

export function inOrder(run: PlantRun): Finding {
  const { enabledMs, startMs, completeMs } = run.visits;
  return visitsAgainst(run, "out of order", (v) =>
    enabledMs[v]! <= startMs[v]! && startMs[v]! <= completeMs[v]!
      ? null
      : `has the times ${[enabledMs, startMs, completeMs].map((times) => timeWords(times[v]!)).join(", ")}`,
  );
}

export function attendedInShifts(run: PlantRun): Finding {
  const { operator, startMs } = run.visits;
  const { day } = plantRoster(run.config.timeZone, run.startMs, run.config.operators.coating);
  return visitsAgainst(run, "begun outside of the shifts", (v) =>
    operator[v]! < 0 || day.isWorking(startMs[v]!) ? null : `begins at ${timeWords(startMs[v]!)}`,
  );
}

/** The last visit of each parent ends before the first visit of the child begins. */
export function parentsFirst(run: PlantRun): Finding {
  const { units, visits, genealogy } = run;
  const index = new Map(units.map(({ id }, i) => [id, i]));
  const first = new Float64Array(units.length).fill(Number.POSITIVE_INFINITY);
  const last = new Float64Array(units.length).fill(Number.NEGATIVE_INFINITY);
  for (let v = 0; v < visits.unit.length; v++) {
    const unit = visits.unit[v]!;
    first[unit] = Math.min(first[unit]!, visits.startMs[v]!);
    last[unit] = Math.max(last[unit]!, visits.completeMs[v]!);
  }
  const found = new Violations();
  for (const { parent, child } of genealogy) {
    const [made, begun] = [last[index.get(parent) ?? -1], first[index.get(child) ?? -1]];
    if (made === undefined || begun === undefined || made <= begun) continue;
    found.add(
      () =>
        `${quoteValue(child)} begins at ${timeWords(begun)}, ${quoteValue(parent)} is made at ${timeWords(made)}`,
    );
  }
  const observed = `${found.count} of ${countWords(genealogy.length, "edge")} with a child that begins too early`;
  return { observed, violations: found.count, examples: found.examples };
}

/** Machines do one thing at a time, set-up and work together; formation racks and the aging store hold as many trays as configured. */
export function rackCapacity(run: PlantRun): Finding {
  const { visits, resources, config } = run;
  const trays = rackTrays(config);
  const limitOf = (v: number): number => {
    if (visits.step[v] === stepIndex.form) return trays;
    if (visits.step[v] === stepIndex.age) return config.agingTrays;
    return 1;
  };
  // Of the steps that hold a machine for more than the visit shows (filling lets trays soak elsewhere) nothing can be said.
  const judged = new Set(run.steps.map((_, i) => i).filter((i) => i !== stepIndex.fill));
  const order = [...visits.unit.keys()].filter((v) => visits.machine[v]! >= 0 && judged.has(visits.step[v]!));
  order.sort((a, b) => visits.startMs[a]! - visits.startMs[b]! || a - b);
  const ends = resources.map((): number[] => []);
  const found = new Violations();
  for (const v of order) {
    const machine = visits.machine[v]!;
    const open = ends[machine]!.filter((end) => end > visits.startMs[v]!);
    open.push(visits.completeMs[v]!);
    ends[machine] = open;
    if (open.length > limitOf(v)) {
      found.add(
        () =>
          `${quoteValue(resources[machine])} holds ${open.length} at ${timeWords(visits.startMs[v]!)}, ${limitOf(v)} allowed`,
      );
    }
  }
  const observed = `${found.count} of ${countWords(order.length, "visit")} at a full machine`;
  return { observed, violations: found.count, examples: found.examples };
}

/** A machine under repair or in planned maintenance begins nothing. */
export function nothingWhileDown(run: PlantRun): Finding {
  const { visits, outages, resources } = run;
  const windows = resources.map((): { readonly fromMs: number; readonly toMs: number }[] => []);
  for (const { machine, ...window } of outages) windows[machine]!.push(window);
  return visitsAgainst(run, "begun at a machine that was down", (v) => {
    const machine = visits.machine[v]!;
    const startMs = visits.startMs[v]!;
    const found = windows[machine]?.find(({ fromMs, toMs }) => fromMs <= startMs && startMs < toMs);
    if (found === undefined) return null;
    return `begins at ${timeWords(startMs)}, ${quoteValue(resources[machine])} is down until ${timeWords(found.toMs)}`;
  });
}

/** Cells ordered that were not shipped: cut out, scrapped, or of scrapped rolls. */
export function scrapShare(run: PlantRun, [low, high]: readonly [number, number]): Finding {
  const ordered = run.orders.reduce((sum, { cells }) => sum + cells, 0);
  const shipped = run.cells.box.reduce((count, box) => count + (box >= 0 ? 1 : 0), 0);
  if (ordered === 0) return { observed: "no cells ordered", violations: 0, examples: [] };
  const share = 1 - shipped / ordered;
  return {
    observed: `${ordered - shipped} of ${ordered} cells lost, a share of ${share.toFixed(4)}`,
    violations: share < low || share > high ? 1 : 0,
    examples: [],
  };
}
