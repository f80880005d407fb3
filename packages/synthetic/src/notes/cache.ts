import { canonicalJson } from "../content/canonical-json.js";
import { contentHash } from "../content/content-hash.js";
import { type ModelAnswer, modelAnswerSchema } from "./anthropic/model-answer.js";

/**
 * Keeps what a model answered, by the hash of the question. Whoever stores text can be a cache: entries are text, and
 * what comes back is checked by its checksum, so a damaged entry is a miss and never a wrong note.
 */
export interface AnswerCache {
  /** The entry as it was given to `set`; `null` when there is none. */
  get(key: string): Promise<string | null>;
  /** Keeps an entry, whole or not at all. `key` is 64 hexadecimal digits. */
  set(key: string, entry: string): Promise<void>;
}

/** A cache that lives as long as the program. */
export function memoryCache(): AnswerCache {
  const entries = new Map<string, string>();
  return {
    get: async (key) => entries.get(key) ?? null,
    set: async (key, entry) => {
      entries.set(key, entry);
    },
  };
}

/** What a look into the cache gives. */
export type CacheLookup =
  | { readonly kind: "hit"; readonly answer: ModelAnswer }
  | { readonly kind: "miss" }
  | { readonly kind: "damaged" };

/** Looks an answer up, and checks it. */
export async function lookUp(cache: AnswerCache, key: string): Promise<CacheLookup> {
  const entry = await cache.get(key);
  if (typeof entry !== "string") return { kind: "miss" };
  const answer = readEntry(key, entry);
  return answer === null ? { kind: "damaged" } : { kind: "hit", answer };
}

/** Keeps an answer, with a checksum. */
export async function remember(cache: AnswerCache, key: string, answer: ModelAnswer): Promise<void> {
  const checksum = checksumOf(key, answer);
  await cache.set(key, `${JSON.stringify({ checksum, answer }, null, 2)}\n`);
}

function readEntry(key: string, entry: string): ModelAnswer | null {
  let data: unknown;
  try {
    data = JSON.parse(entry);
  } catch {
    return null;
  }
  if (typeof data !== "object" || data === null || !("checksum" in data) || !("answer" in data)) return null;
  const answer = modelAnswerSchema.safeParse(data.answer);
  if (!answer.success) return null;
  return data.checksum === checksumOf(key, answer.data) ? answer.data : null;
}

/** The key is part of it: an entry that was copied under another name is damaged too. */
const checksumOf = (key: string, answer: ModelAnswer) => contentHash(canonicalJson([key, answer]));
