import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { readXes } from "../../src/index.js";
import { rowsOf } from "../build-log.js";

/** Documents in the manner of the tools that write XES, made up for these tests. */
describe("readXes reads what other tools write", () => {
  it("OpenXES and ProM: comments before the log, attributes of the tool, tabs, old classifiers, metadata inside metadata", async () => {
    const text = `<?xml version="1.0" encoding="UTF-8" ?>
<!-- This file has been generated with a library. -->
<!-- It conforms to version 1.0 of the standard, <log> & all. -->
<log xes.version="1.0" xes.features="nested-attributes" openxes.version="1.0RC7" xmlns="http://www.xes-standard.org/">
\t<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
\t<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
\t<global scope="trace">
\t\t<string key="concept:name" value="__INVALID__"/>
\t</global>
\t<global scope="event">
\t\t<string key="concept:name" value="__INVALID__"/>
\t\t<string key="lifecycle:transition" value="complete"/>
\t</global>
\t<classifier name="MXML Legacy Classifier" keys="concept:name lifecycle:transition"/>
\t<classifier name="Resource" keys="org:resource"/>
\t<string key="source" value="a workflow system"/>
\t<int key="meta_concept:named_events_total" value="7">
\t\t<int key="Coat" value="4"/>
\t\t<int key="Dry" value="3"/>
\t</int>
\t<trace>
\t\t<string key="concept:name" value="instance_1"/>
\t\t<event>
\t\t\t<string key="org:resource" value="UNDEFINED"/>
\t\t\t<date key="time:timestamp" value="2011-10-01T00:38:44.546+02:00"/>
\t\t\t<string key="concept:name" value="Coat"/>
\t\t\t<string key="lifecycle:transition" value="start"/>
\t\t</event>
\t\t<event>
\t\t\t<string key="concept:name" value="Coat"/>
\t\t\t<date key="time:timestamp" value="2011-10-01T00:58:44.546+02:00"/>
\t\t</event>
\t</trace>
</log>
`;
    const log = await readXes(gzipSync(text), { classifier: "MXML Legacy Classifier" });
    expect(log.activities).toEqual(["Coat+start", "Coat+"]);
    expect(log.time[0]).toBe(Date.UTC(2011, 8, 30, 22, 38, 44, 546));
    expect(log.report.issueCounts).toEqual({});
    expect(log.report.xes).toEqual({
      version: "1.0",
      attributes: {
        source: "a workflow system",
        "meta_concept:named_events_total": 7,
        "meta_concept:named_events_total:Coat": 4,
        "meta_concept:named_events_total:Dry": 3,
      },
      extensions: [
        { name: "Lifecycle", prefix: "lifecycle", uri: "http://www.xes-standard.org/lifecycle.xesext" },
        { name: "Concept", prefix: "concept", uri: "http://www.xes-standard.org/concept.xesext" },
      ],
      globals: {
        trace: { "concept:name": "__INVALID__" },
        event: { "concept:name": "__INVALID__", "lifecycle:transition": "complete" },
      },
      classifiers: {
        "MXML Legacy Classifier": ["concept:name", "lifecycle:transition"],
        Resource: ["org:resource"],
      },
    });
    const filled = await readXes(text, { classifier: "MXML Legacy Classifier", fillGlobals: true });
    expect(filled.activities).toEqual(["Coat+start", "Coat+complete"]);
  });

  it("Disco: attributes before extensions, the activity under two keys, variants as attributes, empty traces", async () => {
    const text = `<?xml version="1.0" encoding="UTF-8" ?>
<!-- (c) 2012 a laboratory -->
<log xes.version="1.0" xmlns="http://code.deckfour.org/xes" xes.creator="a tool">
	<string key="creator" value="a tool"/>
	<extension name="Concept" prefix="concept" uri="http://code.deckfour.org/xes/concept.xesext"/>
	<global scope="event"><string key="Activity Name" value="string"/></global>
	<classifier name="Activity" keys="Activity Name"/>
	<trace>
		<string key="concept:name" value="Case 1"/>
		<string key="Variant" value="Variant 2"/>
		<int key="Variant index" value="2"/>
		<string key="creator" value="a tool"/>
		<event>
			<string key="concept:name" value="Mix"/>
			<string key="lifecycle:transition" value="complete"/>
			<date key="time:timestamp" value="2012-03-25T01:59:00.000+01:00"/>
			<string key="Activity Name" value="Mix"/>
			<string key="Costs" value="50"/>
		</event>
	</trace>
	<trace>
		<string key="concept:name" value="Case 2"/>
	</trace>
</log>`;
    const log = await readXes(text, { classifier: "Activity" });
    expect(rowsOf(log)).toEqual([
      {
        caseId: "Case 1",
        attributes: { Variant: "Variant 2", "Variant index": 2, creator: "a tool" },
        events: [
          {
            activity: "Mix",
            time: Date.UTC(2012, 2, 25, 0, 59),
            attributes: { name: "Mix", lifecycle: "complete", Costs: "50" },
          },
        ],
      },
      { caseId: "Case 2", attributes: { Variant: null, "Variant index": null, creator: null }, events: [] },
    ]);
  });

  it("data frames: no version, case ids as numbers, times as text, one line for all", async () => {
    const text =
      "<?xml version='1.0' encoding='UTF-8'?>\n<log><string key=\"origin\" value=\"csv\"/><trace>" +
      '<int key="concept:name" value="3"/><event><string key="concept:name" value="Mix"/>' +
      '<string key="time:timestamp" value="2019/11/03 01:11:19.000"/><int key="@@index" value="0"/>' +
      '<boolean key="ok" value="True"/><float key="x" value="nan"/></event></trace></log>';
    const log = await readXes(text);
    expect(log.caseIds).toEqual(["3"]);
    expect(log.time[0]).toBe(Date.UTC(2019, 10, 3, 1, 11, 19));
    expect(log.report.xes).toMatchObject({ version: null, attributes: { origin: "csv" } });
    expect(rowsOf(log)).toMatchObject([{ events: [{ attributes: { "@@index": 0, ok: true, x: null } }] }]);
  });

  it("enterprise systems: namespace prefixes, elements closed in full, lists of costs, UTF-16", async () => {
    const text = `<?xml version="1.0" encoding="UTF-16"?>
<xes:log xmlns:xes="http://www.xes-standard.org/" xes.version="2.0">
  <xes:trace><xes:string key="concept:name" value="4711"></xes:string>
    <xes:event><xes:string key="concept:name" value="Rückmeldung"></xes:string
      ><xes:date value="2024-01-01T00:00:00Z" key="time:timestamp"></xes:date>
      <xes:list key="cost:drivers"><xes:values><xes:float key="d1" value="123.50"/><xes:float key="d2" value="5"/></xes:values></xes:list>
      <xes:container key="box"><xes:id key="uuid" value="f81d4fae"/></xes:container>
    </xes:event></xes:trace></xes:log>`;
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
    expect(rowsOf(await readXes(bytes))).toEqual([
      {
        caseId: "4711",
        attributes: {},
        events: [
          {
            activity: "Rückmeldung",
            time: Date.UTC(2024, 0, 1),
            attributes: { "cost:drivers:d1": 123.5, "cost:drivers:d2": 5, "box:uuid": "f81d4fae" },
          },
        ],
      },
    ]);
  });

  it("streams: a document that comes in single bytes, and stops when it is told to", async () => {
    const bytes = new TextEncoder().encode(
      '<log><trace><string key="concept:name" value="1"/><event><string key="concept:name" value="é"/></event></trace></log>',
    );
    async function* single(): AsyncGenerator<Uint8Array> {
      for (const byte of bytes) yield Uint8Array.of(byte);
    }
    expect((await readXes(single())).activities).toEqual(["é"]);
    const controller = new AbortController();
    async function* aborting(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 20);
      controller.abort();
      yield bytes.subarray(20);
    }
    await expect(readXes(aborting(), { signal: controller.signal })).rejects.toThrow();
  });
});

describe("globals", () => {
  const text = `<log>
    <global scope="event"><string key="concept:name" value="unknown"/><string key="channel" value="none"/><int key="n" value="7"/></global>
    <global scope="trace"><boolean key="open" value="false"/></global>
    <global scope="other"><int key="z" value="1"/></global>
    <trace><string key="concept:name" value="1"/>
      <event><string key="concept:name" value="a"/><date key="time:timestamp" value="1970-01-01T00:00:00Z"/><string key="channel" value="mail"/></event>
      <event><date key="time:timestamp" value="1970-01-01T00:00:01Z"/></event>
    </trace></log>`;

  it("only declare: they are defaults for whoever makes an event, and no data", async () => {
    const log = await readXes(text, { onIssue: "skip-row" });
    expect(rowsOf(log)).toEqual([
      { caseId: "1", attributes: {}, events: [{ activity: "a", time: 0, attributes: { channel: "mail" } }] },
    ]);
    expect(log.report.issueCounts).toEqual({ "xes/missing-activity": 1 });
    expect(log.report.xes!.globals).toEqual({
      trace: { open: false },
      event: { "concept:name": "unknown", channel: "none", n: 7 },
    });
  });

  it("fill what is missing when that is asked for", async () => {
    expect(rowsOf(await readXes(text, { fillGlobals: true }))).toEqual([
      {
        caseId: "1",
        attributes: { open: false },
        events: [
          { activity: "a", time: 0, attributes: { channel: "mail", n: 7 } },
          { activity: "unknown", time: 1000, attributes: { channel: "none", n: 7 } },
        ],
      },
    ]);
  });
});
