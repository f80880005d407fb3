import { type RandomStream, randomStream } from "@gigamine/base";
import { samplerOf } from "../distributions/sampler.js";
import type { Noise } from "./options.js";
import type { RecordedEvent, RecordedTimes, RecordingNoiseLabel } from "./types.js";

/** An event of a case while noise works on it. */
export interface Draft {
  /** Row in the log without noise. */
  readonly original: number;
  readonly before: RecordedEvent;
  activity: string;
  time: number | null;
  readonly attributes: Record<string, string | number | boolean | null>;
  missing: boolean;
  duplicated: boolean;
  readonly labels: DraftLabel[];
}

/** A label that does not know yet where its event will stand. */
export type DraftLabel = WithoutPlace<RecordingNoiseLabel>;
type WithoutPlace<T> = T extends unknown ? Omit<T, "caseId" | "event" | "originalEvent"> : never;

/** Works on the events of one case, in their order without noise. */
export type NoiseKind = (drafts: readonly Draft[], caseId: string) => void;

/**
 * The kinds with a rate above 0, in the order in which they are done. Each draws from streams of its own for each case (a clock for each
 * resource), one number per event whatever the rate, so that no kind and no case moves the draws of another, and a higher rate hits what a lower one hit.
 */
export function noiseKinds(noise: Noise, activities: readonly string[]): NoiseKind[] {
  const stream = (...keys: readonly (number | string)[]): RandomStream =>
    randomStream(noise.seed, "addRecordingNoise", ...keys);
  const kinds: (NoiseKind | null)[] = [
    noise.swappedOrder > 0 ? swapOrder(noise.swappedOrder, stream) : null,
    noise.skewedClocks > 0 ? skewClocks(noise, stream) : null,
    noise.missingTimes > 0 ? loseTimes(noise.missingTimes, stream) : null,
    noise.swappedLabels > 0 && activities.length > 1
      ? swapLabels(noise.swappedLabels, activities, stream)
      : null,
    ...noise.unitMixUps.map((mixUp) => (mixUp.rate > 0 ? mixUnits(mixUp, stream) : null)),
    noise.duplicates > 0 ? duplicate(noise.duplicates, stream) : null,
    noise.missingEnds > 0 ? loseEnds(noise, stream) : null,
  ];
  return kinds.filter((kind) => kind !== null);
}

type Streams = (...keys: readonly (number | string)[]) => RandomStream;

function swapOrder(rate: number, stream: Streams): NoiseKind {
  return (drafts, caseId) => {
    const hits = stream("swappedOrder", caseId);
    let swapped = -1;
    for (let i = 0; i + 1 < drafts.length; i++) {
      const hit = hits.chance(rate);
      const [first, second] = [drafts[i]!, drafts[i + 1]!];
      const differ = first.time !== null && second.time !== null && first.time !== second.time;
      if (!hit || !differ || swapped === i) continue;
      swapped = i + 1;
      const [earlier, later] = [times(first.before), times(second.before)];
      setTimes(first, later);
      setTimes(second, earlier);
      first.labels.push({ kind: "swappedOrder", partner: second.original, before: earlier });
      second.labels.push({ kind: "swappedOrder", partner: first.original, before: later });
    }
  };
}

function skewClocks({ skewedClocks, skewMinutes }: Noise, stream: Streams): NoiseKind {
  const draw = samplerOf(skewMinutes);
  const shifts = new Map<string, number>();
  const shiftOf = (resource: string): number => {
    let shift = shifts.get(resource);
    if (shift === undefined) {
      const clock = stream("skewedClock", resource);
      shift = clock.chance(skewedClocks) ? Math.round(draw(clock) * 60_000) : 0;
      shifts.set(resource, shift);
    }
    return shift;
  };
  return (drafts) => {
    for (const draft of drafts) {
      const resource = draft.before.attributes["resource"];
      if (typeof resource !== "string") continue;
      const shiftMs = shiftOf(resource);
      const { time, start } = times(draft);
      if (shiftMs === 0 || (time === null && start === null)) continue;
      setTimes(draft, {
        time: time === null ? null : time + shiftMs,
        start: start === null ? null : start + shiftMs,
      });
      draft.labels.push({ kind: "skewedClock", resource, shiftMs, before: times(draft.before) });
    }
  };
}

function loseTimes(rate: number, stream: Streams): NoiseKind {
  return (drafts, caseId) => {
    const hits = stream("missingTime", caseId);
    for (const draft of drafts) {
      if (!hits.chance(rate) || draft.time === null) continue;
      draft.time = null;
      draft.labels.push({ kind: "missingTime", before: times(draft.before) });
    }
  };
}

function swapLabels(rate: number, activities: readonly string[], stream: Streams): NoiseKind {
  const ids = new Map(activities.map((name, id) => [name, id]));
  return (drafts, caseId) => {
    const hits = stream("swappedLabel", caseId);
    drafts.forEach((draft, i) => {
      if (!hits.chance(rate)) return;
      const before = draft.before.activity;
      const other = stream("swappedLabel", "other", caseId, i).integer(0, activities.length - 2);
      draft.activity = activities[other < ids.get(before)! ? other : other + 1]!;
      draft.labels.push({ kind: "swappedLabel", before });
    });
  };
}

function mixUnits({ attribute, factor, rate }: Noise["unitMixUps"][number], stream: Streams): NoiseKind {
  return (drafts, caseId) => {
    const hits = stream("unitMixUp", attribute, caseId);
    for (const draft of drafts) {
      const hit = hits.chance(rate);
      const before = draft.before.attributes[attribute];
      if (!hit || typeof before !== "number") continue;
      const wrong = before * factor;
      if (wrong === before || !Number.isFinite(wrong)) continue;
      draft.attributes[attribute] = wrong;
      draft.labels.push({ kind: "unitMixUp", attribute, factor, before });
    }
  };
}

function duplicate(rate: number, stream: Streams): NoiseKind {
  return (drafts, caseId) => {
    const hits = stream("duplicate", caseId);
    for (const draft of drafts) draft.duplicated = hits.chance(rate);
  };
}

function loseEnds({ missingEnds, maxMissing }: Noise, stream: Streams): NoiseKind {
  return (drafts, caseId) => {
    const draws = stream("missingEnd", caseId);
    if (!draws.chance(missingEnds) || drafts.length < 2) return;
    const count = draws.integer(1, Math.min(maxMissing, drafts.length - 1));
    for (const draft of drafts.slice(-count)) draft.missing = true;
  };
}

function times({ time, attributes }: Pick<Draft, "time" | "attributes"> | RecordedEvent): RecordedTimes {
  const start = attributes["start"];
  return { time, start: typeof start === "number" ? start : null };
}

function setTimes(draft: Draft, { time, start }: RecordedTimes): void {
  draft.time = time;
  if ("start" in draft.attributes) draft.attributes["start"] = start;
}
