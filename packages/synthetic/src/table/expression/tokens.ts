import { GigamineError, quoteValue } from "@gigamine/base";

export interface Token {
  readonly kind: "number" | "text" | "name" | "symbol" | "end";
  readonly text: string;
  /** From 0. */
  readonly at: number;
}

/** Longer expressions are refused, so that neither reading nor running one can exhaust the stack. */
const longest = 2000;

const patterns: readonly (readonly [Token["kind"] | "blank", RegExp])[] = [
  ["blank", /\s+/y],
  ["number", /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["text", /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy],
  ["name", /[\p{L}_][\p{L}\p{N}_]*|`[^`]+`/uy],
  ["symbol", /<=|>=|==|!=|&&|\|\||[-+*/%<>=!?:(),.[\]]/y],
];

/** Other spellings, by the one that the parser knows. */
const spellings: Readonly<Record<string, string>> = { "==": "=", "&&": "and", "||": "or", "!": "not" };

/** Splits an expression into tokens; the last is the end. */
export function tokens(source: string): Token[] {
  if (source.length > longest) {
    throw syntaxError(source, longest, `it is longer than ${longest} characters`);
  }
  const found: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const [kind, text] = tokenAt(source, at);
    if (kind === "name" && text.startsWith("`")) found.push({ kind, text: text.slice(1, -1), at });
    else if (kind === "text") found.push({ kind, text: unquoted(text), at });
    else if (kind === "name" && /^(?:and|or|not|in)$/.test(text)) found.push({ kind: "symbol", text, at });
    else if (kind !== "blank") {
      found.push({ kind, text: kind === "symbol" ? (spellings[text] ?? text) : text, at });
    }
    at += text.length;
  }
  found.push({ kind: "end", text: "", at });
  return found;
}

function tokenAt(source: string, at: number): [Token["kind"] | "blank", string] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match !== null) return [kind, match[0]];
  }
  const isQuote = /["'`]/.test(source[at]!);
  throw syntaxError(source, at, isQuote ? "the quote is not closed" : "this character means nothing here");
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/gs, (_, char: string) => (char === "n" ? "\n" : char));
}

/** The error for text that is no expression; the character is counted from 1. */
export function syntaxError(source: string, at: number, problem: string): GigamineError {
  return new GigamineError(
    "table/expression-syntax",
    `The expression ${quoteValue(source, 120)} can't be read at character ${at + 1}: ${problem}. Write for instance ` +
      `"temp * 2 + 1", "shift = 'PM' and temp >= 25" or "if(ok, 1, 0)"; put a column name with blanks in backticks.`,
    { expression: source, at },
  );
}
