import { randomStream } from "@gigamine/base";
import type { VariantLog } from "@gigamine/event-log";
import type { AcceptingPetriNet } from "@gigamine/models";
import { traces } from "@gigamine/testkit";
import { net } from "../nets.js";

/**
 * A net and traces that blow up: `branches` branches of `steps` steps each, all with the same six labels, and every step reads one common
 * place, so that the net is not made of blocks; the traces are random, from a fixed seed.
 */
export function hardCase(branches: number, steps: number, traceCount = 1): [VariantLog, AcceptingPetriNet] {
  const names = Array.from({ length: branches }, (_, b) => `b${b}_`);
  const labelOf = (step: number): string => "abcdef"[step % 6]!;
  const model = net([
    `: start -> r ${names.map((name) => `${name}0`).join(" ")}`,
    ...names.flatMap((name) =>
      Array.from({ length: steps }, (_, s) => `${labelOf(s)}: ${name}${s} r -> ${name}${s + 1} r`),
    ),
    `: r ${names.map((name) => `${name}${steps}`).join(" ")} -> end`,
  ]);
  const random = randomStream(branches * 100 + steps);
  const lines = Array.from({ length: traceCount }, () =>
    Array.from({ length: branches * steps }, () => labelOf(random.integer(0, 5))).join(" "),
  );
  return [traces(...lines), model];
}
