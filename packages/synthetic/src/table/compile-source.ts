import { GigamineError, optionError, quoteValue, type RandomStream, randomStreams } from "@gigamine/base";
import type { Cell } from "./cell.js";
import { chooser } from "./choices.js";
import type {
  CheckResult,
  ConditionalSource,
  DrawnSource,
  ExpressionSource,
  ExpressionType,
  PersonSource,
  SubcategorySource,
  ValidationSource,
} from "./column-source.js";
import { compileDistributionColumn } from "./compile-distribution.js";
import { compileDatetime, compileTimeDelta, toDate } from "./compile-time.js";
import { type CompiledSource, computed } from "./compiled-source.js";
import { asCondition, asNumber, asText } from "./expression/values.js";
import { compileCondition, compileFormula } from "./formula.js";
import { drawPerson } from "./person.js";
import { readsEarlier, readsNames, readsNothing, readsTogether } from "./reads.js";

/**
 * Makes a column ready to be drawn; everything that can be checked before any row is.
 *
 * @param where Whose column it is, for messages.
 * @param keys What the streams of the column hang on.
 */
export function compileSource(source: DrawnSource, where: string, keys: SourceKeys): CompiledSource {
  switch (source.type) {
    case "category": {
      const choose = chooser(source.values, where, "values");
      return { reads: readsNothing, takes: [], isRandom: true, draw: (_, random) => choose(random) };
    }
    case "subcategory":
      return compileSubcategory(source, where);
    case "distribution":
      return compileDistributionColumn(source, where);
    case "datetime":
      return compileDatetime(source, where);
    case "timeDelta":
      return compileTimeDelta(source, where);
    case "uuid":
      return { reads: readsNothing, takes: [], isRandom: true, draw: (_, random) => uuid(random) };
    case "person":
      return compilePerson(source, where, keys);
    case "expression":
      return compileExpressionColumn(source, where);
    case "custom":
      return { reads: readsEarlier, takes: [], isRandom: true, draw: source.draw };
    case "validation":
      return compileValidation(source);
    case "conditional":
      return compileConditional(source, where, keys);
  }
}

interface SourceKeys {
  readonly seed: number | string;
  readonly column: string;
}

function compileSubcategory({ of, values }: SubcategorySource, where: string): CompiledSource {
  const choosers = new Map(
    Object.entries(values).map(([parent, choices]) => [
      parent,
      chooser(choices, where, `values[${JSON.stringify(parent)}]`),
    ]),
  );
  return {
    reads: readsNames([of]),
    takes: [of],
    isRandom: true,
    draw: (row, random) => {
      const parent = row[of]!;
      if (parent === null) return null;
      const choose = choosers.get(asText(parent));
      if (choose !== undefined) return choose(random);
      throw new GigamineError(
        "table/no-subcategory",
        `${of} is ${quoteValue(parent)}, for which there are no values. Give some in values, or change ${of}.`,
        { of, value: parent },
      );
    },
  };
}

/** Two hexadecimal digits by byte. */
const hexBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** RFC 9562, version 4: 122 random bits. */
function uuid(random: RandomStream): string {
  const bytes = (): string => {
    const word = random.next() * 2 ** 32;
    return (
      hexBytes[word >>> 24]! +
      hexBytes[(word >>> 16) & 255]! +
      hexBytes[(word >>> 8) & 255]! +
      hexBytes[word & 255]!
    );
  };
  const [a, b, c, d] = [bytes(), bytes(), bytes(), bytes()];
  const variant = "89ab"[Number.parseInt(c[0]!, 16) & 3]!;
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

function compilePerson({ crew }: PersonSource, where: string, { seed, column }: SourceKeys): CompiledSource {
  if (!(Number.isInteger(crew) && crew >= 1 && crew <= 10_000)) {
    throw optionError(where, "crew", crew, "Give how many people there are, a whole number from 1 to 10000.");
  }
  const streams = randomStreams(seed, "table", column, "crew");
  const people = Array.from({ length: crew }, (_, i) => Object.freeze(drawPerson(streams.at(i))));
  return { reads: readsNothing, takes: [], isRandom: true, draw: (_, random) => random.pick(people) };
}

function compileExpressionColumn({ expression, as }: ExpressionSource, where: string): CompiledSource {
  const { reads, run } = compileFormula(expression);
  return computed({ reads, run: as === undefined ? run : (row) => cast(run(row), as, where) });
}

function cast(value: Cell, as: ExpressionType, where: string): Cell {
  if (value === null) return null;
  switch (as) {
    case "text":
      return asText(value);
    case "boolean":
      return asCondition(value);
    case "datetime":
      return toDate(value, where);
    case "number":
      return numberOf(value);
    case "integer": {
      const number = numberOf(value);
      return number === null ? null : Math.round(number);
    }
  }
}

/** Text that is no number is missing. */
function numberOf(value: Cell): number | null {
  if (typeof value !== "string") return asNumber(value);
  const number = value.trim() === "" ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : null;
}

function compileValidation({ check }: ValidationSource): CompiledSource {
  const { reads, run } = compileFormula(check);
  return computed({
    reads,
    run: (row) => {
      const result = run(row);
      return isCheckResult(result) ? result : { valid: asCondition(result) };
    },
  });
}

function isCheckResult(value: Cell): value is CheckResult {
  return typeof value === "object" && value !== null && "valid" in value && typeof value.valid === "boolean";
}

function compileConditional(
  { cases, otherwise }: ConditionalSource,
  where: string,
  keys: SourceKeys,
): CompiledSource {
  const branches = cases.map(({ when, use }) => ({
    when: compileCondition(when),
    use: compileSource(use, where, keys),
  }));
  const rest = compileSource(otherwise, where, keys);
  const sources = [...branches.map(({ use }) => use), rest];
  const chosen = (row: Parameters<CompiledSource["draw"]>[0]): CompiledSource =>
    branches.find(({ when }) => when.run(row))?.use ?? rest;
  return {
    reads: readsTogether([...branches.map(({ when }) => when), ...sources].map(({ reads }) => reads)),
    takes: [...new Set(sources.flatMap(({ takes }) => takes))],
    isRandom: sources.some(({ isRandom }) => isRandom),
    draw: (row, random) => chosen(row).draw(row, random),
    // texts among the cases have no limits, so then it is tried
    within: sources.every(({ within }) => within !== undefined)
      ? (row, random, interval) => chosen(row).within!(row, random, interval)
      : undefined,
  };
}
