import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import fc from "fast-check";

/**
 * A log written as text, one argument a case: `tinyLog("1: a@0 b@10", "2: a@5..8 b")`. `b@10` completes at 10 ms, `a@5..8` starts
 * at 5 and completes at 8, `b` has no time, `a@5..` has a start only.
 */
export function tinyLog(...lines: readonly string[]): EventLog {
  const builder = new EventLogBuilder();
  for (const line of lines) {
    const [caseId = "", events = ""] = line.split(":");
    builder.addCase(caseId);
    for (const word of events.split(" ").filter((text) => text !== "")) {
      const [activity = "", times] = word.split("@");
      const [first, last] = (times ?? "").split("..");
      const time = times === undefined || last === "" ? null : Number(last ?? first);
      builder.addEvent(caseId, activity, time, last === undefined ? undefined : { start: Number(first) });
    }
  }
  return builder.build();
}

/** One case as its events in the order of the source. */
export type TinyCase = readonly { readonly activity: string; readonly time: number | null }[];

/** Logs of whole milliseconds, so that sums are exact; with `timed` every event has a time. */
export function arbitraryCases({ timed = true } = {}): fc.Arbitrary<TinyCase[]> {
  const time = fc.integer({ min: -1_000_000, max: 1_000_000 });
  return fc.array(
    fc.array(
      fc.record({
        activity: fc.constantFrom("a", "b", "c", "REWORK_a", "constructor"),
        time: timed ? time : fc.option(time),
      }),
      { maxLength: 8 },
    ),
    { maxLength: 12 },
  );
}

/** The log of `cases`, named by their positions unless `ids` says otherwise, with every time mapped. */
export function logOf(cases: readonly TinyCase[], map = (time: number) => time): EventLog {
  const builder = new EventLogBuilder();
  cases.forEach((events, c) => {
    builder.addCase(`case ${c}`);
    for (const { activity, time } of events) {
      builder.addEvent(`case ${c}`, activity, time === null ? null : map(time));
    }
  });
  return builder.build();
}
