import { describe, expect, it } from "@jest/globals";
import { z } from "zod";
import {
  type BooleanColumn,
  type Column,
  type EventLog,
  events,
  filterCases,
  filterEvents,
  filterTime,
  fromRows,
  type NumberColumn,
  readCsv,
  type StringColumn,
  type TimestampColumn,
  traces,
  variants,
} from "../src/index.js";

/** Compiles only when `A` and `B` are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T => true as T;

const schema = z.object({
  batch_size: z.number(),
  grade: z.enum(["A", "B"]),
  ok: z.boolean().optional(),
  tested: z.date().nullable(),
  operator: z.string(),
  "case:customer": z.string(),
});
const TEXT =
  "case_id,activity,timestamp,batch_size,grade,ok,tested,operator,case:customer\n1,a,2024-01-01,96,A,,,Ann,north";

// These tests are checked by the compiler; run, they show that the values are what the types say.
describe("the types of a log", () => {
  it("follow the schema", async () => {
    const log = await readCsv(TEXT, { schema });
    holds<Same<typeof log.eventAttributes.batch_size, NumberColumn>>();
    holds<Same<typeof log.eventAttributes.grade, StringColumn>>();
    holds<Same<typeof log.eventAttributes.ok, BooleanColumn>>();
    holds<Same<typeof log.eventAttributes.tested, TimestampColumn>>();
    holds<Same<typeof log.caseAttributes, { readonly customer: StringColumn }>>();
    expect(log.eventAttributes.batch_size.values[0]).toBe(96);
    // the usual names find the operator: it is the resource
    expect(log.eventAttributes.resource.dictionary).toEqual(["Ann"]);
    // @ts-expect-error there is no column of this name
    expect(log.eventAttributes.batchsize).toBeUndefined();
    // @ts-expect-error the operator has become the resource
    expect(log.eventAttributes.operator).toBeUndefined();
    // @ts-expect-error a case attribute is none of the event
    expect(log.eventAttributes["case:customer"]).toBeUndefined();
  });

  it("follow the columns that options name", async () => {
    const rows = z.object({
      lot: z.string(),
      step: z.string(),
      at: z.date(),
      site: z.string(),
      begun: z.date(),
      n: z.number(),
    });
    const log = await readCsv("lot,step,at,site,begun,n\n1,a,2024-01-01,N,2023-12-31,5", {
      schema: rows,
      columns: { activity: "step", timestamp: "at", start: "begun" },
      caseColumns: ["site"],
    });
    holds<Same<typeof log.eventAttributes, { readonly start: TimestampColumn; readonly n: NumberColumn }>>();
    holds<Same<typeof log.caseAttributes, { readonly site: StringColumn }>>();
    expect(Object.keys(log.eventAttributes).sort()).toEqual(["n", "start"]);
    expect(Object.keys(log.caseAttributes)).toEqual(["site"]);
  });

  it("reach the rows", async () => {
    const log = await readCsv(TEXT, { schema });
    for (const event of events(log, 0)) {
      holds<Same<typeof event.attributes.batch_size, number | null>>();
      holds<Same<typeof event.attributes.grade, "A" | "B" | null>>();
      holds<Same<typeof event.attributes.ok, boolean | null>>();
      holds<Same<typeof event.attributes.tested, number | null>>();
      expect(event.attributes.grade).toBe("A");
    }
    for (const trace of traces(log)) {
      holds<Same<typeof trace.attributes.customer, string | null>>();
      expect(trace.attributes.customer).toBe("north");
    }
  });

  it("survive filters", async () => {
    const log = await readCsv(TEXT, { schema });
    const filtered = filterTime(
      filterEvents(
        filterCases(log, (trace) => trace.attributes.customer === "north"),
        (event) => (event.attributes.batch_size ?? 0) > 5,
      ),
      { from: "2024-01-01" },
    );
    holds<Same<typeof filtered.eventAttributes.batch_size, NumberColumn>>();
    expect(filtered.eventAttributes.batch_size.values[0]).toBe(96);
    // @ts-expect-error text is no number
    filterCases(log, (trace) => trace.attributes.customer === 7);
  });

  it("follow the rows of fromRows", () => {
    const log = fromRows([
      { case: "1", activity: "a", time: new Date(0), user: "Ann", cells: 96, "case:site": "N" },
    ]);
    holds<
      Same<typeof log.eventAttributes, { readonly resource: StringColumn; readonly cells: NumberColumn }>
    >();
    holds<Same<typeof log.caseAttributes, { readonly site: StringColumn }>>();
    expect(log.eventAttributes.cells.values[0]).toBe(96);
  });

  it("are open without a schema, and may be told", async () => {
    const open = await readCsv(TEXT);
    holds<Same<(typeof open.eventAttributes)["anything"], Column>>();
    const told = await readCsv<{ batch_size: number }, { customer: string }>(TEXT);
    holds<Same<typeof told.eventAttributes.batch_size, NumberColumn>>();
    expect(told.caseAttributes.customer.dictionary).toEqual(["north"]);
  });

  it("let a typed log stand where any log is asked for", async () => {
    const any: EventLog = await readCsv(TEXT, { schema });
    expect(variants(any).counts).toEqual([1]);
    expect(variants(await readCsv(TEXT, { schema })).counts).toEqual([1]);
  });
});
