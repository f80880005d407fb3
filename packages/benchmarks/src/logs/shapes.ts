import type { LogShape } from "./shaped.js";

/**
 * The logs called after a BPI challenge have the size of that public log, which can't be shipped: cases, variants and
 * activities are its own, events about (262,200; 65,533; 1,595,923; 86,581).
 */
export const SHAPES: ReadonlyMap<string, LogShape> = new Map([
  [
    "bpic2012-like",
    {
      cases: 13_087,
      variants: 4_366,
      activities: 24,
      variantLength: 38,
      longest: 175,
      disorder: 0.02,
      repetition: 0.2,
      skew: 0.73,
    },
  ],
  [
    "bpic2013-like",
    {
      cases: 7_554,
      variants: 1_511,
      activities: 4,
      variantLength: 15.5,
      longest: 123,
      disorder: 0.05,
      repetition: 0.3,
      skew: 0.9,
    },
  ],
  [
    "bpic2019-like",
    {
      cases: 251_734,
      variants: 11_973,
      activities: 42,
      variantLength: 20,
      longest: 990,
      disorder: 0.01,
      repetition: 0.2,
      skew: 1.13,
    },
  ],
  [
    "bpic2020-like",
    {
      cases: 7_065,
      variants: 1_478,
      activities: 51,
      variantLength: 18,
      longest: 90,
      disorder: 0.01,
      repetition: 0.05,
      skew: 0.7,
    },
  ],
  // Every case is a variant of its own, of 40 events on average.
  [
    "many-variants",
    {
      cases: 100_000,
      variants: 100_000,
      activities: 24,
      variantLength: 37.5,
      longest: 110,
      disorder: 0.02,
      repetition: 0.2,
      skew: 0,
    },
  ],
]);

/** 1,000 variants whatever the number of events: shows what a job costs an event once variants are known. */
export function growingShape(events: number): LogShape {
  return {
    cases: Math.max(1000, Math.round(events / 9.3)),
    variants: 1000,
    activities: 15,
    variantLength: 10,
    longest: 60,
    disorder: 0.02,
    repetition: 0.1,
    skew: 0.6,
  };
}
