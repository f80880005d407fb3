import { columnByName } from "@gigamine/event-log";
import { median } from "../median.js";
import { counted, type Looking } from "./looking.js";
import type { DataExample, DataFinding } from "./types.js";

/** Pairs whose order is told by fewer cases are passed over. */
const ENOUGH = 20;
/** Up to this share of cases in the other order it is a violation, above it is another way of working. */
const RARE = 0.02;
/** Findings of one kind. */
const MOST = 10;
/** Activities looked at: pairs are their square. */
const MOST_ACTIVITIES = 400;

/** Two activities of which one nearly always comes first. */
interface OrderedPair {
  readonly first: number;
  readonly second: number;
  /** Cases in this order, and in the other. */
  readonly usual: number;
  readonly reversed: number;
}

/** For each pair of activities in how many cases the first occurrence of one comes before that of the other. */
function orderedPairs(looking: Looking): OrderedPair[] {
  const { activities, variantOffsets, sequence, counts } = looking.variants;
  const n = Math.min(activities.length, MOST_ACTIVITIES);
  const before = new Float64Array(n * n);
  const seenIn = new Int32Array(n).fill(-1);
  for (let v = 0; v < counts.length; v++) {
    const firsts: number[] = [];
    for (let i = variantOffsets[v]!; i < variantOffsets[v + 1]!; i++) {
      const a = sequence[i]!;
      if (a >= n || seenIn[a] === v) continue;
      seenIn[a] = v;
      for (const earlier of firsts) before[earlier * n + a]! += counts[v]!;
      firsts.push(a);
    }
  }
  const pairs: OrderedPair[] = [];
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      const [forward, backward] = [before[a * n + b]!, before[b * n + a]!];
      if (forward + backward < ENOUGH || forward === 0 || backward === 0) continue;
      pairs.push(
        forward >= backward
          ? { first: a, second: b, usual: forward, reversed: backward }
          : { first: b, second: a, usual: backward, reversed: forward },
      );
    }
  }
  return pairs;
}

/** Cases in which two activities come in an order that hardly any other case has, and machines whose clock explains it. */
export function orderFaults(looking: Looking): DataFinding[] {
  const pairs = orderedPairs(looking);
  const clocks = skewedClocks(looking, pairs);
  const rare = pairs
    .filter(({ usual, reversed }) => reversed <= RARE * (usual + reversed))
    .sort((x, y) => y.reversed - x.reversed || x.first - y.first || x.second - y.second);
  const { activities, caseOffsets, activity } = looking.log;
  const violations = rare.slice(0, MOST).flatMap(({ first, second, usual, reversed }, i) => {
    const found = looking.findCases((c) => {
      for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
        if (activity[e] === first) return false;
        if (activity[e] === second) return activity.subarray(e, caseOffsets[c + 1]!).includes(first);
      }
      return false;
    });
    const more =
      i === MOST - 1 && rare.length > MOST ? ` ${rare.length - MOST} more pairs are like this.` : "";
    return looking.ofCases(found, {
      check: "order-violation",
      severity: "warning",
      subject: `${activities[second]}, ${activities[first]}`,
      message:
        `${JSON.stringify(activities[second])} comes before ${JSON.stringify(activities[first])} in ${counted(reversed, "case")}, ` +
        `and after it in ${usual}.${more}`,
      breaks:
        "Models allow both orders because of a few cases, which may be entered late or booked on the wrong case.",
    });
  });
  return [...violations, ...clocks];
}

/** Pairs looked at for clocks. */
const MOST_PAIRS = 50;
const HOUR = 3_600_000;

/**
 * Resources whose events come in the reversed order mostly, where those of others hardly ever do. Only a clock that is off by
 * more than the usual gap turns the order round, so only such clocks are seen.
 */
function skewedClocks(looking: Looking, pairs: readonly OrderedPair[]): DataFinding[] {
  const { log } = looking;
  const column = columnByName(log.eventAttributes, "resource");
  if (column?.kind !== "string") return [];
  const { dictionary, codes } = column;
  const candidates = [...pairs].sort((x, y) => y.reversed - x.reversed).slice(0, MOST_PAIRS);
  /** Per resource the pair that tells most. */
  const found = new Map<number, { skewMs: number; cases: number; activity: number; example: DataExample }>();
  for (const { first, second } of candidates) {
    const gaps = firstGaps(looking, first, second);
    for (const side of ["second", "first"] as const) {
      const byResource = new Map<number, { gaps: number[]; reversed: number; example: number }>();
      gaps.forEach((gap, i) => {
        const code = codes[gap[side]]!;
        if (code < 0) return;
        const group = byResource.get(code) ?? { gaps: [], reversed: 0, example: -1 };
        byResource.set(code, group);
        group.gaps.push(gap.ms);
        if (gap.ms >= 0) return;
        group.reversed++;
        if (group.example < 0) group.example = i;
      });
      for (const [resource, group] of byResource) {
        const others = [...byResource].filter(([other]) => other !== resource).map(([, other]) => other);
        const rest = others.flatMap((other) => other.gaps);
        const restReversed = others.reduce((sum, other) => sum + other.reversed, 0);
        const isOff =
          group.gaps.length >= 10 &&
          group.reversed >= 0.5 * group.gaps.length &&
          rest.length >= 10 &&
          restReversed <= 0.05 * rest.length;
        if (!isOff || (found.get(resource)?.cases ?? 0) >= group.gaps.length) continue;
        const shift = median(Float64Array.from(group.gaps))! - median(Float64Array.from(rest))!;
        const gap = gaps[group.example]!;
        found.set(resource, {
          skewMs: side === "second" ? shift : -shift,
          cases: group.gaps.length,
          activity: side === "second" ? second : first,
          example: looking.eventExample(gap[side], gap.caseIndex),
        });
      }
    }
  }
  return [...found].map(([resource, { skewMs, example }]) => {
    const name = dictionary[resource]!;
    const hours = Math.round(skewMs / HOUR);
    const isZone = hours !== 0 && Math.abs(skewMs - hours * HOUR) <= 180_000;
    const events = looking.findEvents((e) => codes[e] === resource);
    const by = isZone
      ? counted(Math.abs(hours), "hour")
      : `about ${Math.round(Math.abs(skewMs) / 60_000)} minutes`;
    return {
      check: isZone ? ("mixed-time-zones" as const) : ("clock-skew" as const),
      severity: "warning" as const,
      subject: name,
      count: events.count,
      unit: "events" as const,
      share: events.count / looking.events,
      examples: [example],
      message:
        `The times of ${JSON.stringify(name)} seem to be ${skewMs < 0 ? "behind" : "ahead"} by ${by}: ` +
        "its steps come in an order that others hardly ever have.",
      breaks: isZone
        ? "Another time zone was read as this one: the order of events and every duration next to them is wrong."
        : "The order of its events and every duration next to them is wrong.",
    };
  });
}

/** Per case with both activities: the first event of each, and the time from one to the other. */
function firstGaps(looking: Looking, first: number, second: number) {
  const { caseOffsets, activity, time } = looking.log;
  const gaps: { first: number; second: number; ms: number; caseIndex: number }[] = [];
  for (let c = 0; c < looking.cases; c++) {
    let [a, b] = [-1, -1];
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      if (a < 0 && activity[e] === first) a = e;
      if (b < 0 && activity[e] === second) b = e;
    }
    if (a < 0 || b < 0) continue;
    const ms = time[b]! - time[a]!;
    if (!Number.isNaN(ms)) gaps.push({ first: a, second: b, ms, caseIndex: c });
  }
  return gaps;
}
