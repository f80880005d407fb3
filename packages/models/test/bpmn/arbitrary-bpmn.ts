import fc from "fast-check";
import { BpmnBuilder, type BpmnModel, type BpmnNodeKind } from "../../src/index.js";

const GATEWAYS = ["exclusiveGateway", "parallelGateway", "inclusiveGateway"] as const;

/**
 * Random models without blocks: gateways in a row, flows between any two of them, a task on most of the flows. `cyclic` lets
 * flows lead back; `joins` are the kinds of gateways that only join. Every gateway is on a way from a start to an end.
 */
export function arbitraryGateways({
  cyclic = false,
  joins = GATEWAYS,
  most = 6,
}: {
  readonly cyclic?: boolean;
  readonly joins?: readonly BpmnNodeKind[];
  readonly most?: number;
} = {}): fc.Arbitrary<BpmnModel> {
  return fc.integer({ min: 2, max: most }).chain((count) =>
    fc
      .record({
        split: fc.array(fc.constantFrom(...GATEWAYS), { minLength: count, maxLength: count }),
        join: fc.array(fc.constantFrom(...joins), { minLength: count, maxLength: count }),
        flows: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1), fc.boolean()), {
          maxLength: 2 * count,
        }),
        defaults: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
      })
      .map(({ split, join, flows, defaults }) => {
        const b = new BpmnBuilder();
        const start = b.node("startEvent");
        const end = b.node("endEvent");
        // Each position is a join followed by a split.
        const ins = join.map((kind) => b.node(kind));
        const outs = split.map((kind) => b.node(kind));
        ins.forEach((gateway, g) => {
          b.flow(gateway, outs[g]!);
        });
        const left = [...defaults];
        let tasks = 0;
        const connect = (from: number, to: number, visible: boolean): void => {
          let first = to;
          if (visible && tasks < 8) {
            first = b.node("task", String.fromCharCode(97 + tasks++));
            b.flow(first, to);
          }
          const position = outs.indexOf(from);
          const isDefault = position >= 0 && left[position]! && split[position] === "inclusiveGateway";
          if (isDefault) left[position] = false;
          b.flow(from, first, { isDefault });
        };
        const isForward = (from: number, to: number) => from < to;
        const chosen = flows.filter(([from, to]) => (cyclic ? from !== to : isForward(from, to)));
        for (const [from, to, visible] of chosen) connect(outs[from]!, ins[to]!, visible);
        for (let g = 0; g < count; g++) {
          if (!chosen.some(([from, to]) => to === g && isForward(from, to))) {
            connect(g === 0 ? start : outs[g - 1]!, ins[g]!, g > 0);
          }
        }
        for (let g = 0; g < count; g++) {
          const leads = chosen.some(([from, to]) => from === g && isForward(from, to));
          const next = g + 1 < count && !chosen.some(([from, to]) => to === g + 1 && isForward(from, to));
          if (!leads && !next) connect(outs[g]!, end, true);
        }
        return b.build();
      }),
  );
}
