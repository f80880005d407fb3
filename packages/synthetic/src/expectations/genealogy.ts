import { optionError, quoteValue } from "@gigamine/base";
import { mustHold } from "./against.js";
import type { Expectation, Finding } from "./check.js";
import { countWords, Violations } from "./violations.js";

/** An edge of a genealogy: `quantity` of the parent went into the child. */
export interface FamilyEdge {
  readonly parent: string;
  readonly child: string;
  /** In the parent's measure. */
  readonly quantity: number;
  /** The stretch of the parent it came from; missing or `null` where it has no positions. */
  readonly from?: number | null | undefined;
  readonly to?: number | null | undefined;
}

/** Units and what was made of what. The run of a plant is one, and so is the result of `simulate`. */
export interface Family {
  readonly units: readonly {
    readonly id: string;
    readonly type: string;
    /** How much there is or was of it. */
    readonly quantity: number;
    /** Where it ended, for instance `shipped`. */
    readonly outcome: string;
  }[];
  readonly genealogy: readonly FamilyEdge[];
}

/** What {@link genealogyExpectations} takes. */
export interface GenealogyExpectationOptions {
  /** Types that are made of nothing known, for instance material from suppliers. */
  readonly rootTypes: readonly string[];
  /** Units with this outcome must be traceable to a unit of each root type. @default "shipped" */
  readonly tracedOutcome?: string | undefined;
  /** Rounding that is allowed when quantities are compared, as a share. @default 1e-6 */
  readonly tolerance?: number | undefined;
}

/**
 * What holds for a genealogy: `genealogy/known-units`, `no-cycles`, `has-parents` (all but those of root types), `quantities-kept` (no more is taken
 * from a unit than there was of it), `stretches-apart` (no stretch of a unit is used twice), `traceable`. All errors.
 *
 * O(units + edges), and O(edges · log edges) for stretches; tracing costs the ancestors of each traced unit.
 */
export function genealogyExpectations(options: GenealogyExpectationOptions): readonly Expectation<Family>[] {
  const { rootTypes, tracedOutcome = "shipped", tolerance = 1e-6 } = options;
  if (rootTypes.length === 0) {
    throw optionError(
      "genealogyExpectations",
      "rootTypes",
      rootTypes,
      'Give at least one type that is made of nothing known, for example ["MaterialLot"].',
    );
  }
  return [
    mustHold("genealogy/known-units", "Every edge joins two known units", knownUnits),
    mustHold("genealogy/no-cycles", "No unit is its own ancestor", noCycles),
    mustHold("genealogy/has-parents", "Every unit but raw material was made of something", (family) =>
      hasParents(family, new Set(rootTypes)),
    ),
    mustHold("genealogy/quantities-kept", "No more is taken from a unit than there was of it", (family) =>
      quantitiesKept(family, tolerance),
    ),
    mustHold("genealogy/stretches-apart", "No stretch of a unit is used twice", (family) =>
      stretchesApart(family, tolerance),
    ),
    mustHold(
      "genealogy/traceable",
      `Every unit that was ${tracedOutcome} is traceable to ${rootTypes.join(", ")}`,
      (family) => traceable(family, rootTypes, tracedOutcome),
    ),
  ];
}

function knownUnits({ units, genealogy }: Family): Finding {
  const known = new Set(units.map((unit) => unit.id));
  const found = new Violations();
  for (const { parent, child } of genealogy) {
    const missing = [parent, child].filter((id) => !known.has(id));
    if (missing.length > 0)
      found.add(
        () =>
          `${quoteValue(parent)} to ${quoteValue(child)}: ${missing.map((id) => quoteValue(id)).join(", ")} is unknown`,
      );
  }
  return finding(found, genealogy.length, "edge", "with an unknown end");
}

/** Takes away units without parents until none is left (Kahn 1962); what stays lies on or behind a cycle. */
function noCycles({ genealogy }: Family): Finding {
  const children = new Map<string, string[]>();
  const open = new Map<string, number>();
  for (const { parent, child } of genealogy) {
    addTo(children, parent, child);
    open.set(child, (open.get(child) ?? 0) + 1);
    if (!open.has(parent)) open.set(parent, 0);
  }
  const free = [...open].filter(([, parents]) => parents === 0).map(([id]) => id);
  for (const id of free) {
    open.delete(id);
    for (const child of children.get(id) ?? []) {
      const left = open.get(child)! - 1;
      open.set(child, left);
      if (left === 0) free.push(child);
    }
  }
  const found = new Violations();
  for (const id of open.keys()) found.add(() => quoteValue(id));
  return finding(found, open.size + free.length, "unit", "on or behind a cycle");
}

function hasParents({ units, genealogy }: Family, roots: ReadonlySet<string>): Finding {
  const children = new Set(genealogy.map((edge) => edge.child));
  const found = new Violations();
  for (const { id, type } of units) {
    if (!roots.has(type) && !children.has(id)) found.add(() => `${type} ${quoteValue(id)}`);
  }
  return finding(found, units.length, "unit", "made of nothing");
}

function quantitiesKept({ units, genealogy }: Family, tolerance: number): Finding {
  const taken = new Map<string, number>();
  for (const { parent, quantity } of genealogy) taken.set(parent, (taken.get(parent) ?? 0) + quantity);
  const found = new Violations();
  for (const { id, type, quantity } of units) {
    const used = taken.get(id) ?? 0;
    if (!(used <= quantity * (1 + tolerance)))
      found.add(() => `${type} ${quoteValue(id)}: ${used} taken of ${quantity}`);
  }
  for (const { parent, child, quantity } of genealogy) {
    if (!(quantity >= 0)) found.add(() => `${quoteValue(parent)} to ${quoteValue(child)}: ${quantity}`);
  }
  return finding(found, units.length, "unit", "with more taken than there was");
}

/**
 * At no place of a unit is more taken than its whole cross-section: an edge takes `quantity / (to - from)` of it, so that lanes cut side by side may
 * share a stretch.
 */
function stretchesApart({ genealogy }: Family, tolerance: number): Finding {
  const borders = new Map<string, [at: number, share: number][]>();
  const found = new Violations();
  let count = 0;
  for (const { parent, child, quantity, from, to } of genealogy) {
    if (from == null || to == null) continue;
    count++;
    if (!(from >= 0 && from < to)) {
      found.add(() => `${quoteValue(parent)} to ${quoteValue(child)}: from ${from} to ${to}`);
      continue;
    }
    const share = quantity / (to - from);
    addTo(borders, parent, [from, share]);
    addTo(borders, parent, [to, -share]);
  }
  for (const [id, list] of borders) {
    list.sort((a, b) => a[0] - b[0] || a[1] - b[1]); // what ends at a place is given back before the next begins
    let taken = 0;
    for (const [at, share] of list) {
      taken += share;
      if (share > 0 && taken > 1 + tolerance)
        found.add(() => `${quoteValue(id)} at ${at}: taken ${Number(taken.toFixed(6))} times`);
    }
  }
  return finding(found, count, "stretch", "of which more is taken than there is", "stretches");
}

function traceable({ units, genealogy }: Family, rootTypes: readonly string[], outcome: string): Finding {
  const parents = new Map<string, string[]>();
  for (const { parent, child } of genealogy) addTo(parents, child, parent);
  const typeOf = new Map(units.map((unit) => [unit.id, unit.type]));
  const found = new Violations();
  let traced = 0;
  for (const unit of units) {
    if (unit.outcome !== outcome) continue;
    traced++;
    const ancestors = new Set([unit.id]);
    for (const id of ancestors) for (const parent of parents.get(id) ?? []) ancestors.add(parent);
    const types = new Set([...ancestors].map((id) => typeOf.get(id)));
    const missing = rootTypes.filter((type) => !types.has(type));
    if (missing.length > 0)
      found.add(() => `${unit.type} ${quoteValue(unit.id)} leads to no ${missing.join(", ")}`);
  }
  return finding(found, traced, `${outcome} unit`, "not traceable");
}

function addTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function finding(found: Violations, of: number, singular: string, what: string, plural?: string): Finding {
  return {
    observed: `${found.count} of ${countWords(of, singular, plural)} ${what}`,
    violations: found.count,
    examples: found.examples,
  };
}
