import fc from "fast-check";
import {
  activity,
  exclusive,
  inclusive,
  interleaved,
  loop,
  type ProcessTree,
  parallel,
  sequence,
  silent,
  type TreeOperator,
} from "../src/index.js";

const OPERATORS = { sequence, exclusive, parallel, loop, inclusive, interleaved } as const;

/** Random small trees; the default names repeat, so that activities occur more than once. */
export function arbitraryTree({
  names = fc.constantFrom("a", "b", "c", "d"),
  depth = 3,
  width = 3,
}: {
  readonly names?: fc.Arbitrary<string>;
  readonly depth?: number;
  readonly width?: number;
} = {}): fc.Arbitrary<ProcessTree> {
  const leaf: fc.Arbitrary<ProcessTree> = fc.oneof(
    { weight: 4, arbitrary: names.map(activity) },
    { weight: 1, arbitrary: fc.constant(silent()) },
  );
  let tree = leaf;
  for (let level = 0; level < depth; level++) {
    const child = tree;
    const kind = fc.constantFrom(...(Object.keys(OPERATORS) as TreeOperator[]));
    const inner: fc.Arbitrary<ProcessTree> = fc
      .tuple(kind, fc.array(child, { minLength: 1, maxLength: width }))
      .map(([operator, children]) => {
        const [first, ...rest] = children;
        return operator === "loop" && rest.length === 0
          ? loop(first!, silent())
          : OPERATORS[operator](first!, ...rest);
      });
    tree = fc.oneof({ weight: 1, arbitrary: leaf }, { weight: 3, arbitrary: inner });
  }
  return tree;
}

/** Names that break careless escaping, joining and look-ups. */
export const hostileNames: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "<&\"'>",
    "]]>",
    "it's",
    "back\\slash",
    "line\nfeed",
    "carriage\r\nreturn",
    "tab\tstop",
    "🔋 cell",
    "\uffee",
    "__proto__",
    "constructor",
    "tau",
    "tau1",
    "a",
    "a #2",
    "source",
    "p1",
    "t0",
    "net1",
  ),
  fc.string({ unit: "grapheme", maxLength: 6 }),
);
