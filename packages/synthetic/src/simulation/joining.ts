import { GigamineError, quoteValue } from "@gigamine/base";
import type { Traveller } from "./job.js";
import type { IncompleteJoin } from "./result.js";

interface Gathering<Data> {
  readonly needs: number;
  readonly travellers: Traveller<Data>[];
}

/** Units that wait to be made one. */
export class Joining<Data> {
  readonly #gathering = new Map<string, Gathering<Data>>();

  /** Adds a unit. All of its key when they are as many as needed, else `null`. */
  add(key: string, needs: number, traveller: Traveller<Data>): readonly Traveller<Data>[] | null {
    const { id } = traveller.unit;
    if (!(Number.isInteger(needs) && needs >= 1)) {
      throw new GigamineError(
        "simulation/bad-route",
        `simulate: unit "${id}" joins ${quoteValue(key)} with needs ${quoteValue(needs)}. Give a whole number of at least 1.`,
        { unit: id, join: key, needs },
      );
    }
    const gathering = this.#gathering.get(key) ?? { needs, travellers: [] };
    if (gathering.needs !== needs) {
      throw new GigamineError(
        "simulation/bad-route",
        `simulate: unit "${id}" joins ${quoteValue(key)} and says that it needs ${needs} units, while those before said ${gathering.needs}. ` +
          "Give the same number to all units of a join, or other keys to other joins.",
        { unit: id, join: key, needs, others: gathering.needs },
      );
    }
    gathering.travellers.push(traveller);
    if (gathering.travellers.length < needs) {
      this.#gathering.set(key, gathering);
      return null;
    }
    this.#gathering.delete(key);
    return gathering.travellers;
  }

  /** In order of beginning. */
  incomplete(): IncompleteJoin[] {
    return [...this.#gathering].map(([join, { needs, travellers }]) => ({
      join,
      needs,
      units: travellers.map(({ unit }) => unit.id),
    }));
  }
}
