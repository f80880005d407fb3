import type { z } from "zod";
import { canonicalJson } from "../../content/canonical-json.js";
import { contentHash } from "../../content/content-hash.js";

/** Raised when what a request means changes, so that old answers no longer count. */
const cacheVersion = 1;

/** A turn of the conversation with the model; the first is always the user's. */
export interface ModelTurn {
  readonly role: "user" | "assistant";
  readonly content: string;
}

/** Whether and how much a model reasons before it answers. `default`: what the model does when nothing is said. */
export type Thinking = "off" | "low" | "default";

/** The form the answer must have. */
export interface AnswerForm {
  /** What tells this form from others, as JSON; part of the cache key. Stays the same when only a library changes. */
  readonly id: unknown;
  /** The form itself; an object at its root. */
  readonly schema: z.ZodType;
  /** Length of the schema as JSON, in characters: it is paid for with the prompt. */
  readonly length: number;
}

/** One question to a model. Plain data but for the schema. */
export interface ModelRequest {
  readonly model: string;
  readonly system: string;
  readonly turns: readonly ModelTurn[];
  /** `null` = free text. */
  readonly form: AnswerForm | null;
  readonly maxOutputTokens: number;
  readonly thinking: Thinking;
}

/**
 * The name of a request: SHA-256 of everything that decides the answer. Equal requests have equal keys on every
 * machine. It also serves as `custom_id` of a batch.
 */
export function requestKey(request: ModelRequest): string {
  const { model, system, turns, form, maxOutputTokens, thinking } = request;
  return contentHash(
    canonicalJson({
      cacheVersion,
      model,
      system: systemHash(system),
      turns,
      form: form?.id ?? null,
      maxOutputTokens,
      thinking,
    }),
  );
}

let latest = { system: "", hash: contentHash("") };

/** Requests come by the thousand with the same long instructions: the hash of the latest is kept. */
function systemHash(system: string): string {
  if (latest.system !== system) latest = { system, hash: contentHash(system) };
  return latest.hash;
}

/** All that is sent as text: system prompt, schema and turns. */
export function promptLength(request: ModelRequest): number {
  let length = request.system.length + (request.form?.length ?? 0);
  for (const turn of request.turns) length += turn.content.length;
  return length;
}

/**
 * More input tokens than the request can have: a token of text is at least one byte, and formatting and the hidden
 * instructions for structured output are allowed for.
 */
export function maximumInputTokens(request: ModelRequest): number {
  const encoder = new TextEncoder();
  let bytes = encoder.encode(request.system).length + 2 * (request.form?.length ?? 0);
  for (const turn of request.turns) bytes += encoder.encode(turn.content).length;
  return bytes + formattingTokens;
}

const formattingTokens = 1000;
