import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { directlyFollows, type EventLog, EventLogBuilder, toVariantLog, variants } from "../src/index.js";

const RUN = { seed: 2, numRuns: 200 };

/** A log with one case per word; letters are activities, in their order. */
function logOf(...words: readonly string[]): EventLog {
  const builder = new EventLogBuilder();
  for (const [index, word] of words.entries()) {
    builder.addCase(String(index));
    for (const letter of word) builder.addEvent(String(index), letter, null);
  }
  return builder.build();
}

/** The cases of a variant log one by one, as lists of activities. */
function wordsOf({ activities, variantOffsets, sequence, counts }: ReturnType<typeof traces>): string[] {
  return counts.flatMap((count, v) => {
    const ids = sequence.slice(variantOffsets[v], variantOffsets[v + 1]);
    return Array<string>(count).fill(ids.map((id) => activities[id]!).join(""));
  });
}

describe("variants", () => {
  it("groups equal sequences, in first-seen order of the cases", () => {
    expect(variants(logOf("abc", "ac", "abc"))).toEqual({
      activities: ["a", "b", "c"],
      variantOffsets: [0, 3, 5],
      sequence: [0, 1, 2, 0, 2],
      counts: [2, 1],
      caseVariant: [0, 1, 0],
    });
  });

  it("takes cases without events as the empty variant, and no cases as no variant", () => {
    expect(variants(logOf("", "a", ""))).toMatchObject({
      variantOffsets: [0, 0, 1],
      counts: [2, 1],
      caseVariant: [0, 1, 0],
    });
    expect(variants(logOf())).toEqual({
      activities: [],
      variantOffsets: [0],
      sequence: [],
      counts: [],
      caseVariant: [],
    });
  });

  it("keeps thousands of variants apart", () => {
    const words = Array.from({ length: 5000 }, (_, i) =>
      [...i.toString(8)].map((digit) => "abcdefgh"[Number(digit)]).join(""),
    );
    const found = variants(logOf(...words, ...words.toReversed()));
    expect(found.counts).toEqual(Array(5000).fill(2));
    expect(found.caseVariant).toEqual([...words.keys(), ...[...words.keys()].reverse()]);
  });

  it("gives back the cases it was made from, for every log", () => {
    fc.assert(
      fc.property(arbitraryTraces(), (tiny) => {
        const words = wordsOf(tiny);
        const found = variants(logOf(...words));
        expect(wordsOf(found).sort()).toEqual(words.sort());
        expect(found.counts.reduce((a, b) => a + b, 0)).toBe(words.length);
        expect(new Set(wordsOf({ ...found, counts: found.counts.map(() => 1) })).size).toBe(
          found.counts.length,
        );
      }),
      RUN,
    );
  });

  it("are passed on as they are by toVariantLog", () => {
    const grouped = variants(logOf("ab"));
    expect(toVariantLog(grouped)).toBe(grouped);
    expect(toVariantLog(logOf("ab"))).toEqual(grouped);
  });
});

describe("directlyFollows", () => {
  // L1 = [<a,b,c,d>^3, <a,c,b,d>^2, <a,e,d>] of van der Aalst, Process Mining (2016), chapter 6: the relation > of L1 is
  // {(a,b), (a,c), (a,e), (b,c), (c,b), (b,d), (c,d), (e,d)}
  it("counts the relation > of the book's first log", () => {
    const dfg = directlyFollows(traces("3x a b c d", "2x a c b d", "a e d"));
    expect(dfg.activities).toEqual(["a", "b", "c", "d", "e"]);
    expect(
      dfg.from.map((from, i) => `${dfg.activities[from]}${dfg.activities[dfg.to[i]!]} ${dfg.count[i]}`),
    ).toEqual(["ab 3", "ac 2", "ae 1", "bc 3", "bd 2", "cb 2", "cd 3", "ed 1"]);
    expect(dfg.startCounts).toEqual([6, 0, 0, 0, 0]);
    expect(dfg.endCounts).toEqual([0, 0, 0, 6, 0]);
    expect(dfg.activityCounts).toEqual([6, 5, 5, 6, 1]);
  });

  it("counts repetitions, and passes over empty cases", () => {
    expect(directlyFollows(traces("a a a", "", "b"))).toMatchObject({
      from: [0],
      to: [0],
      count: [2],
      startCounts: [1, 1],
    });
    expect(directlyFollows(logOf("", ""))).toMatchObject({ activities: [], from: [], startCounts: [] });
  });

  it("counts thousands of activities as it counts few", () => {
    const builder = new EventLogBuilder();
    for (let i = 0; i < 3000; i++) builder.addEvent("1", `a${i % 2500}`, null);
    const dfg = directlyFollows(builder.build());
    expect(dfg.from).toHaveLength(2500);
    expect([dfg.from[0], dfg.to[0], dfg.count[0]]).toEqual([0, 1, 2]);
    expect([dfg.from.at(-1), dfg.to.at(-1), dfg.count.at(-1)]).toEqual([2499, 0, 1]);
  });

  it("is the same from a log and from its variants, and sums to events minus cases with events", () => {
    fc.assert(
      fc.property(arbitraryTraces(), (tiny) => {
        const words = wordsOf(tiny);
        const log = logOf(...words);
        const dfg = directlyFollows(log);
        expect(directlyFollows(variants(log))).toEqual(dfg);
        const busy = words.filter((word) => word !== "").length;
        expect(dfg.count.reduce((a, b) => a + b, 0)).toBe(log.activity.length - busy);
        expect(dfg.startCounts.reduce((a, b) => a + b, 0)).toBe(busy);
      }),
      RUN,
    );
  });
});

describe("what is no log", () => {
  it.each([
    ["nothing", undefined, "found nothing. Give the result of a reader, of fromRows or of variants."],
    ["rows", [{ case_id: "1", activity: "a" }], "found an array. Make a log of rows with fromRows(rows)."],
    [
      "a text",
      "log.csv",
      "found a value of type string. Give the result of a reader, of fromRows or of variants.",
    ],
    [
      "a graph",
      directlyFollows(traces("a b")),
      "found a directly-follows graph. Give the log it was counted from.",
    ],
  ])("is refused, with what to give instead: %s", (_, value, words) => {
    const message = `Expected an EventLog or a VariantLog, ${words}`;
    for (const use of [toVariantLog, directlyFollows] as ((log: unknown) => unknown)[]) {
      expect(() => use(value)).toThrow(expect.objectContaining({ code: "log/not-a-log", message }));
    }
  });
});
