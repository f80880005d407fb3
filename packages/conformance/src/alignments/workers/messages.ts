import { type ErrorFields, GigamineError, isGigamineError } from "@gigamine/base";
import type { AlignmentTask, FoundAlignment } from "../aligner.js";
import type { CheckedLimits } from "../budget.js";
import type { AlignmentMethod, AlignmentStatus } from "../types.js";

/** What a worker is told: first what is the same for all traces, then batch after batch. */
export type Request =
  | { readonly kind: "task"; readonly task: AlignmentTask; readonly limits: CheckedLimits }
  | {
      readonly kind: "batch";
      readonly batch: number;
      /** Trace i is `sequence[offsets[i]]` … `sequence[offsets[i + 1] - 1]`. */
      readonly offsets: Int32Array;
      readonly sequence: Int32Array;
      /** Time left for all traces, in milliseconds. */
      readonly timeLeftMs: number;
    };

/** What a worker answers. */
export type Answer =
  | { readonly kind: "ready"; readonly emptyTrace: FoundAlignment }
  | { readonly kind: "found"; readonly batch: number; readonly packed: PackedAlignments }
  | { readonly kind: "failed"; readonly error: PackedError };

/** Alignments as arrays, which are handed over without a copy. */
export interface PackedAlignments {
  /** Alignment i has the moves `codes[offsets[i]]` … `codes[offsets[i + 1] - 1]`. */
  readonly offsets: Int32Array<ArrayBuffer>;
  readonly codes: Int32Array<ArrayBuffer>;
  /** Of each: weight, lower weight, states, number of its status, number of its method. */
  readonly figures: Float64Array<ArrayBuffer>;
}

const STATUSES: readonly AlignmentStatus[] = ["optimal", "bounded", "timed-out"];
const METHODS: readonly AlignmentMethod[] = ["blocks", "a-star", "dijkstra"];
const FIGURES = 5;

export function packAlignments(alignments: readonly FoundAlignment[]): PackedAlignments {
  const offsets = new Int32Array(alignments.length + 1);
  alignments.forEach(({ moves }, i) => {
    offsets[i + 1] = offsets[i]! + moves.length;
  });
  const codes = new Int32Array(offsets[alignments.length]!);
  const figures = new Float64Array(alignments.length * FIGURES);
  alignments.forEach(({ moves, weight, lowerWeight, states, status, method }, i) => {
    codes.set(moves, offsets[i]!);
    figures.set(
      [weight, lowerWeight, states, STATUSES.indexOf(status), METHODS.indexOf(method)],
      i * FIGURES,
    );
  });
  return { offsets, codes, figures };
}

export function unpackAlignments({ offsets, codes, figures }: PackedAlignments): FoundAlignment[] {
  return Array.from({ length: offsets.length - 1 }, (_, i) => {
    const [weight, lowerWeight, states, status, method] = figures.subarray(i * FIGURES, (i + 1) * FIGURES);
    return {
      moves: Array.from(codes.subarray(offsets[i]!, offsets[i + 1]!)),
      weight: weight!,
      lowerWeight: lowerWeight!,
      states: states!,
      status: STATUSES[status!]!,
      method: METHODS[method!]!,
    };
  });
}

export interface PackedError {
  readonly code: string;
  readonly message: string;
  readonly fields: ErrorFields;
}

/** An error as plain data: what is thrown on purpose keeps its code. */
export function packError(error: unknown): PackedError {
  if (isGigamineError(error)) return { code: error.code, message: error.message, fields: error.fields };
  return { code: "alignments/worker-failed", message: `A worker failed: ${String(error)}`, fields: {} };
}

export function unpackError({ code, message, fields }: PackedError): GigamineError {
  return new GigamineError(code, message, fields);
}
