/** An event for {@link timedLog}: when it completed (`null` when not recorded), and when it started, ms since the epoch. */
export type TimedEvent = readonly [activity: string, time: number | null, start?: number];

/** What {@link timedLog} needs of an `EventLogBuilder`; this package imports nothing of ours. */
interface Builder<L> {
  addCase(id: string): void;
  addEvent(id: string, activity: string, time: number | null, attributes?: { readonly start: Date }): unknown;
  build(): L;
}

/** A log of cases `case 0`, `case 1`, … with these events: `timedLog(new EventLogBuilder(), [["a", 0], ["b", 10]], [])`. */
export function timedLog<L>(builder: Builder<L>, ...cases: readonly (readonly TimedEvent[])[]): L {
  cases.forEach((events, c) => {
    builder.addCase(`case ${c}`);
    for (const [activity, time, start] of events) {
      builder.addEvent(
        `case ${c}`,
        activity,
        time,
        start === undefined ? undefined : { start: new Date(start) },
      );
    }
  });
  return builder.build();
}
