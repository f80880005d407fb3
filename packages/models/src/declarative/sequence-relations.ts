import { GigamineError } from "@gigamine/base";

/**
 * How two activities of one sequence, a and b, stand to each other there, as bits; both occur. These facts decide every
 * relation of a log skeleton and every pair template of DECLARE.
 */
export const PairFacts = {
  /** The last b comes after the last a: every a is followed by some b. */
  response: 1 << 0,
  /** The first a comes before the first b: every b is preceded by some a. */
  precedence: 1 << 1,
  /** Behind every a the next of the two is b. */
  alternateResponse: 1 << 2,
  /** Before every b the last of the two is a. */
  alternatePrecedence: 1 << 3,
  /** The next event behind every a is b. */
  chainResponse: 1 << 4,
  /** The event before every b is a. */
  chainPrecedence: 1 << 5,
  /** No b comes after any a. */
  notSuccession: 1 << 6,
  /** No b comes directly after an a. */
  notChainSuccession: 1 << 7,
  /** a and b occur equally often. */
  sameCount: 1 << 8,
} as const;

/** Tables of this many activities squared still fit in memory. */
const MOST_DISTINCT = 4096;

/**
 * The positions of the activities of one sequence to each other, for kernels that look at many sequences of one log: make
 * it once, `scan` each sequence, then ask. Activities of the scanned sequence are known by their slot 0 … `size` - 1, in
 * order of first occurrence.
 *
 * A scan costs O(events · k) at worst for k distinct activities, in practice less (each event costs as many steps as there
 * are activities since its last occurrence), and clears two tables of k² counts.
 *
 * @throws GigamineError `declarative/too-many-activities` for a sequence of more than 4096 distinct activities.
 */
export class SequenceRelations {
  /** Number of distinct activities of the scanned sequence. */
  size = 0;
  /** Number of events of the scanned sequence. */
  length = 0;
  /** Per slot the activity. */
  readonly activity: Int32Array;
  /** Per slot how often the activity occurs, and where it first and last does, counted from the start of the sequence. */
  readonly count: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Per activity its slot; -1 when the sequence does not have it. */
  readonly slot: Int32Array;
  /** `[a * size + b]`: how often b is the next of the two behind an a, by slots. */
  #turns = new Int32Array(0);
  /** `[a * size + b]`: how often b is the next event behind an a, by slots. */
  #steps = new Int32Array(0);
  #facts = new Uint16Array(0);
  readonly #recent: Int32Array;

  /** @param activities How many activities there are; the ids in sequences are below. */
  constructor(activities: number) {
    this.activity = new Int32Array(activities);
    this.count = new Int32Array(activities);
    this.first = new Int32Array(activities);
    this.last = new Int32Array(activities);
    this.slot = new Int32Array(activities).fill(-1);
    this.#recent = new Int32Array(activities);
  }

  /** Looks at the activity ids `sequence[start]` … `sequence[end - 1]`. */
  scan(sequence: readonly number[], start: number, end: number): void {
    const { activity, count, first, last, slot } = this;
    for (let s = 0; s < this.size; s++) slot[activity[s]!] = -1;
    let size = 0;
    for (let i = start; i < end; i++) {
      const a = sequence[i]!;
      let s = slot[a]!;
      if (s < 0) {
        s = size++;
        slot[a] = s;
        activity[s] = a;
        count[s] = 0;
        first[s] = i - start;
      }
      count[s]!++;
      last[s] = i - start;
    }
    this.size = size;
    if (size > MOST_DISTINCT) throw tooManyDistinct(size);
    this.length = end - start;
    this.#countPairs(sequence, start, end);
  }

  /**
   * Keeps the slots in order of their last occurrence. When b occurs, exactly those before it in that order have occurred
   * since the last b: of each of them and b, b is the next.
   */
  #countPairs(sequence: readonly number[], start: number, end: number): void {
    const { slot, size } = this;
    const cells = size * size;
    if (this.#turns.length < cells) {
      this.#turns = new Int32Array(cells * 2);
      this.#steps = new Int32Array(cells * 2);
    } else {
      this.#turns.fill(0, 0, cells);
      this.#steps.fill(0, 0, cells);
    }
    const turns = this.#turns;
    const steps = this.#steps;
    const recent = this.#recent; // slots, the latest first
    let seen = 0;
    for (let i = start; i < end; i++) {
      const b = slot[sequence[i]!]!;
      if (i > start) steps[recent[0]! * size + b]!++;
      let moved = b;
      for (let r = 0; ; r++) {
        if (r === seen) {
          recent[seen++] = moved;
          break;
        }
        const a = recent[r]!;
        recent[r] = moved;
        if (a === b) break;
        turns[a * size + b]!++;
        moved = a;
      }
    }
  }

  /** How often the activity in slot `b` directly follows that in slot `a`. */
  steps(a: number, b: number): number {
    return this.#steps[a * this.size + b]!;
  }

  /** The `PairFacts` of the activities in slots `a` and `b` that hold. */
  facts(a: number, b: number): number {
    const { count, first, last } = this;
    const cell = a * this.size + b;
    return factsOf(
      this.#turns[cell]!,
      this.#steps[cell]!,
      count[a]!,
      count[b]!,
      first[a]!,
      first[b]!,
      last[a]!,
      last[b]!,
    );
  }

  /** The `PairFacts` of all pairs of slots, `[a * size + b]`; valid until the next call. O(k²). */
  allFacts(): Uint16Array {
    const { size, count, first, last } = this;
    if (this.#facts.length < size * size) this.#facts = new Uint16Array(this.#turns.length);
    const facts = this.#facts;
    const turns = this.#turns;
    const steps = this.#steps;
    for (let a = 0, cell = 0; a < size; a++) {
      const countA = count[a]!;
      const firstA = first[a]!;
      const lastA = last[a]!;
      for (let b = 0; b < size; b++, cell++) {
        facts[cell] = factsOf(
          turns[cell]!,
          steps[cell]!,
          countA,
          count[b]!,
          firstA,
          first[b]!,
          lastA,
          last[b]!,
        );
      }
    }
    return facts;
  }
}

/** Without branches: most of these are true as often as not, and a processor guesses them badly. */
function factsOf(
  turns: number,
  steps: number,
  countA: number,
  countB: number,
  firstA: number,
  firstB: number,
  lastA: number,
  lastB: number,
): number {
  return (
    (less(lastA, lastB) * PairFacts.response) |
    (less(firstA, firstB) * PairFacts.precedence) |
    (same(turns, countA) * PairFacts.alternateResponse) |
    (same(turns, countB) * PairFacts.alternatePrecedence) |
    (same(steps, countA) * PairFacts.chainResponse) |
    (same(steps, countB) * PairFacts.chainPrecedence) |
    (less(lastB, firstA) * PairFacts.notSuccession) |
    (same(steps, 0) * PairFacts.notChainSuccession) |
    (same(countA, countB) * PairFacts.sameCount)
  );
}

function tooManyDistinct(distinct: number): GigamineError {
  return new GigamineError(
    "declarative/too-many-activities",
    `A case has ${distinct} distinct activities; the rules between them can be followed for at most ${MOST_DISTINCT}. ` +
      "Group activities, or filter rare ones first.",
    { activities: distinct, most: MOST_DISTINCT },
  );
}

/** 1 if x < y, else 0; for whole numbers from 0 to 2^31 - 1. */
function less(x: number, y: number): number {
  return (x - y) >>> 31;
}

/** 1 if x = y, else 0; for whole numbers from 0 to 2^31 - 1. */
function same(x: number, y: number): number {
  return ((x ^ y) - 1) >>> 31;
}
