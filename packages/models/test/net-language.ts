import { type AcceptingPetriNet, compileNet, enabledTransitions, fire, type Marking } from "../src/index.js";

/** All visible sequences up to `maxLength` that lead from the initial to the final marking, by plain search, sorted as JSON. */
export function netLanguage(model: AcceptingPetriNet, maxLength: number): string[] {
  return netLanguageWithin(model, maxLength, Number.POSITIVE_INFINITY)!;
}

/** The same; `null` when more than `most` pairs of a marking and a sequence would be met. */
export function netLanguageWithin(
  model: AcceptingPetriNet,
  maxLength: number,
  most: number,
): string[] | null {
  const net = compileNet(model.net);
  const seen = new Set<string>();
  const traces = new Set<string>();
  const pending: { marking: Marking; trace: readonly string[] }[] = [
    { marking: model.initialMarking, trace: [] },
  ];
  while (pending.length > 0) {
    const { marking, trace } = pending.pop()!;
    const key = JSON.stringify([marking, trace]);
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > most) return null;
    if (marking.every((tokens, p) => tokens === model.finalMarking[p])) traces.add(JSON.stringify(trace));
    for (const t of enabledTransitions(net, marking)) {
      const label = net.labels[t]!;
      if (label !== null && trace.length === maxLength) continue;
      pending.push({ marking: fire(net, marking, t), trace: label === null ? trace : [...trace, label] });
    }
  }
  return [...traces].sort();
}
