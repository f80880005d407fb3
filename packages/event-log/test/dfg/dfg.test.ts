import { isGigamineError } from "@gigamine/base";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { checkDfg, readDfg, writeDfg } from "../../src/dfg.js";
import { type Dfg, directlyFollows } from "../../src/index.js";

/** What PM4Py 2.7 writes for the cases a b a c and a c. */
const PM4PY = "3\na\nb\nc\n1\n0x2\n1\n2x2\n0>1x1\n0>2x2\n1>0x1\n";

const GRAPH: Dfg = {
  activities: ["a", "b", "c"],
  from: [0, 0, 1],
  to: [1, 2, 0],
  count: [1, 2, 1],
  startCounts: [2, 0, 0],
  endCounts: [0, 0, 2],
  activityCounts: [3, 1, 2],
};

function failure(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (isGigamineError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("readDfg", () => {
  it("reads what PM4Py writes, and works out how often each activity occurs", () => {
    expect(readDfg(PM4PY)).toEqual(GRAPH);
    expect(readDfg(PM4PY)).toEqual(directlyFollows(traces("a b a c", "a c")));
  });

  it("reads bytes, a byte order mark, other line ends, blank lines at the end, and arcs in any order", () => {
    expect(readDfg(new TextEncoder().encode(`\ufeff${PM4PY}`))).toEqual(GRAPH);
    expect(readDfg(`\ufeff${PM4PY.replaceAll("\n", "\r\n")}\n \n`)).toEqual(GRAPH);
    expect(readDfg("3\na\nb\nc\n1\n0x2\n1\n2x2\n1>0x1\n0>2x2\n0>1x1")).toEqual(GRAPH);
  });

  it("takes a name as it stands: empty, blank at its ends, or like a line of numbers", () => {
    const names = ["", " lead ", "0>1x2", "3", "a\tb", "🔋", "__proto__"];
    const text = `${names.length}\n${names.join("\n")}\n0\n0\n`;
    expect(readDfg(text)).toMatchObject({ activities: names, count: [], activityCounts: names.map(() => 0) });
  });

  it("takes the larger sum for an activity whose ways in and out differ", () => {
    expect(readDfg("2\na\nb\n1\n0x5\n1\n1x3\n0>1x4\n").activityCounts).toEqual([5, 4]);
  });

  it("reads the JSON of a graph, with what else it carries", () => {
    expect(readDfg(JSON.stringify({ ...GRAPH, meanMs: [1, 2, null] }, null, 2))).toEqual({
      ...GRAPH,
      meanMs: [1, 2, null],
    });
  });

  it.each([
    [
      "",
      'dfg/damaged: readDfg: line 1, column 1: expected the number of activities: a whole number, found "". Write the file again.',
    ],
    [
      "<dfg/>",
      'dfg/damaged: readDfg: line 1, column 1: expected the number of activities: a whole number, found "<dfg/>". Write the file again.',
    ],
    [
      "2\na",
      "dfg/damaged: readDfg: line 3, column 1: expected the name of activity 1, one of 2, found the end of the file. Write the file again.",
    ],
    [
      "2\na\na\n0\n0",
      'dfg/repeated: readDfg: line 3, column 1: the activity "a" already stands in line 2. Give each once.',
    ],
    [
      "1\nline\nbreak\n0\n0",
      'dfg/damaged: readDfg: line 3, column 1: expected the number of start activities: a whole number, found "break". Write the file again.',
    ],
    [
      "1\na\n1\n0x\n0",
      'dfg/damaged: readDfg: line 4, column 1: expected start activity 0, one of 1: an activity and a count, such as 0x12, found "0x". Write the file again.',
    ],
    [
      "1\na\n1\n0x0\n0",
      "dfg/damaged: readDfg: line 4, column 3: expected a whole number from 1 to 2^53, found 0. Correct the count.",
    ],
    [
      "1\na\n0\n1\n7x1",
      "dfg/unknown-activity: readDfg: line 5, column 1: there is no activity 7; the file names 1, counted from 0. Correct the index.",
    ],
    [
      "1\na\n0\n2\n0x1\n0x2",
      "dfg/repeated: readDfg: line 6, column 1: end activity 0 already stands in line 5. Give each once.",
    ],
    [
      "1\na\n0\n0\n  0>12x1",
      "dfg/unknown-activity: readDfg: line 5, column 5: there is no activity 12; the file names 1, counted from 0. Correct the index.",
    ],
    [
      "1\na\n0\n0\n0>0x99999999999999999999",
      "dfg/damaged: readDfg: line 5, column 5: expected a whole number from 1 to 2^53, found 99999999999999999999. Correct the count.",
    ],
    [
      "1\na\n0\n0\n0>0x1\n0>0x2",
      "dfg/repeated: readDfg: line 6, column 1: the arc 0>0 already stands in line 5. Give each once.",
    ],
    [
      "1\na\n0\n0\n\n0>0x1",
      'dfg/damaged: readDfg: line 5, column 1: expected an arc: an arc and its count, such as 0>3x7, found "". Write the file again.',
    ],
  ])("refuses %j with its line and column", (text, message) => {
    expect(failure(() => readDfg(text))).toBe(message);
  });

  it("refuses bytes that are no UTF-8, and damaged JSON", () => {
    expect(failure(() => readDfg(Uint8Array.from([0x31, 0xff])))).toBe(
      "dfg/bad-bytes: readDfg: the file holds bytes that are no UTF-8 text. Save it as UTF-8.",
    );
    expect(failure(() => readDfg('{"activities": ['))).toMatch(
      /^dfg\/bad-json: readDfg: the file is no whole JSON: .*\. Write it again\.$/,
    );
    expect(failure(() => readDfg("{}"))).toBe(
      "dfg/invalid: checkDfg: at $.activities: expected a list, found nothing.",
    );
  });
});

describe("checkDfg", () => {
  it.each([
    [null, "$: expected an object with activities and arcs, found null"],
    [{ ...GRAPH, activities: ["a", "b", 3] }, "$.activities[2]: expected a text, found 3"],
    [{ ...GRAPH, activities: ["a", "b", "a"] }, '$.activities[2]: expected each name once, found "a"'],
    [{ ...GRAPH, from: [0, 0, 3] }, "$.from[2]: expected a whole number of at least 0 and below 3, found 3"],
    [{ ...GRAPH, to: [1, 2] }, '$.to: expected a list of 3, found "2 items"'],
    [{ ...GRAPH, count: [1, 2, 1.5] }, "$.count[2]: expected a whole number of at least 0, found 1.5"],
    [{ ...GRAPH, startCounts: [2, 0] }, '$.startCounts: expected a list of 3, found "2 items"'],
    [{ ...GRAPH, endCounts: [0, 0, -1] }, "$.endCounts[2]: expected a whole number of at least 0, found -1"],
    [{ ...GRAPH, activityCounts: undefined }, "$.activityCounts: expected a list, found nothing"],
    [
      { ...GRAPH, to: [2, 1, 0] },
      '$.from[1]: expected arcs sorted by from, then to, each once, found "0 to 1"',
    ],
    [
      { ...GRAPH, to: [1, 1, 0] },
      '$.from[1]: expected arcs sorted by from, then to, each once, found "0 to 1"',
    ],
  ])("names the path of the fault", (value, problem) => {
    expect(failure(() => checkDfg(value))).toBe(`dfg/invalid: checkDfg: at ${problem}.`);
  });
});

describe("writeDfg", () => {
  it("writes the lines that PM4Py writes", () => {
    expect(writeDfg(GRAPH)).toBe(PM4PY);
    expect(writeDfg(directlyFollows(traces("")))).toBe("0\n0\n0\n");
    expect(writeDfg(directlyFollows(traces("3x solo")))).toBe("1\nsolo\n1\n0x3\n1\n0x3\n");
  });

  it("is undone by reading, for the graph of every log, as text and as JSON", () => {
    fc.assert(
      fc.property(arbitraryTraces(), (log) => {
        const graph = directlyFollows(log);
        expect(readDfg(writeDfg(graph))).toEqual(graph);
        expect(readDfg(writeDfg(graph, { form: "json" }))).toEqual(graph);
      }),
      { seed: 21, numRuns: 200 },
    );
  });

  it("refuses a name with a line break as text, and holds it as JSON", () => {
    const graph = { ...GRAPH, activities: ["a", "line\nbreak", "c\r"] };
    expect(failure(() => writeDfg(graph))).toBe(
      'dfg/unwritable-name: writeDfg: the activity "line\\nbreak" holds a line break, which the text form can\'t hold. Rename it, or write JSON.',
    );
    expect(failure(() => writeDfg({ ...GRAPH, activities: ["a", "b", "c\r"] }))).toContain('"c\\r"');
    expect(readDfg(writeDfg(graph, { form: "json" }))).toEqual(graph);
  });

  it("refuses an unknown form", () => {
    expect(failure(() => writeDfg(GRAPH, { form: "xml" as "json" }))).toContain('Give "text" or "json".');
  });
});
