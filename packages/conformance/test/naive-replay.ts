import type { VariantLog } from "@gigamine/event-log";
import type { AcceptingPetriNet } from "@gigamine/models";

// The rules of tokenReplay and precision, written down as plainly as possible: every marking that silent firings reach is
// visited, nothing is pruned, nothing is remembered. Slow; only for small nets whose silent part is bounded.

type Tokens = readonly number[];

function inputsOf({ net }: AcceptingPetriNet, t: number, kind: "input" | "output"): number[] {
  const weights: number[] = net.places.map(() => 0);
  for (const arc of net.arcs)
    if (arc.kind === kind && arc.transition === t) weights[arc.place]! += arc.weight;
  return weights;
}

const sumOf = (tokens: Tokens): number => tokens.reduce((a, b) => a + b, 0);

function lackingFor(model: AcceptingPetriNet, marking: Tokens, t: number): number[] {
  return inputsOf(model, t, "input").map((need, p) => Math.max(0, need - marking[p]!));
}

function afterFiring(model: AcceptingPetriNet, marking: Tokens, t: number): number[] {
  const [takes, puts] = [inputsOf(model, t, "input"), inputsOf(model, t, "output")];
  return marking.map((tokens, p) => tokens - takes[p]! + puts[p]!);
}

/** Sorted ids compared one by one. */
function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const [x, y] = [a.toSorted((m, n) => m - n), b.toSorted((m, n) => m - n)];
  const at = x.findIndex((id, i) => id !== y[i]);
  return at >= 0 && x[at]! < y[at]!;
}

/** Every marking in silent reach with its best shortest sequence: layer by layer, shortest first. */
function silentReach(model: AcceptingPetriNet, from: Tokens): { marking: Tokens; way: readonly number[] }[] {
  const silent = model.net.transitions.flatMap(({ label }, t) => (label === null ? [t] : []));
  const found = new Map([[String(from), { marking: from, way: [] as readonly number[] }]]);
  let layer = [...found.values()];
  while (layer.length > 0) {
    const next = new Map<string, { marking: Tokens; way: readonly number[] }>();
    for (const { marking, way } of layer) {
      for (const t of silent) {
        if (sumOf(lackingFor(model, marking, t)) > 0) continue;
        const node = { marking: afterFiring(model, marking, t), way: [...way, t] };
        const key = String(node.marking);
        const known = next.get(key);
        if (found.has(key) || (known !== undefined && !isBefore(node.way, known.way))) continue;
        next.set(key, node);
      }
    }
    for (const [key, node] of next) found.set(key, node);
    if (found.size > 20_000) throw new Error("naive replay: the silent part is too large for this check");
    layer = [...next.values()];
  }
  return [...found.values()];
}

function bestWay(nodes: readonly { way: readonly number[] }[]): readonly number[] | null {
  let best: readonly number[] | null = null;
  for (const { way } of nodes) {
    const better =
      best === null || way.length < best.length || (way.length === best.length && isBefore(way, best));
    if (better) best = way;
  }
  return best;
}

function naiveStep(model: AcceptingPetriNet, marking: Tokens, activity: string) {
  const candidates = model.net.transitions.flatMap(({ label }, t) => (label === activity ? [t] : []));
  const reach = silentReach(model, marking);
  let firings: readonly number[] | null = null;
  for (const t of candidates) {
    const way = bestWay(reach.filter((node) => sumOf(lackingFor(model, node.marking, t)) === 0));
    if (way !== null && (firings === null || way.length + 1 < firings.length)) firings = [...way, t];
  }
  let next: Tokens = marking;
  let missing: number[] = marking.map(() => 0);
  if (firings === null) {
    const lacks = candidates.map((t) => lackingFor(model, marking, t));
    const least = Math.min(...lacks.map(sumOf));
    const at = lacks.findIndex((lack) => sumOf(lack) === least);
    missing = lacks[at]!;
    next = marking.map((tokens, p) => tokens + missing[p]!);
    firings = [candidates[at]!];
  }
  for (const t of firings) next = afterFiring(model, next, t);
  return { next, firings, missing };
}

function naiveEnd(model: AcceptingPetriNet, marking: Tokens) {
  const { finalMarking: final } = model;
  const reach = silentReach(model, marking);
  const exact = reach.filter((node) => node.marking.every((tokens, p) => tokens === final[p]));
  const cover = reach.filter((node) => node.marking.every((tokens, p) => tokens >= final[p]!));
  const firings = bestWay(exact) ?? bestWay(cover) ?? [];
  const end = firings.reduce<Tokens>((tokens, t) => afterFiring(model, tokens, t), marking);
  return {
    firings,
    missing: end.map((tokens, p) => Math.max(0, final[p]! - tokens)),
    remaining: end.map((tokens, p) => Math.max(0, tokens - final[p]!)),
  };
}

function words(log: VariantLog, v: number): string[] {
  return log.sequence
    .slice(log.variantOffsets[v]!, log.variantOffsets[v + 1]!)
    .map((id) => log.activities[id]!);
}

/** Same numbers as `tokenReplay` with unknown activities penalized. */
export function naiveReplay(log: VariantLog, model: AcceptingPetriNet) {
  const transitionFirings: number[] = model.net.transitions.map(() => 0);
  const placeMissing: number[] = model.net.places.map(() => 0);
  const placeRemaining: number[] = model.net.places.map(() => 0);
  const variants = log.counts.map((count, v) => {
    let marking: Tokens = model.initialMarking;
    let [produced, consumed, missing, remaining] = [sumOf(marking), sumOf(model.finalMarking), 0, 0];
    const book = (firings: readonly number[], lack: Tokens): void => {
      missing += sumOf(lack);
      lack.forEach((tokens, p) => {
        placeMissing[p]! += count * tokens;
      });
      for (const t of firings) {
        transitionFirings[t]! += count;
        produced += sumOf(inputsOf(model, t, "output"));
        consumed += sumOf(inputsOf(model, t, "input"));
      }
    };
    for (const activity of words(log, v)) {
      if (!model.net.transitions.some(({ label }) => label === activity)) {
        [produced, consumed, missing, remaining] = [produced + 1, consumed + 1, missing + 1, remaining + 1];
        continue;
      }
      const step = naiveStep(model, marking, activity);
      book(step.firings, step.missing);
      marking = step.next;
    }
    const end = naiveEnd(model, marking);
    book(end.firings, end.missing);
    remaining += sumOf(end.remaining);
    end.remaining.forEach((tokens, p) => {
      placeRemaining[p]! += count * tokens;
    });
    return { produced, consumed, missing, remaining };
  });
  return { variants, transitionFirings, placeMissing, placeRemaining };
}

/** Same sums as `precision` with unknown activities passed over: each prefix is replayed from scratch. */
export function naivePrecision(log: VariantLog, model: AcceptingPetriNet) {
  const prefixes = new Map<string, { prefix: string[]; cases: number; next: Set<string> }>();
  log.counts.forEach((count, v) => {
    const trace = words(log, v);
    trace.forEach((activity, i) => {
      const key = JSON.stringify(trace.slice(0, i));
      const entry = prefixes.get(key) ?? { prefix: trace.slice(0, i), cases: 0, next: new Set() };
      prefixes.set(key, entry);
      entry.cases += count;
      entry.next.add(activity);
    });
  });
  let [allowed, escaping] = [0, 0];
  for (const { prefix, cases, next } of prefixes.values()) {
    const marking = markingAfter(model, prefix);
    if (marking === null) continue;
    const open = new Set<string>();
    for (const node of silentReach(model, marking)) {
      model.net.transitions.forEach(({ label }, t) => {
        if (label !== null && sumOf(lackingFor(model, node.marking, t)) === 0) open.add(label);
      });
    }
    allowed += cases * open.size;
    escaping += cases * [...open].filter((label) => !next.has(label)).length;
  }
  return { allowed, escaping };
}

function markingAfter(model: AcceptingPetriNet, prefix: readonly string[]): Tokens | null {
  let marking: Tokens = model.initialMarking;
  for (const activity of prefix) {
    if (!model.net.transitions.some(({ label }) => label === activity)) continue;
    const step = naiveStep(model, marking, activity);
    if (sumOf(step.missing) > 0) return null;
    marking = step.next;
  }
  return marking;
}
