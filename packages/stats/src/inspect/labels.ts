import type { Column } from "@gigamine/event-log";
import { distance } from "fastest-levenshtein";
import type { Looking } from "./looking.js";
import type { DataFinding } from "./types.js";

/** Lists with more labels are free text or ids, where near ones mean nothing. */
const MOST_LABELS = 300;
/** Pairs shown of one list. */
const MOST_PAIRS = 10;

/** How two labels are alike; `null` when they are not. */
type Likeness = "spelling" | "typing" | "part" | null;

const MESSAGES: Readonly<Record<Exclude<Likeness, null>, string>> = {
  spelling: "differ only in case, space or punctuation",
  typing: "differ by a letter or two",
  part: "share all words of the shorter",
};

/** Labels that may be two names of one thing: activities, and the values of text attributes. */
export function similarLabels(looking: Looking): DataFinding[] {
  const { log } = looking;
  const { activities } = log;
  const findings = similarPairs(activities)
    .filter(([a, b, likeness]) => likeness === "spelling" || !oftenTogether(looking, a, b))
    .slice(0, MOST_PAIRS)
    .map(([a, b, likeness]) => finding("activities", activities, a, b, likeness, activities.length));
  const attributes = [
    ...Object.entries(log.eventAttributes as Record<string, Column>),
    ...Object.entries(log.caseAttributes as Record<string, Column>),
  ];
  for (const [name, column] of attributes) {
    if (column.kind !== "string") continue;
    const { dictionary } = column;
    for (const [a, b, likeness] of similarPairs(dictionary).slice(0, MOST_PAIRS)) {
      findings.push(finding(`values of ${name}`, dictionary, a, b, likeness, dictionary.length));
    }
  }
  return findings;
}

type SimilarPair = readonly [a: number, b: number, likeness: Exclude<Likeness, null>];

function finding(
  what: string,
  labels: readonly string[],
  a: number,
  b: number,
  likeness: Exclude<Likeness, null>,
  all: number,
): DataFinding {
  return {
    check: "similar-labels",
    severity: likeness === "spelling" ? "warning" : "note",
    subject: `${labels[a]}, ${labels[b]}`,
    count: 2,
    unit: "labels",
    share: 2 / all,
    examples: [],
    message: `The ${what} ${JSON.stringify(labels[a])} and ${JSON.stringify(labels[b])} ${MESSAGES[likeness]}.`,
    breaks: "If they are one thing, every count, model and group splits it in two.",
  };
}

function similarPairs(labels: readonly string[]): SimilarPair[] {
  if (labels.length > MOST_LABELS) return [];
  const plain = labels.map((label) => label.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ""));
  const words = labels.map(
    (label) =>
      new Set(
        label
          .toLowerCase()
          .split(/[^\p{L}\p{N}]+/u)
          .filter(Boolean),
      ),
  );
  const pairs: SimilarPair[] = [];
  for (let a = 0; a < labels.length; a++) {
    for (let b = a + 1; b < labels.length; b++) {
      const likeness = likenessOf(plain[a]!, plain[b]!, words[a]!, words[b]!);
      if (likeness !== null) pairs.push([a, b, likeness]);
    }
  }
  const order = ["spelling", "typing", "part"];
  return pairs.sort((x, y) => order.indexOf(x[2]) - order.indexOf(y[2])); // stable
}

function likenessOf(a: string, b: string, words: ReadonlySet<string>, others: ReadonlySet<string>): Likeness {
  if (a === "" || b === "") return null;
  if (a === b) return "spelling";
  // Numbered and lettered names ("Line 1", "Line 2", "Unit A") are meant to be near each other.
  const unequal = [...words].filter((word) => !others.has(word));
  const otherUnequal = [...others].filter((word) => !words.has(word));
  const areNumbered = /\p{N}/u.test(a + b) || [...unequal, ...otherUnequal].every((word) => word.length <= 2);
  if (!areNumbered && Math.min(a.length, b.length) >= 6) {
    const limit = Math.min(a.length, b.length) >= 12 ? 2 : 1;
    if (distance(a, b) <= limit) return "typing";
  }
  const [shorter, longer] = words.size < others.size ? [words, others] : [others, words];
  if (shorter.size < 2 || shorter.size === longer.size) return null;
  return [...shorter].every((word) => longer.has(word)) ? "part" : null;
}

/** Whether most cases of the rarer activity also have the other: then they are two things. */
function oftenTogether({ variants }: Looking, a: number, b: number): boolean {
  const { variantOffsets, sequence, counts } = variants;
  let [withA, withB, withBoth] = [0, 0, 0];
  for (let v = 0; v < counts.length; v++) {
    const trace = sequence.slice(variantOffsets[v], variantOffsets[v + 1]);
    const [hasA, hasB] = [trace.includes(a), trace.includes(b)];
    if (hasA) withA += counts[v]!;
    if (hasB) withB += counts[v]!;
    if (hasA && hasB) withBoth += counts[v]!;
  }
  return withBoth >= 0.5 * Math.min(withA, withB);
}
