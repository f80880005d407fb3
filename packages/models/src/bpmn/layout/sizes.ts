import type { BpmnNode } from "../types.js";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Height of a line of text in an editor such as bpmn.io, in a task and below an event. */
const TASK_LINE = 15;
const LABEL_LINE = 14;
/** More lines are not made room for: a name of a thousand words is no reason for a box as high as a house. */
const MOST_LINES = 12;

/** How large a node is drawn: the usual sizes; a task grows with its name. */
export function nodeSize({ kind, name }: BpmnNode): Size {
  if (kind.endsWith("Event")) return { width: 36, height: 36 };
  if (kind.endsWith("Gateway")) return { width: 50, height: 50 };
  const text = name ?? "";
  const longestWord = widestOf(text.split(/\s+/), 12);
  // Wider before higher: four lines stand well in a task.
  const width = [100, 120, 140, 160].find(
    (candidate) => longestWord <= candidate - 14 && lines(text, candidate - 14, 12) <= 4,
  );
  const widest = Math.min(240, Math.max(160, even(longestWord + 16)));
  const taskWidth = width ?? widest;
  return { width: taskWidth, height: Math.max(80, even(lines(text, taskWidth - 14, 12) * TASK_LINE + 16)) };
}

/** The room for a name that stands beside its element. */
export function labelSize(name: string): Size {
  const width = Math.min(90, even(widestOf(name.split("\n"), 11) + 4));
  return { width, height: lines(name, 90, 11) * LABEL_LINE };
}

const even = (value: number): number => 2 * Math.ceil(value / 2);

function widestOf(texts: readonly string[], fontSize: number): number {
  return texts.reduce((widest, text) => Math.max(widest, textWidth(text, fontSize)), 0);
}

/** How wide a text is in a sans-serif font, about: what its letters need on average, wide ones more. */
function textWidth(text: string, fontSize: number): number {
  let sum = 0;
  for (const character of text) {
    sum += /[iljt.,:;'|!()[\] ]/.test(character)
      ? 0.32
      : /[A-Zmw@%&]/.test(character)
        ? 0.74
        : character > "\u2e80"
          ? 1.05
          : 0.56;
  }
  return sum * fontSize;
}

/** Into how many lines a text breaks, as far as they get room. */
function lines(text: string, width: number, fontSize: number): number {
  let count = 0;
  for (const paragraph of text.split("\n")) {
    let filled = 0;
    count++;
    for (const word of paragraph.split(/\s+/)) {
      const needed = textWidth(filled === 0 ? word : ` ${word}`, fontSize);
      if (filled > 0 && filled + needed > width) {
        count++;
        filled = 0;
      }
      filled += needed;
      while (filled > width) {
        count++;
        filled -= width;
      }
    }
  }
  return Math.min(count, MOST_LINES);
}
