import { describeDurations } from "@gigamine/base";
import { mannWhitney } from "../mann-whitney.js";
import { twoProportions } from "./two-proportions.js";
import type { DurationDifference, ShareDifference } from "./types.js";

/** A test whose adjusted p value is still to come. */
export type Open<T> = { -readonly [K in keyof T]: T[K] };

/** Durations needed of each group to be tested. */
const ENOUGH = 5;

export function shareDifference(
  casesA: number,
  allA: number,
  casesB: number,
  allB: number,
): Open<ShareDifference> {
  const shareA = allA === 0 ? null : casesA / allA;
  const shareB = allB === 0 ? null : casesB / allB;
  return {
    casesA,
    casesB,
    shareA,
    shareB,
    difference: shareA === null || shareB === null ? null : shareA - shareB,
    pValue: twoProportions(casesA, allA, casesB, allB),
    adjustedPValue: null,
  };
}

/** Sorts both lists. */
export function durationDifference(timesA: Float64Array, timesB: Float64Array): Open<DurationDifference> {
  const durationA = describeDurations(timesA);
  const durationB = describeDurations(timesB);
  const { cliffsDelta, pValue } = mannWhitney(timesB, timesA);
  const isEnough = Math.min(timesA.length, timesB.length) >= ENOUGH;
  const isKnown = durationA.medianMs !== null && durationB.medianMs !== null;
  return {
    durationA,
    durationB,
    medianDifferenceMs: isKnown ? durationA.medianMs - durationB.medianMs : null,
    cliffsDelta,
    pValue: isEnough ? pValue : null,
    adjustedPValue: null,
  };
}
