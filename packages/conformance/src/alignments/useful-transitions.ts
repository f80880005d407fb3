import type { ReplayNet } from "../replay/replay-net.js";

/**
 * Per transition 1 if it may be part of a run from the initial to the final marking: its input places can be fed from the
 * initial marking, and of each place it puts more into, something useful takes tokens away or the final marking has some.
 * Numbers of tokens are not looked at, so a transition may count as useful and not be. O(arcs).
 */
export function usefulTransitions(net: ReplayNet): Uint8Array {
  const { placeCount, transitionCount, inputs, changes, changeAmounts, initial, final } = net;
  const needers: number[][] = Array.from({ length: placeCount }, () => []);
  const producers: number[][] = Array.from({ length: placeCount }, () => []);
  const drains = new Int32Array(placeCount);
  const unfed = new Int32Array(transitionCount);
  for (let t = 0; t < transitionCount; t++) {
    for (let i = inputs.offsets[t]!; i < inputs.offsets[t + 1]!; i++) {
      needers[inputs.items[i]!]!.push(t);
      unfed[t]!++;
    }
    for (let i = changes.offsets[t]!; i < changes.offsets[t + 1]!; i++) {
      if (changeAmounts[i]! > 0) producers[changes.items[i]!]!.push(t);
      else drains[changes.items[i]!]!++;
    }
  }

  const fed = Uint8Array.from(initial, (tokens) => (tokens > 0 ? 1 : 0));
  const useful = new Uint8Array(transitionCount);
  const ready: number[] = [];
  const feed = (place: number): void => {
    for (const t of needers[place]!) if (--unfed[t]! === 0) ready.push(t);
  };
  unfed.forEach((left, t) => {
    if (left === 0) ready.push(t);
  });
  fed.forEach((yes, place) => {
    if (yes === 1) feed(place);
  });
  while (ready.length > 0) {
    const t = ready.pop()!;
    useful[t] = 1;
    for (let i = changes.offsets[t]!; i < changes.offsets[t + 1]!; i++) {
      const place = changes.items[i]!;
      if (changeAmounts[i]! < 0 || fed[place] === 1) continue;
      fed[place] = 1;
      feed(place);
    }
  }

  // Tokens in a place that nothing useful takes from stay there.
  const stuck: number[] = [];
  const drop = (t: number): void => {
    useful[t] = 0;
    for (let i = changes.offsets[t]!; i < changes.offsets[t + 1]!; i++) {
      const place = changes.items[i]!;
      if (changeAmounts[i]! < 0 && --drains[place]! === 0 && final[place] === 0) stuck.push(place);
    }
  };
  drains.forEach((count, place) => {
    if (count === 0 && final[place] === 0) stuck.push(place);
  });
  useful.forEach((yes, t) => {
    if (yes === 0) drop(t);
  });
  while (stuck.length > 0) {
    for (const t of producers[stuck.pop()!]!) if (useful[t] === 1) drop(t);
  }
  return useful;
}
