import { GigamineError } from "@gigamine/base";
import { checkIsLog, type EventLog } from "@gigamine/event-log";
import { type Draft, type NoiseKind, noiseKinds } from "./noise-kinds.js";
import { resolveNoise } from "./options.js";
import { logOfEvents, recordedEvent } from "./recorded-log.js";
import type { NoisyLog, RecordedEvent, RecordingNoiseLabel, RecordingNoiseOptions } from "./types.js";

const where = "addRecordingNoise";

/**
 * Spoils a log as recording in a plant does, and says what it did: last events of a case that are missing, missing times, clocks of
 * resources that are wrong, events recorded twice or under the name of another activity, neighbours in the wrong order, numbers
 * in the wrong unit. `undoRecordingNoise` gives back what there was.
 *
 * All is drawn on the log as given; then order, clocks, missing times, names, units and copies are done one after the other (a copy is
 * a copy of the spoilt event), and ends are cut last, with no other label left on what is cut. Events are sorted by their new times; one without a
 * time stays behind its predecessor. Cases and case attributes stay. What would change nothing gets no label: a single event is never cut, an
 * unknown time never lost, 0 in another unit is 0.
 *
 * Each kind has streams of its own for each case (clocks: for each resource), so that another kind, rate or case moves none of its draws, and a higher rate
 * adds to what a lower one did. With rates of 0 the log itself comes back. O(events · attributes).
 *
 * Source of most kinds: the noise of PLG2, Burattin, "PLG2: Multiperspective process randomization with online and offline simulations",
 * BPM Demos 2016; clocks and units are ours.
 *
 * @throws GigamineError `option/out-of-range`, also for a log without the resources or attribute that a kind needs; `log/not-a-log`.
 *
 * @example
 * const { log: noisy, labels } = addRecordingNoise(log, { seed: 7, duplicates: 0.02, skewedClocks: 0.1 });
 */
export function addRecordingNoise<E extends object, C extends object>(
  log: EventLog<E, C>,
  options: RecordingNoiseOptions,
): NoisyLog<E, C> {
  checkIsLog(log, where);
  if (!("caseOffsets" in log)) {
    const message = `${where}: expected an EventLog, found variants, which have no events. Give the log they come from.`;
    throw new GigamineError("log/not-a-log", message, { found: "variants" });
  }
  const plain: EventLog = log;
  const kinds = noiseKinds(resolveNoise(plain, options), log.activities);
  if (kinds.length === 0) {
    return { log, labels: [], originalEvent: Uint32Array.from(log.activity, (_, event) => event) };
  }
  const labels: RecordingNoiseLabel[] = [];
  const originalEvent: number[] = [];
  const noisy = logOfEvents(log, (c) => {
    const drafts = draftsOf(plain, c);
    const caseId = log.caseIds[c]!;
    return record(drafts, caseId, kinds, labels, originalEvent);
  });
  return { log: noisy, labels, originalEvent: Uint32Array.from(originalEvent) };
}

function draftsOf(log: EventLog, caseIndex: number): Draft[] {
  const drafts: Draft[] = [];
  for (let row = log.caseOffsets[caseIndex]!; row < log.caseOffsets[caseIndex + 1]!; row++) {
    const before = recordedEvent(log, row);
    const attributes = Object.assign(Object.create(null), before.attributes) as Draft["attributes"];
    drafts.push({
      original: row,
      before,
      activity: before.activity,
      time: before.time,
      attributes,
      missing: false,
      duplicated: false,
      labels: [],
    });
  }
  return drafts;
}

/** The events of a case as they are recorded, in their new order; adds labels and original rows. */
function record(
  drafts: readonly Draft[],
  caseId: string,
  kinds: readonly NoiseKind[],
  labels: RecordingNoiseLabel[],
  originalEvent: number[],
): RecordedEvent[] {
  for (const kind of kinds) kind(drafts, caseId);
  const recorded: RecordedEvent[] = [];
  const rows = new Map<Draft, number>();
  for (const draft of byTime(drafts.filter(({ missing }) => !missing))) {
    const { activity, time, attributes, original, duplicated } = draft;
    rows.set(draft, originalEvent.length);
    for (let copy = duplicated ? 2 : 1; copy > 0; copy--) {
      recorded.push({ activity, time, attributes });
      originalEvent.push(original);
    }
  }
  for (const draft of drafts) {
    const event = rows.get(draft);
    const place = { caseId, originalEvent: draft.original };
    if (event === undefined) {
      labels.push({ kind: "missingEnd", ...place, event: null, before: draft.before });
      continue;
    }
    for (const label of draft.labels) labels.push({ ...place, event, ...label } as RecordingNoiseLabel);
    if (draft.duplicated) labels.push({ kind: "duplicate", ...place, event: event + 1 });
  }
  return recorded;
}

/** Sorted as a log is: by time, ties as before, an event without a time behind the one before it. */
function byTime(drafts: readonly Draft[]): Draft[] {
  let latest = Number.NEGATIVE_INFINITY;
  const keyed = drafts.map((draft) => {
    latest = draft.time ?? latest;
    return { draft, key: latest };
  });
  // Equal infinities must not give NaN.
  keyed.sort((a, b) => (a.key === b.key ? 0 : a.key - b.key));
  return keyed.map(({ draft }) => draft);
}
