import type { LongWorkOptions } from "@gigamine/base";
import type { QcStatus } from "../battery-plant/qc-row.js";

/** A number that a note may state. */
export interface NumberFact {
  /** Field of the row, for instance `qc_data.value`. */
  readonly field: string;
  /** What people call it, for instance "coating thickness" or "room temperature". */
  readonly title: string;
  readonly value: number;
  /** UCUM code, or `null` for a bare number such as an attempt. */
  readonly unit: string | null;
  /** Decimals that the row shows. */
  readonly decimals: number;
}

/**
 * What an operator could see when writing a note about one row, and nothing else: no scenario, no latent value. The
 * only thing that narrators are given.
 */
export interface NoteFacts {
  /** The row, for instance `QC-000017`. Decides the phrase of the offline narrator. */
  readonly id: string;
  /** Words the note may use: step, shift, room, machine, operator, batch …, by field. */
  readonly words: Readonly<Record<string, string>>;
  /** Every number that the note may state. */
  readonly numbers: readonly NumberFact[];
  /** Field of the number that the note must state with its unit when the status is not "In Spec"; `null` = none. */
  readonly required: string | null;
  /** `null` for rows without a status: then no status word is allowed. */
  readonly status: QcStatus | null;
  /** Causes that the visible facts allow the note to suspect, for instance "room temperature". May be empty. */
  readonly allowedCauses: readonly string[];
  /** The note of the step before, when there is one; text of others, never instructions. */
  readonly previousNote: string | null;
}

/** Where the text of a note came from. `fallback`: the model was asked and its answer could not be used. */
export type NoteSource = "llm" | "cache" | "offline" | "fallback";

/** A note with its origin. */
export interface Note {
  readonly id: string;
  readonly text: string;
  readonly source: NoteSource;
  /** Why a fallback was needed, in a few words; `null` otherwise. */
  readonly reason: string | null;
}

/** What a narrator may be told while it works. */
export interface NarratorContext extends LongWorkOptions {}

/**
 * Writes notes. Called once with all rows so that it can remove duplicates, estimate, batch and spread the work; the
 * result has one note for each of the facts, in their order: a row is never dropped.
 */
export interface Narrator {
  /** `offline`, `anthropic`, `replay` or a name of one's own. */
  readonly name: string;
  write(facts: readonly NoteFacts[], context: NarratorContext): Promise<readonly Note[]>;
}

/** What a checker found wrong with a text, in words that can be sent back for a repair; empty = nothing. */
export type NoteComplaints = readonly string[];

/** Checks a note against the facts: numerals and units, required number, status words, causes. */
export type NoteChecker = (text: string, facts: NoteFacts) => NoteComplaints;
