import { describe, expect, it } from "@jest/globals";
import { listNames, nearNames } from "../src/index.js";

describe("nearNames", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["mni", ["max", "min", "round"], ["min"]], // two letters changed round are one edit
    ["Resource", ["resource", "cost"], ["resource"]],
    ["timestmap", ["time", "timestamp", "timestamps"], ["timestamp", "timestamps"]],
    ["ab", ["xy", "ax"], ["ax"]], // two edits would be another word
    ["abcdefghi", ["abcdefxyz", "abcdewxyz"], ["abcdefxyz"]], // three of nine letters, not four
    ["case", ["case", "CASE", "cast", "cas", "base"], ["case", "CASE", "cast"]], // three, nearest first
    ["", [], []],
  ])("%j is near to %j in %j", (name, names, near) => {
    expect(nearNames(name, names)).toEqual(near);
  });

  it("takes a long name without long work", () => {
    const long = "x".repeat(1_000_000);
    expect(nearNames(long, ["y"])).toEqual([]);
  });
});

describe("listNames", () => {
  it("quotes names and counts what it leaves out", () => {
    expect(listNames(["a", "b"])).toBe('"a", "b"');
    expect(listNames(["a", "b", "c"], 1)).toBe('"a" and 2 more');
  });
});
