/** What a column or formula reads. */
export interface Reads {
  /** Columns that it names. */
  readonly names: readonly string[];
  /** Whether it is a function, which may read any column declared before. */
  readonly earlier: boolean;
}

export const readsNothing: Reads = { names: [], earlier: false };

export const readsEarlier: Reads = { names: [], earlier: true };

export function readsNames(names: readonly string[]): Reads {
  return { names, earlier: false };
}

/** What several read together. */
export function readsTogether(parts: readonly Reads[]): Reads {
  return {
    names: [...new Set(parts.flatMap(({ names }) => names))],
    earlier: parts.some(({ earlier }) => earlier),
  };
}
