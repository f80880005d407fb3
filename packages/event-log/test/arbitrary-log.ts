import fc from "fast-check";
import type { ContractLog } from "../src/contract.js";

/** Text that every format can carry: neither blank, nor with characters that XML forbids. */
const name = fc
  .string({ unit: fc.constantFrom(..."ab,;\"'\n\t<&>=-@|é€😀 ] 0".split("")), minLength: 1, maxLength: 6 })
  .map((text) => text.replaceAll(/^[\ud800-\udfff]|[\ud800-\udfff]$/g, "x"))
  .filter((text) => text.trim() !== "" && !/\p{Surrogate}/u.test(text));
const word = fc.oneof(name, fc.constantFrom("__proto__", "constructor", "toString", "a", "b"));
const time = fc.option(
  fc
    .tuple(fc.integer({ min: -1e12, max: 4e12 }), fc.integer({ min: 0, max: 999 }))
    .map(([ms, us]) => ms + us / 1000),
  { nil: null },
);
const number = fc.double({ noNaN: true });

/** Random small logs in the source form of the contract, with attributes of all kinds and hostile names. */
export const arbitraryLog: fc.Arbitrary<ContractLog> = fc
  .tuple(
    fc.array(
      fc.record({
        caseId: word,
        activity: word,
        time,
        text: fc.option(word, { nil: undefined }),
        number: fc.option(number, { nil: undefined }),
        truth: fc.option(fc.boolean(), { nil: undefined }),
        start: time,
        resource: fc.option(word, { nil: undefined }),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    word,
    number,
  )
  .map(([rows, customer, priority]) => ({
    events: rows.map(({ caseId, activity, time: at, text, number: amount, truth, start, resource }) => ({
      caseId,
      activity,
      time: at,
      attributes: Object.fromEntries(
        Object.entries({
          __text: text,
          constructor: amount,
          truth,
          resource,
          start: start === null ? undefined : new Date(Math.round(start)),
        }).filter(([, value]) => value !== undefined),
      ) as Record<string, string | number | boolean | Date>,
    })),
    cases: [{ caseId: rows[0]!.caseId, attributes: { customer, priority } }],
  }));
