import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { modelTimes, tokenReplay } from "../src/index.js";
import { arbitraryNet, net } from "./nets.js";

const MINUTE = 60_000;

/** A log of one line a case: `mix@0-10 coat@15-20` starts mix at minute 0 and completes it at 10; `mix@10` has no start. */
function timed(...cases: string[]): EventLog {
  const builder = new EventLogBuilder({ eventAttributes: { start: "timestamp" } });
  cases.forEach((line, c) => {
    for (const word of line.split(" ")) {
      const [activity, times] = word.split("@") as [string, string];
      const [first, last] = times.split("-");
      const minutes = (text: string): number | null => (text === "?" ? null : Number(text) * MINUTE);
      const attributes = last === undefined ? {} : { start: minutes(first!) };
      builder.addEvent(`case ${c}`, activity, minutes(last ?? first!), attributes);
    }
  });
  return builder.build();
}

/** Mean minutes of a summary, or null. */
const mean = ({ meanMs }: { meanMs: number | null }): number | null =>
  meanMs === null ? null : meanMs / MINUTE;

// mix, then coat and weigh side by side, then test.
const parallelNet = net(["mix: start -> p q", "coat: p -> r", "weigh: q -> s", "test: r s -> end"]);
const [START, END, P, Q, R, S] = ["start", "end", "p", "q", "r", "s"].map((name) =>
  parallelNet.net.places.findIndex((place) => place.name === name),
) as [number, number, number, number, number, number];

describe("modelTimes", () => {
  // mix ends at 10; coat waits 5 and works 5, to 20; weigh waits 2 and works 28, to 40. Test is enabled at 40, starts at 43.
  const log = timed("mix@0-10 coat@15-20 weigh@12-40 test@43-50");
  const { transitions, places, hasStarts } = modelTimes(log, parallelNet);
  const [mix, coat, weigh, test] = transitions as [
    (typeof transitions)[0],
    (typeof transitions)[0],
    (typeof transitions)[0],
    (typeof transitions)[0],
  ];

  it("measures waiting from the last token needed to the start, service from start to completion, and both", () => {
    expect([coat, weigh, test].map(({ waiting }) => mean(waiting))).toEqual([5, 2, 3]);
    expect([coat, weigh, test].map(({ service }) => mean(service))).toEqual([5, 28, 7]);
    expect([coat, weigh, test].map(({ sojourn }) => mean(sojourn))).toEqual([10, 30, 10]);
    expect(hasStarts).toBe(true);
  });

  it("knows no waiting time of the first step, because nobody recorded when the case arrived", () => {
    expect(mix.waiting.count).toBe(0);
    expect(mean(mix.service)).toBe(10);
    expect(places[START]!.sojourn).toMatchObject({ count: 0, meanMs: null });
  });

  it("splits the time of a token in a place into waiting for the other branch and waiting for somebody to start", () => {
    expect(mean(places[R]!.sojourn)).toBe(23); // from 20 to 43
    expect(mean(places[R]!.synchronization)).toBe(20); // weigh came at 40
    expect(mean(places[R]!.waiting)).toBe(3);
    expect(mean(places[S]!.synchronization)).toBe(0);
    expect(mean(places[S]!.sojourn)).toBe(3);
    expect([P, Q].map((place) => mean(places[place!]!.sojourn))).toEqual([5, 2]);
  });

  it("has no time of tokens that nobody takes", () => {
    expect(places[END]!.sojourn.count).toBe(0);
  });

  it("ends waiting with the completion where a log records no starts", () => {
    const bare = modelTimes(timed("mix@10 coat@20 weigh@40 test@50"), parallelNet);
    expect(bare.hasStarts).toBe(false);
    expect(bare.transitions.map(({ waiting }) => mean(waiting))).toEqual([null, 10, 30, 10]);
    expect(bare.transitions.every(({ service }) => service.count === 0)).toBe(true);
  });

  it("lets a silent transition fire in the moment it is enabled", () => {
    const skip = net(["mix: start -> p", ": p -> q", "test: q -> end"]);
    const result = modelTimes(timed("mix@10 test@25"), skip);
    expect(result.places.map(({ sojourn }) => mean(sojourn))).toEqual([null, null, 0, 15]); // start, end, p, q
    expect(result.transitions[1]).toMatchObject({ firings: 1, waiting: { count: 0 } });
  });

  it("summarizes over cases: min, mean, median, 90 % and max", () => {
    const line = net(["a: start -> p", "b: p -> end"]);
    const cases = [1, 2, 3, 4, 10].map((wait) => `a@0 b@${wait}`);
    const { waiting } = modelTimes(timed(...cases), line).transitions[1]!;
    expect([waiting.minMs, waiting.meanMs, waiting.medianMs, waiting.p90Ms, waiting.maxMs]).toEqual(
      [1, 4, 3, 7.6, 10].map((minutes) => minutes * MINUTE), // type 7: 4 + 0.6 · 6
    );
  });

  it("measures nothing on added tokens and counts unknown activities and events without a time", () => {
    const line = net(["a: start -> p", "b: p -> q", "c: q -> end"]);
    const result = modelTimes(timed("b@5 c@9", "a@0 x@2 b@? c@9"), line);
    expect(result.unknownEvents).toBe(1);
    expect(result.undatedEvents).toBe(1);
    expect(result.transitions.map(({ waiting }) => waiting.count)).toEqual([0, 0, 1]); // only c after b at 5
    expect(mean(result.transitions[2]!.waiting)).toBe(4);
  });

  it("counts a start before the token was there as early, and its waiting time as 0", () => {
    const result = modelTimes(timed("mix@0-10 coat@8-20 weigh@12-40 test@43-50"), parallelNet);
    expect(result.earlyStarts).toBe(1);
    expect(result.transitions[1]!.waiting).toMatchObject({ count: 1, minMs: 0 });
  });

  it("takes the oldest token first where several lie in a place", () => {
    const twice = net(["a: start -> p", "b: p -> end"], {
      initial: ["start", "start"],
      final: ["end", "end"],
    });
    const result = modelTimes(timed("a@0 a@10 b@15 b@30"), twice);
    const { minMs, maxMs } = result.transitions[1]!.waiting;
    expect([minMs, maxMs]).toEqual([15 * MINUTE, 20 * MINUTE]);
  });

  it("leaves out cases that don't fit when asked, and says how many", () => {
    const line = net(["a: start -> p", "b: p -> end"]);
    const result = modelTimes(timed("a@0 b@5", "b@100", "a@0 b@7"), line, { fittingOnly: true });
    expect([result.cases, result.leftOut]).toEqual([2, 1]);
    expect(result.transitions[1]).toMatchObject({ firings: 2, waiting: { count: 2, maxMs: 7 * MINUTE } });
  });

  it("gives empty summaries for a log without cases", () => {
    const result = modelTimes(new EventLogBuilder().build(), parallelNet);
    expect(result.cases).toBe(0);
    expect(result.transitions.map(({ firings }) => firings)).toEqual([0, 0, 0, 0]);
    expect(result.places.every(({ sojourn }) => sojourn.count === 0)).toBe(true);
  });

  it("fires what tokenReplay fires, splits sojourn into its parts, and depends on differences of times only", () => {
    const arbitraryCase = fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.nat(50)), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(arbitraryCase, { maxLength: 5 }), arbitraryNet(), (cases, model) => {
        const log = (shift: number): EventLog => {
          const builder = new EventLogBuilder();
          cases.forEach((events, c) => {
            let minute = shift;
            for (const [activity, gap] of events) {
              minute += gap;
              builder.addEvent(`${c}`, activity, minute * MINUTE);
            }
          });
          return builder.build();
        };
        const result = modelTimes(log(0), model);
        expect(result.transitions.map(({ firings }) => firings)).toEqual(
          tokenReplay(log(0), model).transitionFirings,
        );
        for (const { sojourn, synchronization, waiting } of result.places) {
          expect(synchronization.totalMs + waiting.totalMs).toBeLessThanOrEqual(sojourn.totalMs);
        }
        expect(modelTimes(log(1000), model)).toEqual(result);
      }),
      { seed: 41, numRuns: 300 },
    );
  });
});
