import type { EventLog } from "@gigamine/event-log";
import { logOfEvents, recordedEvent } from "./recorded-log.js";
import type { NoisyLog, RecordedEvent, RecordedTimes, RecordingNoiseLabel } from "./types.js";

/**
 * The log that `addRecordingNoise` was given, from its result: the same events in the same order, with the same values. Ids of activities
 * and codes of texts are given anew, in first-seen order. O(events · attributes).
 */
export function undoRecordingNoise<E extends object, C extends object>({
  log,
  labels,
  originalEvent,
}: NoisyLog<E, C>): EventLog<E, C> {
  const byCase = new Map<string, RecordingNoiseLabel[]>();
  for (const label of labels) {
    const list = byCase.get(label.caseId);
    if (list === undefined) byCase.set(label.caseId, [label]);
    else list.push(label);
  }
  return logOfEvents(log, (c) => {
    const events = new Map<number, RecordedEvent>();
    for (let row = log.caseOffsets[c]!; row < log.caseOffsets[c + 1]!; row++) {
      events.set(originalEvent[row]!, recordedEvent(log as EventLog, row));
    }
    for (const label of byCase.get(log.caseIds[c]!) ?? []) {
      events.set(label.originalEvent, undone(events.get(label.originalEvent), label));
    }
    return [...events].sort(([a], [b]) => a - b).map(([, event]) => event);
  });
}

/** The event without what one label says. Every label holds the original value, so their order does not matter. */
function undone(event: RecordedEvent | undefined, label: RecordingNoiseLabel): RecordedEvent {
  if (label.kind === "missingEnd") return label.before;
  if (event === undefined)
    throw new RangeError(
      `undoRecordingNoise: a label names event ${label.originalEvent}, which the log does not have. Give the result of addRecordingNoise as it came.`,
    );
  switch (label.kind) {
    case "missingTime":
    case "skewedClock":
    case "swappedOrder":
      return withTimes(event, label.before);
    case "swappedLabel":
      return { ...event, activity: label.before };
    case "unitMixUp":
      return withAttribute(event, label.attribute, label.before);
    case "duplicate":
      return event;
  }
}

function withTimes(event: RecordedEvent, { time, start }: RecordedTimes): RecordedEvent {
  const timed = { ...event, time };
  return "start" in event.attributes ? withAttribute(timed, "start", start) : timed;
}

function withAttribute(event: RecordedEvent, name: string, value: number | null): RecordedEvent {
  const attributes = Object.assign(Object.create(null), event.attributes) as Record<
    string,
    string | number | boolean | null
  >;
  attributes[name] = value;
  return { ...event, attributes };
}
