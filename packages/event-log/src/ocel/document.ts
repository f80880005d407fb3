import { quoteValue } from "@gigamine/base";
import { timestampMs } from "../parse-timestamp.js";
import type { OnIssue } from "../read/input.js";
import { Issues, problemError } from "../read/issues.js";
import { cellNumber } from "../table/cells.js";
import type {
  Ocel,
  OcelAttributeType,
  OcelEvent,
  OcelObject,
  OcelRelationship,
  OcelType,
  OcelValue,
} from "./types.js";

type Json = Readonly<Record<string, unknown>>;
/** Types by name, each with its attributes by name. */
type Types = ReadonlyMap<string, ReadonlyMap<string, OcelAttributeType>>;

const ATTRIBUTE_TYPES: readonly string[] = ["string", "time", "integer", "float", "boolean"];

/** Checks a document in OCEL 2.0 piece by piece. What a problem concerns is left out, where issues don't throw. */
export class OcelDocument {
  readonly #document: Json;
  readonly #source: string;
  readonly #onIssue: OnIssue;
  readonly #issues = new Issues();

  constructor(document: unknown, source: string, onIssue: OnIssue) {
    this.#document = document as Json;
    this.#source = source;
    this.#onIssue = onIssue;
  }

  read(): Ocel {
    const eventTypes = this.#types("eventTypes");
    const objectTypes = this.#types("objectTypes");
    const eventAttributes = attributesByType(eventTypes);
    const objectAttributes = attributesByType(objectTypes);

    const objectIds = new Set<string>();
    const heads: {
      readonly json: Json;
      readonly id: string;
      readonly type: string;
      readonly path: string;
    }[] = [];
    for (const [path, json] of this.#items(this.#document, "objects", "")) {
      const head = this.#head(json, path, objectIds, objectAttributes, "objectTypes");
      if (head !== null) heads.push({ ...head, json, path });
    }
    const objects = heads.map(({ json, id, type, path }): OcelObject => {
      const declared = objectAttributes.get(type)!;
      const attributes: { name: string; time: number; value: OcelValue }[] = [];
      for (const [at, item] of this.#items(json, "attributes", path)) {
        const value = this.#attribute(item, at, declared, type);
        const time = value === null ? null : this.#time(item, at);
        if (value !== null && time !== null) attributes.push({ ...value, time });
      }
      return { id, type, attributes, relationships: this.#relationships(json, path, objectIds) };
    });

    const events: OcelEvent[] = [];
    const eventIds = new Set<string>();
    for (const [path, json] of this.#items(this.#document, "events", "")) {
      const head = this.#head(json, path, eventIds, eventAttributes, "eventTypes");
      if (head === null) continue;
      const time = this.#time(json, path);
      if (time === null && this.#onIssue !== "null") continue;
      const declared = eventAttributes.get(head.type)!;
      const attributes: { name: string; value: OcelValue }[] = [];
      for (const [at, item] of this.#items(json, "attributes", path)) {
        const value = this.#attribute(item, at, declared, head.type);
        if (value !== null) attributes.push(value);
      }
      events.push({ ...head, time, attributes, relationships: this.#relationships(json, path, objectIds) });
    }
    const { issues, issueCounts } = this.#issues.report(0, 0, {});
    return { objectTypes, eventTypes, objects, events, report: { issues, issueCounts } };
  }

  #types(list: "eventTypes" | "objectTypes"): OcelType[] {
    const types: OcelType[] = [];
    const names = new Set<string>();
    for (const [path, json] of this.#items(this.#document, list, "")) {
      const name = this.#newName(json, path, "name", names);
      if (name === null) continue;
      const attributes: { name: string; type: OcelAttributeType }[] = [];
      const known = new Set<string>();
      for (const [at, item] of this.#items(json, "attributes", path)) {
        const attribute = this.#newName(item, at, "name", known);
        if (attribute === null) continue;
        const type = item["type"];
        if (typeof type === "string" && ATTRIBUTE_TYPES.includes(type)) {
          attributes.push({ name: attribute, type: type as OcelAttributeType });
        } else {
          const remedy = `Give one of ${ATTRIBUTE_TYPES.map((known) => `"${known}"`).join(", ")}.`;
          this.#problem(
            "ocel/unknown-attribute-type",
            `${at}.type`,
            type,
            `is ${quoteValue(type)}. ${remedy}`,
          );
        }
      }
      types.push({ name, attributes });
    }
    return types;
  }

  /** Id and type of an event or object. */
  #head(
    json: Json,
    path: string,
    ids: Set<string>,
    types: Types,
    declaredIn: string,
  ): { readonly id: string; readonly type: string } | null {
    const type = json["type"];
    if (typeof type !== "string") {
      return this.#problem(
        "ocel/missing-type",
        `${path}.type`,
        type,
        `is ${quoteValue(type)}. Give the name of a type.`,
      );
    }
    if (!types.has(type)) {
      const remedy = `Add the type there, with its attributes.`;
      return this.#problem(
        "ocel/unknown-type",
        `${path}.type`,
        type,
        `is ${quoteValue(type)}, which ${declaredIn} does not declare. ${remedy}`,
      );
    }
    const id = this.#newName(json, path, "id", ids);
    return id === null ? null : { id, type };
  }

  /** A text that no other item of the list has. */
  #newName(json: Json, path: string, field: "id" | "name", known: Set<string>): string | null {
    const name = json[field];
    if (typeof name !== "string") {
      return this.#problem(
        `ocel/missing-${field}`,
        `${path}.${field}`,
        name,
        `is ${quoteValue(name)}. Give a text.`,
      );
    }
    if (known.has(name)) {
      return this.#problem(
        `ocel/duplicate-${field}`,
        `${path}.${field}`,
        name,
        `is ${quoteValue(name)}, as another one before. Give each its own.`,
      );
    }
    known.add(name);
    return name;
  }

  #relationships(json: Json, path: string, objectIds: ReadonlySet<string>): OcelRelationship[] {
    const relationships: OcelRelationship[] = [];
    for (const [at, item] of this.#items(json, "relationships", path)) {
      const objectId = item["objectId"];
      const qualifier = item["qualifier"] ?? "";
      if (typeof objectId !== "string" || !objectIds.has(objectId)) {
        this.#problem(
          "ocel/unknown-object",
          `${at}.objectId`,
          objectId,
          `is ${quoteValue(objectId)}, and there is no such object. Add the object, or take the relationship out.`,
        );
      } else if (typeof qualifier !== "string") {
        this.#problem(
          "ocel/bad-value",
          `${at}.qualifier`,
          qualifier,
          `is ${quoteValue(qualifier)}. Give a text.`,
        );
      } else relationships.push({ objectId, qualifier });
    }
    return relationships;
  }

  #attribute(
    item: Json,
    path: string,
    declared: ReadonlyMap<string, OcelAttributeType>,
    type: string,
  ): { readonly name: string; readonly value: OcelValue } | null {
    const name = item["name"];
    if (typeof name !== "string") {
      return this.#problem("ocel/missing-name", `${path}.name`, name, `is ${quoteValue(name)}. Give a text.`);
    }
    const kind = declared.get(name);
    if (kind === undefined) {
      return this.#problem(
        "ocel/unknown-attribute",
        `${path}.name`,
        name,
        `is ${quoteValue(name)}, which the type ${quoteValue(type)} does not declare. Add it to the attributes of the type.`,
      );
    }
    const given = item["value"];
    if (given === null) return null;
    const value = typedValue(given, kind);
    if (value !== null) return { name, value };
    return this.#problem(
      "ocel/bad-value",
      `${path}.value`,
      given,
      `is ${quoteValue(given)}, and ${quoteValue(name)} of ${quoteValue(type)} is of type ${kind}. Fix the value or the type.`,
    );
  }

  #time(json: Json, path: string): number | null {
    const text = json["time"];
    const time = typeof text === "string" ? timestampMs(text) : Number.NaN;
    if (!Number.isNaN(time)) return time;
    return this.#problem(
      "ocel/bad-timestamp",
      `${path}.time`,
      text,
      `is ${quoteValue(text)}. Write ISO 8601 such as 2024-02-28T13:45:00Z.`,
    );
  }

  /** The objects in a list, with their paths. A list that is absent is empty. */
  *#items(parent: Json, name: string, path: string): Generator<readonly [string, Json]> {
    const list = parent[name];
    const at = path === "" ? name : `${path}.${name}`;
    if (list === undefined || list === null) return;
    if (!Array.isArray(list)) {
      this.#problem("ocel/not-a-list", at, list, `is ${quoteValue(list)}. Give a list.`);
      return;
    }
    for (let i = 0; i < list.length; i++) {
      const item: unknown = list[i];
      if (typeof item === "object" && item !== null && !Array.isArray(item))
        yield [`${at}[${i}]`, item as Json];
      else
        this.#problem("ocel/not-an-object", `${at}[${i}]`, item, `is ${quoteValue(item)}. Give an object.`);
    }
  }

  /** Throws, or notes the problem. Always gives `null`, for callers to hand on. */
  #problem(code: string, path: string, value: unknown, what: string): null {
    const problem = {
      code,
      column: path,
      value: typeof value === "object" || value === undefined ? undefined : String(value),
      message: () => `${this.#source}: ${path} ${what}`,
    };
    if (this.#onIssue === "throw") throw problemError(problem);
    this.#issues.note(problem);
    return null;
  }
}

function attributesByType(types: readonly OcelType[]): Types {
  return new Map(
    types.map(({ name, attributes }) => [name, new Map(attributes.map((item) => [item.name, item.type]))]),
  );
}

/** The value as its type says; `null` when it is none. */
function typedValue(given: unknown, type: OcelAttributeType): OcelValue | null {
  switch (type) {
    case "string":
      return typeof given === "string" || typeof given === "number" || typeof given === "boolean"
        ? String(given)
        : null;
    case "boolean": {
      if (typeof given === "boolean") return given;
      const truth = typeof given === "string" ? cellNumber(given, "boolean") : Number.NaN;
      return Number.isNaN(truth) ? null : truth === 1;
    }
    case "time": {
      const time = typeof given === "string" ? timestampMs(given) : Number.NaN;
      return Number.isNaN(time) ? null : time;
    }
    default: {
      const number = typeof given === "string" ? cellNumber(given, "number") : given;
      if (typeof number !== "number" || Number.isNaN(number)) return null;
      return type === "float" || Number.isInteger(number) ? number : null;
    }
  }
}
