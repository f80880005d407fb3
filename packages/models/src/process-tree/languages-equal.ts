import { type TraceLanguageOptions, traceLanguage } from "./trace-language.js";
import type { ProcessTree } from "./types.js";

/**
 * Whether two trees have the same traces of at most `maxLength` events. A yes is a proof only for trees without longer traces;
 * a no always is. For tests and small trees: it lists both languages, see `traceLanguage`, whose errors it throws.
 *
 * @example
 * languagesEqual(parseTree("+( 'a', 'b' )"), parseTree("<>( 'a', 'b' )"), { maxLength: 2 }); // => true
 */
export function languagesEqual(a: ProcessTree, b: ProcessTree, options: TraceLanguageOptions): boolean {
  const [left, right] = [traceLanguage(a, options), traceLanguage(b, options)];
  return (
    left.length === right.length &&
    left.every((trace, t) => {
      const other = right[t]!;
      return trace.length === other.length && trace.every((name, i) => name === other[i]);
    })
  );
}
