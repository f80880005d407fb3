import type { BpmnModel } from "../../src/index.js";

/** What the token game of the standard says of a model. */
export interface TokenGame {
  /** Visible sequences up to the length that end with all tokens at ends, as JSON, sorted. */
  readonly language: string[];
  /** Whether no flow ever holds two tokens, tokens at ends stay there, and the end can be reached from every state. */
  readonly isSound: boolean;
}

/**
 * Plays a BPMN model by the rules of the standard (BPMN 2.0.2, chapter 13), state by state, with tokens on flows. Written for
 * tests: no translation, exponential. The rule of inclusive joins is that of section 13.4.
 */
export function playTokens({ nodes, flows }: BpmnModel, maxLength: number, maxStates = 20_000): TokenGame {
  const into: number[][] = nodes.map(() => []);
  const outOf: number[][] = nodes.map(() => []);
  flows.forEach(({ source, target }, f) => {
    outOf[source]!.push(f);
    into[target]!.push(f);
  });
  const targets = flows.map(({ target }) => target);
  const startEvents = nodes.flatMap(({ kind }, n) => (kind === "startEvent" ? [n] : []));
  const starts =
    startEvents.length > 0 ? startEvents : nodes.flatMap((_, n) => (into[n]!.length === 0 ? [n] : []));
  for (const start of starts) into[start]!.push(targets.push(start) - 1);
  const startFlows = starts.map((start) => into[start]!.at(-1)!);
  const isAtEnd = targets.map((target) => outOf[target]!.length === 0 && nodes[target]!.kind === "endEvent");

  /** Per node: the flows into it from which a path leads that does not pass it, by the flow the path begins with. */
  const reaches = nodes.map((_, gateway) => {
    const from = targets.map(() => new Set<number>());
    for (const last of into[gateway]!) {
      const pending = [last];
      const seen = new Set(pending);
      for (const flow of pending) {
        from[flow]!.add(last);
        const source = flows[flow]?.source;
        if (source === undefined || source === gateway) continue;
        for (const before of into[source]!) {
          if (seen.has(before)) continue;
          seen.add(before);
          pending.push(before);
        }
      }
    }
    return from;
  });

  type State = readonly number[];
  const firings = (state: State): { label: string | null; next: State }[] => {
    const found: { label: string | null; next: State }[] = [];
    nodes.forEach(({ kind, name }, n) => {
      const marked = into[n]!.filter((f) => state[f]! > 0);
      const fire = (taken: readonly number[], put: readonly number[]) => {
        const next = [...state];
        for (const f of taken) next[f]!--;
        for (const f of put) next[f]!++;
        found.push({ label: kind === "task" ? name : null, next });
      };
      const outs = outOf[n]!;
      if (kind === "endEvent" || marked.length === 0) return;
      const ways: (readonly number[])[] = outs.length === 0 ? [[]] : [];
      if (outs.length > 0) {
        if (kind === "exclusiveGateway") ways.push(...outs.map((f) => [f]));
        else if (kind === "inclusiveGateway") {
          const free = outs.filter((f) => flows[f]!.isDefault !== true);
          for (let mask = 1; mask < 2 ** free.length; mask++)
            ways.push(free.filter((_, i) => mask & (1 << i)));
          ways.push(...outs.filter((f) => flows[f]!.isDefault === true).map((f) => [f]));
        } else ways.push(outs);
      }
      let takes: (readonly number[])[] = marked.map((f) => [f]);
      if (kind === "parallelGateway") takes = marked.length === into[n]!.length ? [into[n]!] : [];
      else if (kind === "inclusiveGateway") {
        const waits = state.some(
          (tokens, f) =>
            tokens > 0 &&
            !into[n]!.includes(f) &&
            [...reaches[n]![f]!].some((last) => state[last] === 0) &&
            ![...reaches[n]![f]!].some((last) => state[last]! > 0),
        );
        takes = waits ? [] : [marked];
      }
      for (const taken of takes) for (const put of ways) fire(taken, put);
    });
    return found;
  };

  const empty: State = targets.map(() => 0);
  const initial: State[] = (startEvents.length > 0 ? startFlows.map((f) => [f]) : [startFlows]).map(
    (marked) => empty.map((_, f) => (marked.includes(f) ? 1 : 0)),
  );
  // All states, whether they are safe, and which can complete.
  const index = new Map<string, number>();
  const states: State[] = [];
  const before: number[][] = [];
  const visit = (state: State): number => {
    const key = state.join();
    const known = index.get(key);
    if (known !== undefined) return known;
    index.set(key, states.length);
    before.push([]);
    return states.push(state) - 1;
  };
  initial.forEach(visit);
  let isSound = true;
  for (let s = 0; s < states.length; s++) {
    if (states[s]!.some((tokens) => tokens > 1) || s > maxStates) {
      isSound = false;
      break;
    }
    for (const { next } of firings(states[s]!)) before[visit(next)]!.push(s);
  }
  const isDone = (state: State) => state.every((tokens, f) => tokens === 0 || isAtEnd[f]);
  if (isSound) {
    const completing = states.flatMap((state, s) => (isDone(state) ? [s] : []));
    const seen = new Set(completing);
    for (const s of seen) for (const b of before[s]!) seen.add(b);
    isSound = seen.size === states.length;
  }
  const language = new Set<string>();
  if (isSound) {
    const seen = new Set<string>();
    const pending = initial.map((state) => ({ state, trace: [] as readonly string[] }));
    while (pending.length > 0) {
      const { state, trace } = pending.pop()!;
      const key = JSON.stringify([state, trace]);
      if (seen.has(key)) continue;
      seen.add(key);
      if (isDone(state)) language.add(JSON.stringify(trace));
      for (const { label, next } of firings(state)) {
        if (label !== null && trace.length === maxLength) continue;
        pending.push({ state: next, trace: label === null ? trace : [...trace, label] });
      }
    }
  }
  return { language: [...language].sort(), isSound };
}
