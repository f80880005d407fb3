import { describe, expect, it } from "@jest/globals";
import {
  checkLogSkeleton,
  checkTemporalProfile,
  type LogSkeleton,
  type TemporalProfile,
} from "../../src/index.js";

const skeleton: LogSkeleton = {
  activities: ["a", "__proto__"],
  equivalence: [[0, 1]],
  alwaysAfter: [[0, 1]],
  alwaysBefore: [[1, 0]],
  neverTogether: [],
  alwaysDirectlyAfter: [],
  directlyFollows: [
    [0, 0],
    [0, 1],
  ],
  startActivities: [0],
  endActivities: [1],
  occurrences: [[1, 2], [1]],
};

describe("checkLogSkeleton", () => {
  it("returns a skeleton that JSON has carried", () => {
    expect(checkLogSkeleton(JSON.parse(JSON.stringify(skeleton)))).toEqual(skeleton);
  });

  it.each([
    [[], "$: expected an object, found a value of type array."],
    [{ ...skeleton, activities: ["a", 1] }, "$.activities[1]: expected a text, found 1."],
    [
      { ...skeleton, activities: ["a", "a"] },
      '$.activities[1]: expected an activity that is not there yet, found "a".',
    ],
    [{ ...skeleton, alwaysAfter: undefined }, "$.alwaysAfter: expected a list, found nothing."],
    [
      { ...skeleton, alwaysAfter: [[0, 2]] },
      "$.alwaysAfter[0][1]: expected the index of an activity, found 2.",
    ],
    [{ ...skeleton, equivalence: [[0]] }, "$.equivalence[0]: expected two activities, found 1."],
    [
      { ...skeleton, endActivities: [-1] },
      "$.endActivities[0]: expected the index of an activity, found -1.",
    ],
    [
      { ...skeleton, occurrences: [[1]] },
      "$.occurrences: expected one list for each of the 2 activities, found 1.",
    ],
    [{ ...skeleton, occurrences: [[], [1]] }, "$.occurrences[0]: expected at least one count, found 0."],
    [{ ...skeleton, occurrences: [[2, 1], [1]] }, "$.occurrences[0][1]: expected rising counts, found 1."],
    [
      { ...skeleton, occurrences: [[0.5], [1]] },
      "$.occurrences[0][0]: expected a whole number of at least 0, found 0.5.",
    ],
  ])("says where a skeleton is wrong (%#)", (value, message) => {
    expect(() => checkLogSkeleton(value)).toThrow(`checkLogSkeleton: at ${message}`);
  });
});

const profile: TemporalProfile = {
  activities: ["a", "b"],
  laterTime: "completion",
  from: [0, 0],
  to: [0, 1],
  count: [1, 3],
  meanMs: [5, -2.5],
  stdMs: [null, 0],
};

describe("checkTemporalProfile", () => {
  it("returns a profile that JSON has carried", () => {
    expect(checkTemporalProfile(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
  });

  it.each([
    [1, "$: expected an object, found 1."],
    [{ ...profile, activities: [null] }, "$.activities[0]: expected a text, found null."],
    [
      { ...profile, activities: ["b", "b"] },
      '$.activities[1]: expected an activity that is not there yet, found "b".',
    ],
    [{ ...profile, laterTime: "end" }, '$.laterTime: expected "completion" or "start", found "end".'],
    [{ ...profile, to: [0] }, "$.to: expected 2 entries, as many as $.from, found 1."],
    [{ ...profile, from: [0, 2] }, "$.from[1]: expected the index of an activity, found 2."],
    [{ ...profile, count: [0, 3] }, "$.count[0]: expected a whole number of at least 1, found 0."],
    [{ ...profile, meanMs: [null, 1] }, "$.meanMs[0]: expected a number, found null."],
    [{ ...profile, stdMs: [null, -1] }, "$.stdMs[1]: expected a number of at least 0, or null, found -1."],
    [{ ...profile, stdMs: "0" }, '$.stdMs: expected a list, found "0".'],
  ])("says where a profile is wrong (%#)", (value, message) => {
    expect(() => checkTemporalProfile(value)).toThrow(`checkTemporalProfile: at ${message}`);
  });
});
