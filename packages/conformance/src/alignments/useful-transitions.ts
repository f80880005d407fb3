import type { ReplayNet } from "../replay/replay-net.js";

/**
 * Per transition 1 if it may be part of a run from the initial to the final marking: its input places can be fed from the initial
 * marking, and of each place it puts more into, something takes tokens away or the final marking has some; all by transitions that
 * are useful themselves. Numbers of tokens are not looked at, so a transition may count as useful and not be. O(arcs) a round, and
 * few rounds.
 */
export function usefulTransitions(net: ReplayNet): Uint8Array {
  const { placeCount, transitionCount, inputs, changes, changeAmounts, initial, final } = net;
  const needers: number[][] = Array.from({ length: placeCount }, () => []);
  for (let t = 0; t < transitionCount; t++) {
    for (let i = inputs.offsets[t]!; i < inputs.offsets[t + 1]!; i++) needers[inputs.items[i]!]!.push(t);
  }
  let useful: Uint8Array = new Uint8Array(transitionCount).fill(1);
  for (;;) {
    const left = drained(fed(useful));
    if (left.every((yes, t) => yes === useful[t])) return useful;
    useful = left;
  }

  /** Those of `among` that can be fed. */
  function fed(among: Uint8Array): Uint8Array {
    const found = new Uint8Array(transitionCount);
    const isFed = Uint8Array.from(initial, (tokens) => (tokens > 0 ? 1 : 0));
    const unfed = new Int32Array(transitionCount);
    const ready: number[] = [];
    for (let t = 0; t < transitionCount; t++) {
      for (let i = inputs.offsets[t]!; i < inputs.offsets[t + 1]!; i++) {
        if (isFed[inputs.items[i]!] === 0) unfed[t]!++;
      }
      if (among[t] === 1 && unfed[t] === 0) ready.push(t);
    }
    while (ready.length > 0) {
      const t = ready.pop()!;
      found[t] = 1;
      for (let i = changes.offsets[t]!; i < changes.offsets[t + 1]!; i++) {
        const place = changes.items[i]!;
        if (changeAmounts[i]! < 0 || isFed[place] === 1) continue;
        isFed[place] = 1;
        for (const needer of needers[place]!)
          if (--unfed[needer]! === 0 && among[needer] === 1) ready.push(needer);
      }
    }
    return found;
  }

  /** Those of `among` that put no tokens where they would stay for ever. */
  function drained(among: Uint8Array): Uint8Array {
    const left = among.slice();
    const drains = new Int32Array(placeCount);
    const producers: number[][] = Array.from({ length: placeCount }, () => []);
    for (let t = 0; t < transitionCount; t++) {
      if (left[t] === 0) continue;
      for (let i = changes.offsets[t]!; i < changes.offsets[t + 1]!; i++) {
        if (changeAmounts[i]! > 0) producers[changes.items[i]!]!.push(t);
        else drains[changes.items[i]!]!++;
      }
    }
    const stuck = [...drains.keys()].filter((place) => drains[place] === 0 && final[place] === 0);
    while (stuck.length > 0) {
      for (const t of producers[stuck.pop()!]!) {
        if (left[t] === 0) continue;
        left[t] = 0;
        for (let i = changes.offsets[t]!; i < changes.offsets[t + 1]!; i++) {
          const place = changes.items[i]!;
          if (changeAmounts[i]! < 0 && --drains[place]! === 0 && final[place] === 0) stuck.push(place);
        }
      }
    }
    return left;
  }
}
