/** A move as one number: a transition that moves together with the event (1) or alone (2), or {@link LOG_MOVE}. */
export function moveCode(transition: number, kind: 1 | 2): number {
  return transition * 4 + kind;
}

/** An event that moves alone. */
export const LOG_MOVE = 0;

export function isSynchronous(code: number): boolean {
  return (code & 3) === 1;
}

export function transitionOf(code: number): number {
  return code >> 2;
}

/** The same alignment with the log moves before the model moves between every two synchronous moves: they never depend on each other. */
export function logMovesFirst(moves: readonly number[]): number[] {
  const ordered: number[] = [];
  let waiting: number[] = [];
  for (const code of moves) {
    if (code === LOG_MOVE) ordered.push(code);
    else if (isSynchronous(code)) {
      for (const model of waiting) ordered.push(model);
      ordered.push(code);
      waiting = [];
    } else waiting.push(code);
  }
  for (const model of waiting) ordered.push(model);
  return ordered;
}
