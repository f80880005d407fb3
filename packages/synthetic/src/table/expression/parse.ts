import type { BinaryOperator, Expression } from "./ast.js";
import { checkCall } from "./functions.js";
import { syntaxError, type Token, tokens } from "./tokens.js";

/** How deep parentheses, calls and signs may nest. */
const deepest = 60;

/** From the weakest to the strongest; comparisons stand between `and` and `+`, and do not chain. */
const joining: readonly (readonly BinaryOperator[])[] = [["or"], ["and"]];
const arithmetic: readonly (readonly BinaryOperator[])[] = [
  ["+", "-"],
  ["*", "/", "%"],
];
const comparisons: readonly BinaryOperator[] = ["<", "<=", ">", ">=", "=", "!="];

/**
 * Reads an expression: numbers, text in quotes, `true`, `false`, `null`, column names, parts of a cell (`operator.name`),
 * `+ - * / %`, comparisons, `in [ … ]`, `and`, `or`, `not`, `test ? yes : no` and calls of the known functions. Nothing else of a programming
 * language is in it, so an expression from a file can do no harm. O(length).
 *
 * @throws GigamineError `table/expression-syntax` with the character at fault.
 */
export function parseExpression(source: string): Expression {
  const parser = new Parser(source);
  const expression = parser.choice();
  parser.end();
  return expression;
}

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokens(source);
  }

  end(): void {
    if (this.#token.kind !== "end") throw this.#unexpected("an operator or the end");
  }

  /** `test ? yes : no`, or what is stronger. */
  choice(): Expression {
    if (++this.#depth > deepest) throw syntaxError(this.#source, this.#token.at, "it is nested too deeply");
    const test = this.#joined(0);
    let result = test;
    if (this.#takes("?")) {
      const yes = this.choice();
      this.#expect(":");
      result = { kind: "if", test, yes, no: this.choice() };
    }
    this.#depth--;
    return result;
  }

  #joined(level: number): Expression {
    const operators = joining[level];
    if (operators === undefined) return this.#negation();
    return this.#chain(operators, () => this.#joined(level + 1));
  }

  #negation(): Expression {
    if (!this.#takes("not")) return this.#comparison();
    return this.#nested(() => ({ kind: "not", of: this.#negation() }));
  }

  #comparison(): Expression {
    const left = this.#term(0);
    if (this.#takes("in")) {
      this.#expect("[");
      return { kind: "in", of: left, list: this.#list("]") };
    }
    const operator = this.#takesOneOf(comparisons);
    return operator === null ? left : { kind: "binary", operator, left, right: this.#term(0) };
  }

  #term(level: number): Expression {
    const operators = arithmetic[level];
    if (operators === undefined) return this.#signed();
    return this.#chain(operators, () => this.#term(level + 1));
  }

  #chain(operators: readonly BinaryOperator[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = this.#takesOneOf(operators);
      if (operator === null) return left;
      left = { kind: "binary", operator, left, right: operand() };
    }
  }

  #signed(): Expression {
    if (!this.#takes("-")) return this.#withMembers();
    return this.#nested(() => ({ kind: "negate", of: this.#signed() }));
  }

  #withMembers(): Expression {
    let of = this.#value();
    while (this.#takes(".")) {
      const { kind, text } = this.#token;
      if (kind !== "name") throw this.#unexpected("the name of a part");
      this.#next++;
      of = { kind: "member", of, name: text };
    }
    return of;
  }

  #value(): Expression {
    const { kind, text, at } = this.#token;
    if (kind === "end") throw this.#unexpected("a value");
    this.#next++;
    if (kind === "number") return { kind: "literal", value: Number(text) };
    if (kind === "text") return { kind: "literal", value: text };
    if (kind === "name") return this.#named(text, at);
    if (text === "(") {
      const inner = this.choice();
      this.#expect(")");
      return inner;
    }
    this.#next--;
    throw this.#unexpected("a value");
  }

  #named(text: string, at: number): Expression {
    const isQuoted = this.#source[at] === "`";
    if (!isQuoted && this.#takes("(")) {
      const values = this.#list(")");
      const problem = checkCall(text, values.length);
      if (problem !== null) throw syntaxError(this.#source, at, problem);
      return { kind: "call", name: text, values, at };
    }
    if (!isQuoted && text === "null") return { kind: "literal", value: null };
    if (!isQuoted && (text === "true" || text === "false"))
      return { kind: "literal", value: text === "true" };
    return { kind: "column", name: text, at };
  }

  /** Values with commas up to `close`; the opening bracket has been taken. */
  #list(close: ")" | "]"): Expression[] {
    const values: Expression[] = [];
    if (this.#takes(close)) return values;
    do values.push(this.choice());
    while (this.#takes(","));
    this.#expect(close);
    return values;
  }

  #nested(parse: () => Expression): Expression {
    if (++this.#depth > deepest) throw syntaxError(this.#source, this.#token.at, "it is nested too deeply");
    const result = parse();
    this.#depth--;
    return result;
  }

  get #token(): Token {
    return this.#tokens[this.#next]!;
  }

  #takes(symbol: string): boolean {
    const { kind, text } = this.#token;
    if (kind !== "symbol" || text !== symbol) return false;
    this.#next++;
    return true;
  }

  #takesOneOf(operators: readonly BinaryOperator[]): BinaryOperator | null {
    return operators.find((operator) => this.#takes(operator)) ?? null;
  }

  #expect(symbol: string): void {
    if (!this.#takes(symbol)) throw this.#unexpected(`"${symbol}"`);
  }

  #unexpected(wanted: string) {
    const { kind, text, at } = this.#token;
    const found = kind === "end" ? "the end" : JSON.stringify(text);
    return syntaxError(this.#source, at, `there should be ${wanted}, not ${found}`);
  }
}
