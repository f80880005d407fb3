import { GigamineError, quoteValue } from "@gigamine/base";
import type { Dfg } from "../types.js";
import { checkDfg } from "./check.js";

/**
 * Reads a directly-follows graph from a `.dfg` file, the text form of PM4Py, or from JSON that holds a `Dfg`, as `writeDfg` writes both.
 *
 * The text form, line by line: the number of activities; their names; the number of start activities, each as `0x12`, the index of
 * an activity and how many cases start with it; the same for end activities; one line `0>3x7` an arc, from, to and count. It does not
 * hold how many events an activity has: that is the larger of what leads to it (with starts) and what leads on (with ends), which
 * are equal in the graph of a log. Names are taken as they stand, blanks at their ends included, where PM4Py cuts them off. Bytes
 * are UTF-8. O(length, and arcs log arcs).
 *
 * @throws GigamineError with line and column: `dfg/damaged` (not the line that is expected there), `dfg/unknown-activity` (an index
 * that no activity has), `dfg/repeated` (a name, start, end or arc given twice); `dfg/bad-json` and `dfg/invalid` for JSON;
 * `dfg/bad-bytes` for bytes that are no UTF-8.
 */
export function readDfg(data: string | Uint8Array): Dfg {
  const text = typeof data === "string" ? data.replace(/^\ufeff/, "") : decode(data);
  if (!text.trimStart().startsWith("{")) return new DfgText(text).read();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const message = `readDfg: the file is no whole JSON: ${(cause as Error).message}. Write it again.`;
    throw new GigamineError("dfg/bad-json", message, {}, { cause });
  }
  return checkDfg(value);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const message = "readDfg: the file holds bytes that are no UTF-8 text. Save it as UTF-8.";
    throw new GigamineError("dfg/bad-bytes", message, {}, { cause });
  }
}

/** A kind of line: indexes of activities, then a count of at least `least`. */
interface LineForm {
  readonly pattern: RegExp;
  readonly example: string;
  readonly least: number;
}

const COUNT: LineForm = { pattern: /^\s*(\d+)\s*$/d, example: "a whole number", least: 0 };
const NODE: LineForm = {
  pattern: /^\s*(\d+)x(\d+)\s*$/d,
  example: "an activity and a count, such as 0x12",
  least: 1,
};
const ARC: LineForm = {
  pattern: /^\s*(\d+)>(\d+)x(\d+)\s*$/d,
  example: "an arc and its count, such as 0>3x7",
  least: 1,
};

/** One walk over the lines of the text form. */
class DfgText {
  readonly #lines: readonly string[];
  #next = 0;
  readonly #activities: string[] = [];

  constructor(text: string) {
    this.#lines = text.split(/\r?\n/);
  }

  read(): Dfg {
    this.#readNames();
    const startCounts = this.#readEnds("start");
    const endCounts = this.#readEnds("end");
    const { from, to, count } = this.#readArcs();
    const [into, onwards] = [[...startCounts], [...endCounts]];
    for (let arc = 0; arc < count.length; arc++) {
      onwards[from[arc]!]! += count[arc]!;
      into[to[arc]!]! += count[arc]!;
    }
    const activityCounts = into.map((n, a) => Math.max(n, onwards[a]!));
    return { activities: this.#activities, from, to, count, startCounts, endCounts, activityCounts };
  }

  #readNames(): void {
    const number = this.#numbers(COUNT, "the number of activities")[0]!;
    this.#next++;
    const lineOf = new Map<string, number>();
    for (let a = 0; a < number; a++) {
      const name = this.#lines[this.#next];
      if (name === undefined) throw this.#damaged(`the name of activity ${a}, one of ${number}`);
      this.#once(lineOf, name, `the activity ${quoteValue(name)}`);
      this.#activities.push(name);
      this.#next++;
    }
  }

  #readEnds(which: "start" | "end"): number[] {
    const counts = this.#activities.map(() => 0);
    const number = this.#numbers(COUNT, `the number of ${which} activities`)[0]!;
    this.#next++;
    const lineOf = new Map<number, number>();
    for (let i = 0; i < number; i++) {
      const [activity, count] = this.#numbers(NODE, `${which} activity ${i}, one of ${number}`);
      this.#once(lineOf, activity!, `${which} activity ${activity}`);
      counts[activity!] = count!;
      this.#next++;
    }
    return counts;
  }

  #readArcs(): { from: number[]; to: number[]; count: number[] } {
    const n = this.#activities.length;
    const counts = new Map<number, number>();
    const lineOf = new Map<number, number>();
    while (this.#lines[this.#next] !== undefined) {
      if (this.#lines[this.#next]!.trim() === "" && this.#restIsBlank()) break;
      const [from, to, count] = this.#numbers(ARC, "an arc");
      const key = from! * n + to!;
      this.#once(lineOf, key, `the arc ${from}>${to}`);
      counts.set(key, count!);
      this.#next++;
    }
    const keys = [...counts.keys()].sort((a, b) => a - b);
    return {
      from: keys.map((key) => Math.floor(key / n)),
      to: keys.map((key) => key % n),
      count: keys.map((key) => counts.get(key)!),
    };
  }

  /** The numbers of the next line. */
  #numbers({ pattern, example, least }: LineForm, what: string): readonly number[] {
    const line = this.#lines[this.#next];
    const match = line === undefined ? null : pattern.exec(line);
    if (match === null) throw this.#damaged(`${what}: ${example}`);
    const numbers = match.slice(1).map(Number);
    numbers.forEach((number, i) => {
      const column = match.indices![i + 1]![0] + 1;
      const text = match[i + 1]!;
      if (i === numbers.length - 1) {
        if (number >= least && Number.isSafeInteger(number)) return;
        const range = `a whole number from ${least} to 2^53`;
        const message = `expected ${range}, found ${text}. Correct the count.`;
        throw this.#error("damaged", column, message, { expected: range });
      }
      const known = this.#activities.length;
      if (number < known) return;
      const message = `there is no activity ${text}; the file names ${known}, counted from 0. Correct the index.`;
      throw this.#error("unknown-activity", column, message, { activity: number });
    });
    return numbers;
  }

  #restIsBlank(): boolean {
    return this.#lines.slice(this.#next).every((line) => line.trim() === "");
  }

  /** Notes what stands in this line, and refuses what stood in one before. */
  #once<T>(lineOf: Map<T, number>, key: T, what: string): void {
    const first = lineOf.get(key);
    if (first !== undefined) {
      throw this.#error("repeated", 1, `${what} already stands in line ${first}. Give each once.`);
    }
    lineOf.set(key, this.#next + 1);
  }

  #damaged(expected: string): GigamineError {
    const line = this.#lines[this.#next];
    const found = line === undefined ? "the end of the file" : quoteValue(line, 30);
    return this.#error("damaged", 1, `expected ${expected}, found ${found}. Write the file again.`, {
      expected,
    });
  }

  #error(
    code: string,
    column: number,
    message: string,
    fields: Readonly<Record<string, unknown>> = {},
  ): GigamineError {
    const line = this.#next + 1;
    return new GigamineError(`dfg/${code}`, `readDfg: line ${line}, column ${column}: ${message}`, {
      ...fields,
      line,
      column,
    });
  }
}
