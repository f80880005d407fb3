import type { z } from "zod";

/** Where a text came from: a model, its cache, a template without any model, or the template because the model failed. */
export type TextSource = "llm" | "cache" | "offline" | "fallback";

/** One question to a language model. */
export interface TextRequest {
  /** Unique in a run and the same in every run: `<column>/<row>`. */
  readonly id: string;
  /** What the model is to be. */
  readonly system: string;
  /** What it is asked, with the facts of the row. */
  readonly prompt: string;
  /** The answer is an object of this shape; absent for plain text. */
  readonly schema?: z.ZodType;
}

/** What answers, whoever is behind it. */
export interface TextModel {
  /** `value` is the answer as data, when a schema was given. Rejects when there is no usable answer. */
  complete(
    request: TextRequest,
  ): Promise<{ readonly text: string; readonly value?: unknown; readonly source: TextSource }>;
}
