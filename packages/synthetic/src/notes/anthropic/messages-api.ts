import type { Anthropic } from "@anthropic-ai/sdk";
import { z } from "zod";
import { type ModelAnswer, noUsage } from "./model-answer.js";
import type { ModelRequest } from "./model-request.js";
import type { Sdk } from "./sdk.js";

/** A request as the Messages API takes it. @param ttl How long the system prompt is kept in the prompt cache; `null` = not. */
export function messageParams(
  sdk: Pick<Sdk, "zodOutputFormat">,
  request: ModelRequest,
  ttl: "5m" | "1h" | null,
): Anthropic.MessageCreateParamsNonStreaming {
  const { model, system, turns, form, maxOutputTokens, thinking } = request;
  const config: Anthropic.Messages.OutputConfig = {};
  if (form !== null) {
    config.format = formatOf(sdk, form.schema);
  }
  if (thinking === "low") config.effort = "low";
  return {
    model,
    max_tokens: maxOutputTokens,
    system:
      ttl === null ? system : [{ type: "text", text: system, cache_control: { type: "ephemeral", ttl } }],
    messages: turns.map(({ role, content }) => ({ role, content })),
    ...(thinking === "off" ? { thinking: { type: "disabled" } } : {}),
    ...(Object.keys(config).length > 0 ? { output_config: config } : {}),
  };
}

const formats = new WeakMap<z.ZodType, Anthropic.Messages.JSONOutputFormat>();

/** A schema as the API takes it; made once, because that takes longer than all the rest of a request. */
function formatOf(sdk: Pick<Sdk, "zodOutputFormat">, form: z.ZodType): Anthropic.Messages.JSONOutputFormat {
  let format = formats.get(form);
  if (format === undefined) {
    const { type, schema } = sdk.zodOutputFormat(form);
    format = { type, schema };
    formats.set(form, format);
  }
  return format;
}

const tokens = z.number().int().nonnegative().nullish();

/** The part of a message that we read; servers and proxies may add what they like. */
const messageSchema = z.object({
  model: z.string(),
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  stop_reason: z.string().nullish(),
  stop_details: z.object({ category: z.string().nullish() }).nullish(),
  usage: z.object({
    input_tokens: z.number().int().nonnegative(),
    output_tokens: z.number().int().nonnegative(),
    cache_creation_input_tokens: tokens,
    cache_read_input_tokens: tokens,
  }),
});

/** What a message of the API says. @throws ZodError when it is no message. */
export function readAnswer(message: unknown, date: string, sdk: string): ModelAnswer {
  const { model, content, stop_reason, stop_details, usage } = messageSchema.parse(message);
  const texts = content.filter(({ type }) => type === "text").map(({ text }) => text ?? "");
  return {
    outcome: outcomeOf(stop_reason ?? ""),
    text: texts.join(""),
    stopReason: stop_reason ?? "",
    refusalCategory: stop_details?.category ?? null,
    model,
    usage: {
      input: usage.input_tokens,
      output: usage.output_tokens,
      cacheWrite: usage.cache_creation_input_tokens ?? 0,
      cacheRead: usage.cache_read_input_tokens ?? 0,
    },
    date,
    sdk,
  };
}

/** The answer to a request that the server would not take for its size. */
export function tooLarge(model: string, date: string, sdk: string): ModelAnswer {
  const none = { text: "", stopReason: "", refusalCategory: null, usage: noUsage };
  return { outcome: "too-large", ...none, model, date, sdk };
}

function outcomeOf(stopReason: string): ModelAnswer["outcome"] {
  if (stopReason === "max_tokens") return "truncated";
  if (stopReason === "refusal") return "refused";
  return stopReason === "model_context_window_exceeded" ? "too-large" : "text";
}
