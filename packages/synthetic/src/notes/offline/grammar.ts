import type { RandomStream } from "@gigamine/base";

/** Templates by the name of their rule: `{name}` stands for a slot or for another rule. */
export type GrammarRules = Readonly<Record<string, readonly string[]>>;

/** A slot and its text; `null` = the row has nothing to put there, so that no template with this slot is used. */
export type SlotTexts = readonly (string | null)[];

type Part = string | { readonly slot: number } | { readonly rule: number };
/** For each rule the alternatives that can be used. */
type Usable = readonly (readonly (readonly Part[])[])[];

/**
 * A phrase grammar. Of the alternatives of a rule only those count whose slots are filled and whose inner rules have a
 * usable alternative themselves; which these are is found once for each combination of filled slots.
 */
export class PhraseGrammar {
  readonly #names: readonly string[];
  readonly #rules: readonly (readonly (readonly Part[])[])[];
  readonly #usable = new Map<number, Usable>();

  /** @param slots Names of at most 30 slots, in the order of the texts given to `expand`. */
  constructor(rules: GrammarRules, slots: readonly string[]) {
    this.#names = Object.keys(rules);
    this.#rules = Object.values(rules).map((alternatives) =>
      alternatives.map((template) => this.#parse(template, slots)),
    );
  }

  /** A text for `rule`; `null` when none of its alternatives can be used. */
  expand(rule: string, texts: SlotTexts, random: RandomStream): string | null {
    let filled = 0;
    for (let i = 0; i < texts.length; i++) if (texts[i] !== null) filled |= 1 << i;
    let usable = this.#usable.get(filled);
    if (usable === undefined) {
      usable = this.#usableWith(filled);
      this.#usable.set(filled, usable);
    }
    const index = this.#names.indexOf(rule);
    return usable[index]!.length === 0 ? null : write(usable, index, texts, random);
  }

  #parse(template: string, slots: readonly string[]): Part[] {
    const parts: Part[] = [];
    for (const piece of template.split(/(\{\w+\})/)) {
      if (piece === "") continue;
      if (!piece.startsWith("{")) {
        parts.push(piece);
        continue;
      }
      const name = piece.slice(1, -1);
      const slot = slots.indexOf(name);
      const rule = this.#names.indexOf(name);
      if (slot === -1 && rule === -1)
        throw new Error(`The template "${template}" names ${name}, which is no slot or rule.`);
      parts.push(slot === -1 ? { rule } : { slot });
    }
    return parts;
  }

  #usableWith(filled: number): Usable {
    const usable: (readonly (readonly Part[])[] | undefined)[] = [];
    const of = (rule: number): readonly (readonly Part[])[] => {
      usable[rule] ??= this.#rules[rule]!.filter((parts) =>
        parts.every((part) => {
          if (typeof part === "string") return true;
          return "slot" in part ? (filled & (1 << part.slot)) !== 0 : of(part.rule).length > 0;
        }),
      );
      return usable[rule];
    };
    return this.#rules.map((_, rule) => of(rule));
  }
}

function write(usable: Usable, rule: number, texts: SlotTexts, random: RandomStream): string {
  let text = "";
  for (const part of random.pick(usable[rule]!)) {
    if (typeof part === "string") text += part;
    else text += "slot" in part ? texts[part.slot]! : write(usable, part.rule, texts, random);
  }
  return text;
}
