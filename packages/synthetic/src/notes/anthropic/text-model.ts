import { GigamineError, isGigamineError } from "@gigamine/base";
import { z } from "zod";
import type { TextModel, TextRequest } from "../../table/language-model.js";
import { prepareAsking } from "./asking.js";
import { converse, type Judgement } from "./conversation.js";
import { type AnswerForm, type ModelRequest, requestKey } from "./model-request.js";
import { type AskOptions, askOptionShape, checkedAskOptions, modelSettings } from "./options.js";
import { stopScopes } from "./run-tasks.js";

/** What {@link anthropicTextModel} takes. */
export interface AnthropicTextModelOptions extends AskOptions {
  /** Ends the asking; what is under way, and paid for, is cached first. @default none */
  readonly signal?: AbortSignal | undefined;
}

/** An answer of a {@link TextModel}. */
type TextAnswer = Awaited<ReturnType<TextModel["complete"]>>;

const optionsSchema = z.strictObject(
  {
    ...askOptionShape,
    signal: z.instanceof(AbortSignal, { error: "Give an AbortSignal." }).optional(),
  },
  { error: "Give options that AnthropicTextModelOptions lists, as an object." },
);

/**
 * Claude for the columns of a table that a language model answers: text, structured data, judgements. The same cache,
 * caps, ledger, pace and repairs as {@link anthropicNarrator}. Equal questions are asked once. Nothing is sent unless
 * `maxUsd` is more than 0.
 *
 * @throws GigamineError `option/out-of-range`, `notes/no-prices`. `complete` rejects with `notes/not-answered` (budget,
 *   service in trouble), `notes/unusable-answer`, `notes/unsupported-schema`, and the errors of
 *   {@link anthropicNarrator} for a service that will never answer; it is then not asked again.
 */
export function anthropicTextModel(options: AnthropicTextModelOptions = {}): TextModel {
  const { signal, ...checked } = checkedAskOptions("anthropicTextModel", optionsSchema, options);
  const asking = prepareAsking(checked);
  const asker = asking.newAsker();
  const settings = modelSettings(checked);
  const forms = new WeakMap<z.ZodType, AnswerForm>();
  const underWay = new Map<string, Promise<TextAnswer>>();
  /** Why the service will never answer, by the kind of question; "" = every kind. */
  const dead = new Map<string, unknown>();

  const { scopes, close } = stopScopes(signal, asking.drainMs, asking.clock);
  const answer = async (question: ModelRequest, { id, schema }: TextRequest): Promise<TextAnswer> => {
    const end = await converse(question, {
      ask: (request) => asker.ask(request, scopes),
      judge: (text) => judgeText(text, schema),
      smaller: null,
    });
    if (end.kind === "done") return { ...end.value, source: end.cached ? "cache" : "llm" };
    const code = end.kind === "none" ? "notes/not-answered" : "notes/unusable-answer";
    throw new GigamineError(code, `${id}: ${end.reason}.`, { id, model: settings.model });
  };

  return {
    async complete(request) {
      const form = request.schema === undefined ? null : formOf(forms, request.schema, request.id);
      const turns = [{ role: "user", content: request.prompt }] as const;
      const question: ModelRequest = { ...settings, system: request.system, turns, form };
      const kind = requestKey({ ...question, turns: [] });
      if (dead.has("") || dead.has(kind)) throw dead.get("") ?? dead.get(kind);
      const key = requestKey(question);
      const running = underWay.get(key);
      if (running !== undefined) return running;
      const started = answer(question, request)
        .catch((error) => {
          if (isDeadly(error)) dead.set(error.fields["status"] === 400 ? kind : "", error);
          throw error;
        })
        .finally(() => {
          underWay.delete(key);
          if (scopes.launch.aborted && underWay.size === 0) close();
        });
      underWay.set(key, started);
      return started;
    },
  };
}

function isDeadly(error: unknown): error is GigamineError {
  return isGigamineError(error) && "status" in error.fields;
}

function judgeText(
  text: string,
  schema: z.ZodType | undefined,
): Judgement<{ text: string; value?: unknown }> {
  if (schema === undefined) {
    const trimmed = text.trim();
    return trimmed === "" ? bad("The answer is empty.") : { good: true, value: { text: trimmed } };
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return bad("The answer is not valid JSON.");
  }
  const checked = schema.safeParse(data);
  if (checked.success) return { good: true, value: { text, value: checked.data } };
  return bad(
    ...checked.error.issues
      .slice(0, 5)
      .map(({ path, message }) => `${path.join(".") || "answer"}: ${message}`),
  );
}

const bad = (...complaints: string[]) => ({ good: false, complaints }) as const;

function formOf(forms: WeakMap<z.ZodType, AnswerForm>, schema: z.ZodType, id: string): AnswerForm {
  const known = forms.get(schema);
  if (known !== undefined) return known;
  let json: unknown;
  try {
    json = z.toJSONSchema(schema);
  } catch (cause) {
    throw new GigamineError(
      "notes/unsupported-schema",
      `${id}: the schema has no JSON form: ${cause instanceof Error ? cause.message : String(cause)}. Use objects, lists, texts, numbers, enums and null.`,
      { id },
      { cause },
    );
  }
  const form: AnswerForm = { id: json, schema, length: JSON.stringify(json).length };
  forms.set(schema, form);
  return form;
}
