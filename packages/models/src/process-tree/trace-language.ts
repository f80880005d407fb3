import { GigamineError, optionError } from "@gigamine/base";
import { treeActivities } from "./activities.js";
import { compareCodePoints } from "./code-point-order.js";
import { foldTree } from "./fold.js";
import type { ProcessTree } from "./types.js";

export interface TraceLanguageOptions {
  /** Longer traces are left out. A whole number of at least 0. */
  readonly maxLength: number;
  /**
   * How many traces any part of the tree may have before the call gives up with an error; the beginnings of an interleaved, by
   * the children in them, count as well. @default 100_000
   */
  readonly maxTraces?: number | undefined;
}

/** A trace is text with one UTF-16 unit per event, so that sets and joins are those of strings. */
type Words = ReadonlySet<string>;

/**
 * All traces of a tree with at most `maxLength` events, each once, the short ones first and equal lengths in
 * code-point order of the activities. The empty trace is `[]`. For tests and small models: the number of traces grows
 * exponentially with parallel branches.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, section 2.2 (language of a process tree).
 *
 * @throws GigamineError `process-tree/language-too-large` when a part has more than `maxTraces` traces.
 * @example
 * traceLanguage(parallel(activity("a"), activity("b")), { maxLength: 2 }); // => [["a", "b"], ["b", "a"]]
 */
export function traceLanguage(
  tree: ProcessTree,
  { maxLength, maxTraces = 100_000 }: TraceLanguageOptions,
): string[][] {
  if (!(Number.isInteger(maxLength) && maxLength >= 0)) {
    throw optionError(
      "traceLanguage",
      "maxLength",
      maxLength,
      "Give a whole number of at least 0, such as 10.",
    );
  }
  if (!(maxTraces >= 1)) {
    throw optionError(
      "traceLanguage",
      "maxTraces",
      maxTraces,
      "Give a number of at least 1, such as 100000.",
    );
  }
  const names = treeActivities(tree).sort(compareCodePoints);
  if (names.length > 0xffff) {
    throw new GigamineError(
      "process-tree/language-too-large",
      `traceLanguage: the tree has ${names.length} activities; at most 65535 are possible. Take a part of the tree.`,
      { activities: names.length },
    );
  }
  const unit = new Map(names.map((name, index) => [name, String.fromCharCode(index)]));

  const words = (): { readonly set: Set<string>; readonly add: (word: string) => void } => {
    const set = new Set<string>();
    const add = (word: string): void => {
      set.add(word);
      if (set.size > maxTraces) throw tooLarge(maxTraces, maxLength);
    };
    return { set, add };
  };
  const join = (a: Words, b: Words): Words => {
    const { set, add } = words();
    for (const x of a) for (const y of b) if (x.length + y.length <= maxLength) add(x + y);
    return set;
  };
  const union = (sets: readonly Words[]): Words => {
    const { set, add } = words();
    for (const part of sets) for (const word of part) add(word);
    return set;
  };
  const shuffle = (a: Words, b: Words): Words => {
    const { set, add } = words();
    for (const x of a) {
      for (const y of b) {
        if (x.length + y.length > maxLength) continue;
        for (const word of shuffles(x, y, words)) add(word);
      }
    }
    return set;
  };
  /** Concatenations in any order. Children that do nothing are left out, so that only the others are arranged. */
  const arrange = (parts: readonly Words[]): Words => {
    const { set, add } = words();
    const needed = parts.flatMap((part, p) => (part.has("") ? [] : [p]));
    // What stands in a word so far, by the children that made it.
    let arranged = [{ used: [] as readonly number[], words: new Set([""]) }];
    while (arranged.length > 0) {
      const longer = new Map<string, (typeof arranged)[number]>();
      let count = 0;
      for (const { used, words: beginnings } of arranged) {
        if (needed.every((p) => used.includes(p))) for (const word of beginnings) add(word);
        parts.forEach((part, p) => {
          if (used.includes(p)) return;
          const together = [...used, p].sort((x, y) => x - y);
          const key = together.join();
          const grown = longer.get(key)?.words ?? new Set();
          const before = grown.size;
          for (const x of beginnings) {
            for (const y of part) {
              if (y !== "" && x.length + y.length <= maxLength) grown.add(x + y);
            }
          }
          if (grown.size > 0) longer.set(key, { used: together, words: grown });
          count += grown.size - before;
          if (count > maxTraces) throw tooLarge(maxTraces, maxLength);
        });
      }
      arranged = [...longer.values()];
    }
    return set;
  };

  const language = foldTree<Words>(
    tree,
    (leaf) =>
      leaf.kind === "silent"
        ? new Set([""])
        : maxLength === 0
          ? new Set<string>()
          : new Set([unit.get(leaf.name)!]),
    ({ kind }, parts) => {
      if (kind === "sequence") return parts.reduce(join);
      if (kind === "exclusive") return union(parts);
      if (kind === "parallel") return parts.reduce(shuffle);
      if (kind === "inclusive") {
        return parts.reduce((done, part) => union([done, part, shuffle(done, part)]));
      }
      if (kind === "interleaved") return arrange(parts);
      const again = join(union(parts.slice(1)), parts[0]!);
      const { set, add } = words();
      let last: Words = parts[0]!;
      for (const word of last) add(word);
      while (last.size > 0) {
        const next = new Set<string>();
        for (const word of join(last, again)) {
          if (set.has(word)) continue;
          add(word);
          next.add(word);
        }
        last = next;
      }
      return set;
    },
  );
  return [...language]
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .map((word) => Array.from({ length: word.length }, (_, i) => names[word.charCodeAt(i)]!));
}

/** All interleavings of two words, by the table of interleavings of their beginnings. */
function shuffles(
  x: string,
  y: string,
  words: () => { readonly set: Set<string>; readonly add: (word: string) => void },
): Words {
  let row: Set<string>[] = [];
  for (let i = 0; i <= x.length; i++) {
    const next: Set<string>[] = [];
    for (let j = 0; j <= y.length; j++) {
      const { set, add } = words();
      if (i === 0 && j === 0) add("");
      if (i > 0) for (const word of row[j]!) add(word + x[i - 1]!);
      if (j > 0) for (const word of next[j - 1]!) add(word + y[j - 1]!);
      next.push(set);
    }
    row = next;
  }
  return row[y.length]!;
}

function tooLarge(maxTraces: number, maxLength: number): GigamineError {
  return new GigamineError(
    "process-tree/language-too-large",
    `traceLanguage: a part of the tree has more than ${maxTraces} traces of up to ${maxLength} events. ` +
      "Lower maxLength, or raise maxTraces.",
    { maxTraces, maxLength },
  );
}
