import { GigamineError, quoteValue } from "@gigamine/base";
import { z } from "zod";
import type { QcStatus } from "../battery-plant/qc-row.js";
import { checkedOption } from "../checked-option.js";
import type { NoteFacts, NumberFact } from "./contract.js";

/** A number of {@link noteFacts}: without `decimals` it has as many as the number itself. */
export interface NumberFactInput extends Omit<NumberFact, "decimals" | "unit"> {
  /** UCUM code. @default null */
  readonly unit?: string | null | undefined;
  /** Whole, in [0, 12]. @default as many as the value shows */
  readonly decimals?: number | undefined;
}

/** What {@link noteFacts} takes. */
export interface NoteFactsInput {
  /** The row. Decides the phrase of the offline narrator. */
  readonly id: string;
  /** Names the note may use, by what they are: `{ machine: "Coater 1", shift: "Friday_PM" }`. @default {} */
  readonly words?: Readonly<Record<string, string>> | undefined;
  /**
   * Numbers the note may state. Fields called `<name>.target`, `.warnLow`, `.warnHigh`, `.specLow` and `.specHigh` are the
   * target and the limits of the field `<name>` or `<name>.value`. @default []
   */
  readonly numbers?: readonly NumberFactInput[] | undefined;
  /** Field of the number that the note is about. @default null */
  readonly required?: string | null | undefined;
  /** @default null */
  readonly status?: QcStatus | null | undefined;
  /** @default [] */
  readonly allowedCauses?: readonly string[] | undefined;
  /** @default null */
  readonly previousNote?: string | null | undefined;
}

const text = (what: string) => z.string({ error: `Give ${what}.` }).min(1, { error: `Give ${what}.` });
const decimalsError = "Give a whole number in [0, 12], or nothing for as many as the value shows.";

const numberSchema = z.strictObject(
  {
    field: text("the name of a field, such as qc_data.value"),
    title: text('what people call it, such as "coating thickness"'),
    value: z.number({ error: "Give a finite number; leave out numbers that were not recorded." }),
    unit: text("a UCUM code such as um, or null").nullable().optional(),
    decimals: z
      .int({ error: decimalsError })
      .min(0, { error: decimalsError })
      .max(12, { error: decimalsError })
      .optional(),
  },
  { error: "Give numbers as { field, title, value, unit?, decimals? }." },
);

const statusError = 'Give "In Spec", "Tolerance Warning", "Critical Fail" or null.';

const factsSchema = z.strictObject(
  {
    id: text("the id of the row, such as QC-000017"),
    words: z.record(z.string(), text("a name as text; leave out what is empty")).optional(),
    numbers: z.array(numberSchema, { error: "Give a list of numbers." }).readonly().optional(),
    required: text("the field of one of the numbers, or null").nullable().optional(),
    status: z
      .enum(["In Spec", "Tolerance Warning", "Critical Fail"], { error: statusError })
      .nullable()
      .optional(),
    allowedCauses: z
      .array(text("a cause as text"), { error: "Give a list of causes." })
      .readonly()
      .optional(),
    previousNote: z.string({ error: "Give the note of the step before, or null." }).nullable().optional(),
  },
  { error: "Give { id, words?, numbers?, required?, status?, allowedCauses?, previousNote? }." },
);

/**
 * The facts for a note about a row of any table, checked and with defaults filled in. Give only what the writer of the
 * note could see: narrators state these numbers and names and no others, and {@link checkNote} refuses any other.
 *
 * @throws GigamineError `option/out-of-range` for what is no fact, a field given twice, or a `required` that is none of the fields.
 */
export function noteFacts(input: NoteFactsInput): NoteFacts {
  const given = checkedOption("noteFacts", "", factsSchema, input);
  const numbers = (given.numbers ?? []).map((fact) => ({
    field: fact.field,
    title: fact.title,
    value: fact.value,
    unit: fact.unit ?? null,
    decimals: fact.decimals ?? shownDecimals(fact.value),
  }));
  const fields = numbers.map((fact) => fact.field);
  const twice = fields.find((field, i) => fields.indexOf(field) !== i);
  if (twice !== undefined) {
    throw new GigamineError(
      "notes/field-twice",
      `noteFacts: the field ${quoteValue(twice)} is given twice for row ${quoteValue(given.id)}. Give each field once.`,
      { field: twice, id: given.id },
    );
  }
  const required = given.required ?? null;
  if (required !== null && !fields.includes(required)) {
    throw new GigamineError(
      "notes/unknown-field",
      `noteFacts: required is ${quoteValue(required)}, which is none of the numbers of row ${quoteValue(given.id)}. ` +
        `Give one of: ${fields.join(", ") || "null, as there are no numbers"}.`,
      { field: required, id: given.id },
    );
  }
  return {
    id: given.id,
    words: given.words ?? {},
    numbers,
    required,
    status: given.status ?? null,
    allowedCauses: given.allowedCauses ?? [],
    previousNote: given.previousNote ?? null,
  };
}

/** Decimals that a number shows, at most 12: 2 for 5.25, 0 for 3262, 9 for 2e-9, and 1 for 0.1 + 0.2. */
export function shownDecimals(value: number): number {
  for (let decimals = 0, scale = 1; decimals <= 4; decimals++, scale *= 10) {
    if (Math.round(value * scale) / scale === value) return decimals;
  }
  const [mantissa = "", exponent = "0"] = String(Number(value.toPrecision(12))).split("e");
  const point = mantissa.indexOf(".");
  const digits = point === -1 ? 0 : mantissa.length - point - 1;
  return Math.min(12, Math.max(0, digits - Number(exponent)));
}
