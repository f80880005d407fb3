/** The values that a constraint leaves, as numbers; instants are ms since the epoch. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Whether `low` itself is left out. */
  readonly lowOpen: boolean;
  readonly highOpen: boolean;
}

export const everything: Interval = {
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
  lowOpen: false,
  highOpen: false,
};

/** What lies in both. */
export function intersection(a: Interval, b: Interval): Interval {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  return {
    low,
    high,
    lowOpen: (a.low === low && a.lowOpen) || (b.low === low && b.lowOpen),
    highOpen: (a.high === high && a.highOpen) || (b.high === high && b.highOpen),
  };
}

/** Whether no number lies in it. */
export function isEmpty({ low, high, lowOpen, highOpen }: Interval): boolean {
  return !(low < high || (low === high && !lowOpen && !highOpen));
}

/** The smallest and largest whole number in it; ±infinity stay. */
export function wholeBounds({ low, high, lowOpen, highOpen }: Interval): { low: number; high: number } {
  const first = Math.ceil(low);
  const last = Math.floor(high);
  return {
    low: lowOpen && first === low ? first + 1 : first,
    high: highOpen && last === high ? last - 1 : last,
  };
}
