import type { PairTemplate } from "../../src/index.js";

/** A formula of linear temporal logic on finite traces with past, evaluated as the textbook says: at every position, from scratch. */
export type Formula = (trace: readonly string[], at: number) => boolean;

const atom =
  (name: string): Formula =>
  (trace, at) =>
    trace[at] === name;
const not =
  (f: Formula): Formula =>
  (trace, at) =>
    !f(trace, at);
const and =
  (f: Formula, g: Formula): Formula =>
  (trace, at) =>
    f(trace, at) && g(trace, at);
const or =
  (f: Formula, g: Formula): Formula =>
  (trace, at) =>
    f(trace, at) || g(trace, at);
const implies = (f: Formula, g: Formula): Formula => or(not(f), g);
const next =
  (f: Formula): Formula =>
  (trace, at) =>
    at + 1 < trace.length && f(trace, at + 1);
const weakNext =
  (f: Formula): Formula =>
  (trace, at) =>
    at + 1 >= trace.length || f(trace, at + 1);
const yesterday =
  (f: Formula): Formula =>
  (trace, at) =>
    at > 0 && f(trace, at - 1);
const until =
  (f: Formula, g: Formula): Formula =>
  (trace, at) => {
    for (let j = at; j < trace.length; j++) {
      if (g(trace, j)) return true;
      if (!f(trace, j)) return false;
    }
    return false;
  };
const always =
  (f: Formula): Formula =>
  (trace, at) => {
    for (let j = at; j < trace.length; j++) if (!f(trace, j)) return false;
    return true;
  };
const eventually = (f: Formula): Formula => until(() => true, f);
const weakUntil = (f: Formula, g: Formula): Formula => or(until(f, g), always(f));

const a = atom("a");
const b = atom("b");
const response = always(implies(a, eventually(b)));
const precedence = weakUntil(not(b), a);
const alternateResponse = always(implies(a, next(until(not(a), b))));
const alternatePrecedence = and(precedence, always(implies(b, weakNext(precedence))));
const chainResponse = always(implies(a, next(b)));
const chainPrecedence = always(implies(b, yesterday(a)));

/** The formula of each pair template for activities "a" and "b", and the formulas without any of which it is vacuous. */
export const LTLF: Readonly<Record<PairTemplate, { formula: Formula; activation: readonly Formula[] }>> = {
  choice: { formula: or(eventually(a), eventually(b)), activation: [() => true] },
  exclusiveChoice: {
    formula: and(or(eventually(a), eventually(b)), not(and(eventually(a), eventually(b)))),
    activation: [() => true],
  },
  respondedExistence: { formula: implies(eventually(a), eventually(b)), activation: [a] },
  coExistence: {
    formula: and(implies(eventually(a), eventually(b)), implies(eventually(b), eventually(a))),
    activation: [a, b],
  },
  response: { formula: response, activation: [a] },
  precedence: { formula: precedence, activation: [b] },
  succession: { formula: and(response, precedence), activation: [a, b] },
  alternateResponse: { formula: alternateResponse, activation: [a] },
  alternatePrecedence: { formula: alternatePrecedence, activation: [b] },
  alternateSuccession: { formula: and(alternateResponse, alternatePrecedence), activation: [a, b] },
  chainResponse: { formula: chainResponse, activation: [a] },
  chainPrecedence: { formula: chainPrecedence, activation: [b] },
  chainSuccession: { formula: and(chainResponse, chainPrecedence), activation: [a, b] },
  notCoExistence: { formula: not(and(eventually(a), eventually(b))), activation: [a, b] },
  notSuccession: { formula: always(implies(a, not(eventually(b)))), activation: [a, b] },
  notChainSuccession: { formula: always(implies(a, not(next(b)))), activation: [a, b] },
};

/** All traces over a, b and x with at most `length` events, the empty one included. */
export function tracesUpTo(length: number): string[][] {
  const all: string[][] = [[]];
  for (let first = 0, l = 0; l < length; l++) {
    const end = all.length;
    for (; first < end; first++) for (const name of ["a", "b", "x"]) all.push([...all[first]!, name]);
  }
  return all;
}
