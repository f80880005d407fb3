import type { Ocel, OcelEvent, OcelObject, OcelRelationship, OcelType } from "@gigamine/event-log/ocel";
import { isOperator } from "../flow/resources.js";
import { allPlantSteps } from "../line.js";
import type { PlantMarkKind, PlantTables } from "../run.js";
import type { PlantIndex } from "./plant-index.js";
import { tracedGenealogy } from "./traceability.js";

/** What {@link ocelJson} may be told. */
export interface OcelOptions {
  /** Whether cells are objects of their own, beside their trays; most of a large file are cells. @default true */
  readonly cells?: boolean | undefined;
}

type PlainOcel = Omit<Ocel, "report" | "objects" | "events"> & {
  readonly objects: readonly (Omit<OcelObject, "attributes"> & {
    readonly attributes: readonly {
      readonly name: string;
      readonly time: string;
      readonly value: string | number;
    }[];
  })[];
  readonly events: readonly (Omit<OcelEvent, "time"> & { readonly time: string })[];
};

const markKinds: readonly PlantMarkKind[] = ["Rework", "Scrap", "Hold", "Concession"];

const unitTypes: readonly OcelType[] = [
  unitType("MaterialLot", true, "supplier"),
  unitType("SlurryBatch", true),
  unitType("MotherRoll", true),
  unitType("DaughterRoll", true),
  unitType("Tray", false),
  unitType("ShipLot", false),
];

/**
 * The run as an object-centric event log, JSON text by the OCEL 2.0 standard (Berti et al., "OCEL (Object-Centric Event Log) 2.0
 * Specification", 2024). Events are visits, by their end, decisions, and breakdowns and planned maintenance of machines, by their end;
 * objects are orders, units, cells, machines and operators. What a unit was made of is a relation between objects. O(events + objects).
 */
export function ocelJson(tables: PlantTables, index: PlantIndex, { cells = true }: OcelOptions = {}): string {
  const document: PlainOcel = {
    objectTypes: [
      { name: "Order", attributes: [{ name: "cells", type: "integer" }] },
      ...unitTypes,
      ...(cells ? [{ name: "Cell", attributes: [{ name: "grade", type: "string" as const }] }] : []),
      { name: "Machine", attributes: [] },
      { name: "Operator", attributes: [] },
    ],
    eventTypes: [...tables.steps.map(stepType), ...markKinds.map(markType), ...outageTypes(tables)],
    objects: [...objectsOf(tables, index), ...(cells ? cellObjects(tables) : [])],
    events: [...visitEvents(tables), ...markEvents(tables, cells), ...outageEvents(tables)],
  };
  return JSON.stringify(document);
}

function unitType(name: string, isOfElectrode: boolean, ...further: readonly string[]): OcelType {
  return {
    name,
    attributes: [
      { name: "quantity", type: "float" },
      { name: "outcome", type: "string" },
      ...(isOfElectrode ? [{ name: "electrode", type: "string" as const }] : []),
      ...further.map((attribute) => ({ name: attribute, type: "string" as const })),
    ],
  };
}

function stepType(name: string): OcelType {
  return {
    name,
    attributes: [
      { name: "start", type: "time" },
      { name: "attempt", type: "integer" },
      { name: "room", type: "string" },
    ],
  };
}

function markType(name: string): OcelType {
  return {
    name,
    attributes: [
      { name: "step", type: "string" },
      { name: "reason", type: "string" },
    ],
  };
}

function objectsOf(tables: PlantTables, index: PlantIndex): PlainOcel["objects"][number][] {
  const { orders, units, resources, startMs } = tables;
  const time = iso(startMs);
  const parents = new Map<string, OcelRelationship[]>();
  for (const { parent, child } of tracedGenealogy(tables, index)) {
    const list = parents.get(child) ?? [];
    parents.set(child, list);
    if (list.every(({ objectId }) => objectId !== parent))
      list.push({ objectId: parent, qualifier: "made of" });
  }
  return [
    ...orders.map(({ id, cells, lots }) => ({
      id,
      type: "Order",
      attributes: [{ name: "cells", time, value: cells }],
      relationships: lots.map((lot) => ({ objectId: units[lot]!.id, qualifier: "uses" })),
    })),
    ...units.map(({ id, type, order, electrode, quantity, supplier, outcome }) => ({
      id,
      type,
      attributes: [
        { name: "quantity", time, value: quantity },
        { name: "outcome", time, value: outcome },
        ...(electrode === null ? [] : [{ name: "electrode", time, value: electrode }]),
        ...(supplier === null ? [] : [{ name: "supplier", time, value: supplier }]),
      ],
      relationships: [
        ...(order === "" ? [] : [{ objectId: order, qualifier: "belongs to" }]),
        ...(parents.get(id) ?? []),
      ],
    })),
    ...resources.map((id) => ({
      id,
      type: isOperator(id) ? "Operator" : "Machine",
      attributes: [],
      relationships: [],
    })),
  ];
}

function cellObjects({ cells, units, startMs }: PlantTables): PlainOcel["objects"][number][] {
  const time = iso(startMs);
  return cells.ids.map((id, cell) => ({
    id,
    type: "Cell",
    attributes: [{ name: "grade", time, value: cells.outcomes[cells.outcome[cell]!]! }],
    relationships: [
      { objectId: units[cells.tray[cell]!]!.id, qualifier: "in" },
      ...(cells.box[cell]! < 0 ? [] : [{ objectId: units[cells.box[cell]!]!.id, qualifier: "packed in" }]),
    ],
  }));
}

function visitEvents({ visits, units, resources, orders }: PlantTables): PlainOcel["events"][number][] {
  const users = new Map<number, string[]>();
  for (const { id, lots } of orders) {
    for (const lot of lots) users.set(lot, [...(users.get(lot) ?? []), id]);
  }
  return Array.from(visits.unit, (unit, visit) => {
    const { id, order } = units[unit]!;
    const { name, room } = allPlantSteps[visits.step[visit]!]!;
    const ofOrders = order === "" ? (users.get(unit) ?? []) : [order];
    const [machine, operator] = [visits.machine[visit]!, visits.operator[visit]!];
    return {
      id: `visit-${visit}`,
      type: name,
      time: iso(visits.completeMs[visit]!),
      attributes: [
        { name: "start", value: iso(visits.startMs[visit]!) },
        { name: "attempt", value: visits.attempt[visit]! },
        { name: "room", value: room },
      ],
      relationships: [
        { objectId: id, qualifier: "worked on" },
        ...ofOrders.map((objectId) => ({ objectId, qualifier: "for" })),
        { objectId: resources[machine]!, qualifier: "on" },
        ...(operator < 0 ? [] : [{ objectId: resources[operator]!, qualifier: "by" }]),
      ],
    };
  });
}

function markEvents(
  { marks, units, cells, steps, visits }: PlantTables,
  withCells: boolean,
): PlainOcel["events"][number][] {
  return marks.map(({ kind, unit, cell, visit, timeMs, reason }, i) => {
    const { id, order } = units[unit]!;
    return {
      id: `decision-${i}`,
      type: kind,
      time: iso(timeMs),
      attributes: [
        { name: "step", value: steps[visits.step[visit]!]! },
        { name: "reason", value: reason },
      ],
      relationships: [
        { objectId: id, qualifier: "about" },
        ...(order === "" ? [] : [{ objectId: order, qualifier: "for" }]),
        ...(withCells && cell >= 0 ? [{ objectId: cells.ids[cell]!, qualifier: "about" }] : []),
      ],
    };
  });
}

const outageNames = { breakdown: "Breakdown", maintenance: "Maintenance" } as const;

/** Of the kinds that there are. */
function outageTypes({ outages }: PlantTables): OcelType[] {
  const kinds = new Set(outages.map(({ kind }) => kind));
  return [...kinds].sort().map((kind) => ({
    name: outageNames[kind],
    attributes: [{ name: "start", type: "time" }],
  }));
}

function outageEvents({ outages, resources }: PlantTables): PlainOcel["events"][number][] {
  return outages.map(({ kind, machine, fromMs, toMs }, i) => ({
    id: `outage-${i}`,
    type: outageNames[kind],
    time: iso(toMs),
    attributes: [{ name: "start", value: iso(fromMs) }],
    relationships: [{ objectId: resources[machine]!, qualifier: "of" }],
  }));
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
