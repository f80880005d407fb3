import type { Traveller } from "./job.js";
import type { IncompleteBatch } from "./result.js";
import type { Step } from "./steps.js";

/** Units that wait for their batch to fill. */
export interface Collection<Data> {
  readonly step: Step<Data>;
  readonly key: string;
  readonly travellers: Traveller<Data>[];
  readonly sinceMs: number;
  /** Takes back its deadline; `null` = it has none, or that has come. */
  forgetDeadline: (() => void) | null;
}

/** Collects units into batches. */
export class Batching<Data> {
  /** By step, by key; maps keep the order of beginning. */
  readonly #collecting = new Map<Step<Data>, Map<string, Collection<Data>>>();

  /** Adds a unit and returns the collection it is in; `travellers.length` tells whether it is new or full. */
  add(step: Step<Data>, traveller: Traveller<Data>, nowMs: number): Collection<Data> {
    const key = step.batch?.key?.(traveller.unit) ?? "";
    let ofStep = this.#collecting.get(step);
    if (ofStep === undefined) {
      ofStep = new Map();
      this.#collecting.set(step, ofStep);
    }
    let collection = ofStep.get(key);
    if (collection === undefined) {
      collection = { step, key, travellers: [], sinceMs: nowMs, forgetDeadline: null };
      ofStep.set(key, collection);
    }
    collection.travellers.push(traveller);
    return collection;
  }

  /** Takes a collection out, to be worked on; its deadline no longer counts. */
  fire(collection: Collection<Data>): void {
    collection.forgetDeadline?.();
    this.#collecting.get(collection.step)?.delete(collection.key);
  }

  /** Of the collections that fire at the end, the one that has waited longest; ties by order of steps, then of beginning. */
  oldestAtEnd(): Collection<Data> | null {
    return this.#all()
      .filter(({ step }) => step.batch?.atEnd !== "flag")
      .reduce<Collection<Data> | null>(
        (oldest, one) => (oldest === null || one.sinceMs < oldest.sinceMs ? one : oldest),
        null,
      );
  }

  incomplete(): IncompleteBatch[] {
    return this.#all().map(({ step, key, travellers, sinceMs }) => ({
      step: step.name,
      key,
      units: travellers.map(({ unit }) => unit.id),
      sinceMs,
    }));
  }

  #all(): Collection<Data>[] {
    return [...this.#collecting]
      .sort(([a], [b]) => a.index - b.index)
      .flatMap(([, ofStep]) => [...ofStep.values()]);
  }
}
