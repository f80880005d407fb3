import { GigamineError, listNames, optionError, quoteValue } from "@gigamine/base";
import { EventLogBuilder } from "../builder.js";
import type { AttributeInput } from "../column-set.js";
import { formatTimestamp } from "../format-timestamp.js";
import { Issues } from "../read/issues.js";
import { freeName, reservedKind } from "../reserved.js";
import type { AnyAttributes, ColumnKind, EventLog, ReadReport } from "../types.js";
import type { Ocel, OcelAttributeType, OcelObject, OcelType, OcelValue } from "./types.js";

/** Options of {@link flatten}. */
export interface FlattenOptions {
  /** Which value of an object attribute becomes the case attribute: the last in time, or the first. @default "latest" */
  readonly objectAttributes?: "latest" | "initial" | undefined;
  /** Follow only relationships with these qualifiers. @default all */
  readonly qualifiers?: readonly string[] | undefined;
  /** What happens to objects without an event: `"keep"` them as cases without events, or `"drop"` them. @default "keep" */
  readonly emptyCases?: "keep" | "drop" | undefined;
}

/** How a log was flattened, and what that did to it. */
export interface FlattenReport extends ReadReport {
  /** The object type that became the case. */
  readonly objectType: string;
  /** Convergence: events that concern several objects of the type, and so stand in several cases. */
  readonly convergentEvents: number;
  /** Events of the log beyond those of the source: how much convergence inflates every count. */
  readonly copies: number;
  /**
   * Divergence: pairs of a case and an activity that comes more than once in it, for different other objects. Their order
   * in the case says nothing.
   */
  readonly divergentActivities: number;
  /** Objects of the type that no event concerns. */
  readonly objectsWithoutEvents: number;
}

/** A log that came from {@link flatten}: an ordinary log that also carries its report. */
export type FlattenedEventLog<E extends object = AnyAttributes, C extends object = AnyAttributes> = EventLog<
  E,
  C
> & {
  readonly report: FlattenReport;
};

/**
 * Turns an object-centric log into an ordinary one, seen from one type of object: each object of the type is a case, its
 * events are those related to it, in time order. The event type is the activity; event attributes stay, and `event_id` and,
 * where there are any, `qualifier` are added; object attributes become case attributes.
 *
 * An event related to several objects of the type stands in each case (convergence), an event related to none is left out
 * (`rowsDropped`), and an activity may repeat in a case because other objects differ (divergence): `report` counts all
 * three, since every figure of the log depends on them. O(events + relationships).
 *
 * Source: van der Aalst, "Object-Centric Process Mining: Dealing with Divergence and Convergence in Event Data", SEFM 2019, LNCS 11724.
 *
 * @throws GigamineError `ocel/no-such-type` when no object type is called so.
 *
 * @example
 * const orders = flatten(ocel, "order");
 * orders.report.copies; // events counted more than once
 */
export function flatten<E extends object = AnyAttributes, C extends object = AnyAttributes>(
  ocel: Ocel,
  objectType: string,
  { objectAttributes = "latest", qualifiers, emptyCases = "keep" }: FlattenOptions = {},
): FlattenedEventLog<E, C> {
  if (objectAttributes !== "latest" && objectAttributes !== "initial") {
    throw optionError("flatten", "objectAttributes", objectAttributes, 'Give "latest" or "initial".');
  }
  if (emptyCases !== "keep" && emptyCases !== "drop") {
    throw optionError("flatten", "emptyCases", emptyCases, 'Give "keep" or "drop".');
  }
  if (!ocel.objectTypes.some(({ name }) => name === objectType)) throw noSuchType(ocel, objectType);
  const issues = new Issues();
  const follows = qualifiers === undefined ? null : new Set(qualifiers);
  const cases = new Map<string, OcelObject>();
  for (const object of ocel.objects) if (object.type === objectType) cases.set(object.id, object);

  const used = new Set<string>();
  for (const { type, relationships } of ocel.events) {
    if (relationships.some(({ objectId }) => cases.has(objectId))) used.add(type);
  }
  const names = eventNames(
    ocel.eventTypes.filter(({ name }) => used.has(name)),
    issues,
  );
  const objectKinds = ocel.objectTypes.find(({ name }) => name === objectType)!.attributes;
  const builder = new EventLogBuilder({
    mixedKinds: "widen",
    eventAttributes: names.kinds,
    caseAttributes: Object.fromEntries(objectKinds.map(({ name, type }) => [name, KINDS[type]])),
  });
  const divergence = new Divergence();
  const busy = new Set<string>();
  let kept = 0;
  let convergentEvents = 0;
  let copies = 0;
  if (emptyCases === "keep") for (const id of cases.keys()) builder.addCase(id);
  for (const event of ocel.events) {
    /** Per case the qualifiers of the event, since one object may play several roles in it. */
    const roles = new Map<string, Set<string>>();
    const others: string[] = [];
    for (const { objectId, qualifier } of event.relationships) {
      if (!cases.has(objectId)) others.push(objectId);
      else if (follows === null || follows.has(qualifier)) {
        const role = roles.get(objectId);
        if (role === undefined) roles.set(objectId, new Set([qualifier]));
        else role.add(qualifier);
      }
    }
    if (roles.size === 0) continue;
    kept++;
    copies += roles.size - 1;
    if (roles.size > 1) convergentEvents++;
    const otherKey = JSON.stringify(others.sort());
    for (const [id, role] of roles) {
      busy.add(id);
      divergence.add(id, event.type, otherKey);
      const attributes: Record<string, AttributeInput> = Object.create(null);
      attributes[names.eventId] = event.id;
      const qualifier = [...role].filter((text) => text !== "").join(" / ");
      if (qualifier !== "") attributes[names.qualifier] = qualifier;
      for (const { name, value } of event.attributes) {
        const isDate = names.mixed.has(name) && names.types.get(`${event.type}\0${name}`) === "time";
        attributes[names.attributes.get(name) ?? name] = isDate ? formatTimestamp(value as number) : value;
      }
      builder.addEvent(id, event.type, event.time, attributes);
    }
  }
  for (const [id, object] of cases) {
    if (emptyCases === "keep" || busy.has(id)) builder.addCase(id, caseAttributes(object, objectAttributes));
  }
  for (const name of builder.widened) {
    issues.note({
      code: "ocel/mixed-kinds",
      column: name,
      message: () =>
        `OCEL: ${quoteValue(name)} has values of several kinds; its column is text. Declare it with one type.`,
    });
  }
  const mapping = { case: objectType, activity: "type", timestamp: "time" };
  const report: FlattenReport = Object.freeze({
    ...issues.report(ocel.events.length, kept, mapping),
    objectType,
    convergentEvents,
    copies,
    divergentActivities: divergence.count,
    objectsWithoutEvents: cases.size - busy.size,
  });
  return Object.freeze({ ...builder.build(), report }) as unknown as FlattenedEventLog<E, C>;
}

interface EventNames {
  readonly eventId: string;
  readonly qualifier: string;
  /** Attributes that get another name, because theirs is reserved for another kind. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The kinds of attributes, by their names in the log, where all types of events agree. */
  readonly kinds: Readonly<Record<string, ColumnKind>>;
  /** Attributes on whose kinds they do not. */
  readonly mixed: ReadonlySet<string>;
  /** By type of event, NUL and name: what the attribute holds. */
  readonly types: ReadonlyMap<string, OcelAttributeType>;
}

/** What the attributes of these types of events are called, and hold. */
function eventNames(eventTypes: readonly OcelType[], issues: Issues): EventNames {
  const types = new Map<string, OcelAttributeType>();
  const kindOf = new Map<string, ColumnKind>();
  const mixed = new Set<string>();
  for (const { name: type, attributes } of eventTypes) {
    for (const { name, type: given } of attributes) {
      types.set(`${type}\0${name}`, given);
      const before = kindOf.get(name);
      if (before === undefined) kindOf.set(name, KINDS[given]);
      else if (before !== KINDS[given]) mixed.add(name);
    }
  }
  const taken = new Set(kindOf.keys());
  const attributes = new Map<string, string>();
  const kinds: Record<string, ColumnKind> = Object.create(null);
  for (const [name, kind] of kindOf) {
    const reserved = reservedKind(name);
    const clashes = reserved !== undefined && (reserved !== kind || mixed.has(name));
    const free = clashes ? freeName(name, taken) : name;
    if (!mixed.has(name)) kinds[free] = kind;
    if (!clashes) continue;
    attributes.set(name, free);
    issues.note({
      code: "ocel/name-taken",
      column: name,
      message: () =>
        `OCEL: the event attribute ${quoteValue(name)} became ${quoteValue(free)}, because ${quoteValue(name)} is reserved for ` +
        `${reserved} values. Rename it.`,
    });
  }
  return {
    eventId: freeName("event_id", taken),
    qualifier: freeName("qualifier", taken),
    attributes,
    kinds,
    mixed,
    types,
  };
}

const KINDS = {
  string: "string",
  time: "timestamp",
  integer: "number",
  float: "number",
  boolean: "boolean",
} as const;

/** The values of an object at the end, or at the begin. Of values of one time the last of the file counts. */
function caseAttributes(object: OcelObject, which: "latest" | "initial"): Record<string, AttributeInput> {
  const chosen = new Map<string, { readonly time: number; readonly value: OcelValue }>();
  for (const { name, time, value } of object.attributes) {
    const before = chosen.get(name);
    const replaces = before === undefined || (which === "latest" ? time >= before.time : time < before.time);
    if (replaces) chosen.set(name, { time, value });
  }
  const attributes: Record<string, AttributeInput> = Object.create(null);
  for (const [name, { value }] of chosen) attributes[name] = value;
  return attributes;
}

/** Counts pairs of a case and an activity that comes again with other objects. */
class Divergence {
  count = 0;
  /** Per case and activity the other objects of its first event; `null` once they differed. */
  readonly #first = new Map<string, Map<string, string | null>>();

  add(caseId: string, activity: string, others: string): void {
    let activities = this.#first.get(caseId);
    if (activities === undefined) {
      activities = new Map();
      this.#first.set(caseId, activities);
    }
    const before = activities.get(activity);
    if (before === undefined) activities.set(activity, others);
    else if (before !== null && before !== others) {
      activities.set(activity, null);
      this.count++;
    }
  }
}

function noSuchType(ocel: Ocel, objectType: string): GigamineError {
  const names = ocel.objectTypes.map(({ name }) => name);
  return new GigamineError(
    "ocel/no-such-type",
    `flatten: there is no object type ${quoteValue(objectType)}. The types are ${listNames(names)}.`,
    { objectType, objectTypes: names },
  );
}
