import type { Thinking } from "./model-request.js";

/** How a model is best asked for short texts. */
export interface ModelTraits {
  readonly thinking: Thinking;
  /** Room for the answer, and for reasoning where it can't be turned off. */
  readonly maxOutputTokens: number;
}

const quick: ModelTraits = { thinking: "off", maxOutputTokens: 400 };

const traits: Readonly<Record<string, ModelTraits>> = {
  "claude-haiku-5-5": quick,
  "claude-sonnet-5-5": quick,
  "claude-opus-5-5": { thinking: "low", maxOutputTokens: 1500 },
};

/** The traits of a model; of one that is not known: nothing is said about reasoning, and there is room for it. */
export function modelTraits(model: string): ModelTraits {
  return Object.hasOwn(traits, model) ? traits[model]! : { thinking: "default", maxOutputTokens: 1500 };
}
