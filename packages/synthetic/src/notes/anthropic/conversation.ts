import type { Reply } from "./asker.js";
import type { ModelRequest, ModelTurn } from "./model-request.js";

/** Whether a text will do; if not, what is wrong, in words that the model can act on. */
export type Judgement<T> =
  | { readonly good: true; readonly value: T }
  | { readonly good: false; readonly complaints: readonly string[] };

/** How a conversation ended. `unusable`: the model answered and its answer can't be used. */
export type ConversationEnd<T> =
  | { readonly kind: "done"; readonly value: T; readonly cached: boolean }
  | { readonly kind: "unusable"; readonly reason: string }
  | Extract<Reply, { kind: "none" }>;

/** What a conversation needs. */
export interface ConversationParts<T> {
  readonly ask: (request: ModelRequest) => Promise<Reply>;
  readonly judge: (text: string) => Judgement<T>;
  /** The question made smaller, for when it is too large; `null` when it can't be. */
  readonly smaller: ModelRequest | null;
}

/**
 * Asks until there is a text that will do. An answer that was cut off is asked for once with twice the length, a
 * question that is too large once in its smaller form, a text with faults is sent back once with the complaints; a
 * refusal is final. What is asked next depends on the answers and nothing else, so that the same answers, from a
 * cache, lead to the same end.
 */
export async function converse<T>(
  question: ModelRequest,
  { ask, judge, smaller }: ConversationParts<T>,
): Promise<ConversationEnd<T>> {
  let request = question;
  let lengthened = false;
  let shortened = false;
  let repaired = false;
  for (;;) {
    const reply = await ask(request);
    if (reply.kind === "none") return reply;
    const { outcome, text, refusalCategory } = reply.answer;
    if (outcome === "refused") {
      return unusable(`the model refused${refusalCategory === null ? "" : `: ${refusalCategory}`}`);
    }
    if (outcome === "truncated") {
      if (lengthened) return unusable("the answer was cut off twice");
      lengthened = true;
      request = { ...request, maxOutputTokens: 2 * request.maxOutputTokens };
    } else if (outcome === "too-large") {
      if (shortened || smaller === null) return unusable("the question is too large");
      shortened = true;
      request = { ...smaller, maxOutputTokens: request.maxOutputTokens };
    } else {
      const judgement = judge(text);
      if (judgement.good) return { kind: "done", value: judgement.value, cached: reply.cached };
      if (repaired) return unusable(`still wrong after a repair: ${judgement.complaints[0]}`);
      repaired = true;
      request = { ...request, turns: [...request.turns, ...repairTurns(text, judgement.complaints)] };
    }
  }
}

const unusable = (reason: string) => ({ kind: "unusable", reason }) as const;

function repairTurns(text: string, complaints: readonly string[]): ModelTurn[] {
  const list = complaints.map((complaint) => `- ${complaint}`).join("\n");
  const content = `That can't be used:\n${list}\nAnswer again, in the same form, with these faults mended.`;
  // The service takes no empty turn.
  const said = text.trim() === "" ? "(no answer)" : text.trim();
  return [
    { role: "assistant", content: said },
    { role: "user", content },
  ];
}
