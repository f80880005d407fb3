import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { XmlDocument, XsdValidator } from "libxml2-wasm";
import { EventLogBuilder, writeXes } from "../../src/index.js";
import { arbitraryLog } from "../arbitrary-log.js";
import { buildLog } from "../build-log.js";

/**
 * The structure that IEEE 1849-2016 gives to a document, written anew from the standard: the published schema file may not be
 * passed on. Order and occurrence of elements, required attributes and the types of values are those of the standard's section
 * 5: no namespace, the version a decimal number, keys and names of XML, dates with a time.
 */
const SCHEMA = `
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
  <xs:group name="attributes">
    <xs:choice>
      <xs:element name="string" type="string"/>
      <xs:element name="date" type="date"/>
      <xs:element name="int" type="int"/>
      <xs:element name="float" type="float"/>
      <xs:element name="boolean" type="boolean"/>
      <xs:element name="id" type="string"/>
      <xs:element name="list" type="list"/>
    </xs:choice>
  </xs:group>
  <xs:complexType name="keyed">
    <xs:group ref="attributes" minOccurs="0" maxOccurs="unbounded"/>
    <xs:attribute name="key" type="xs:Name" use="required"/>
  </xs:complexType>
  ${[
    ["string", "string"],
    ["date", "dateTime"],
    ["int", "long"],
    ["float", "double"],
    ["boolean", "boolean"],
  ]
    .map(
      ([name, type]) => `
  <xs:complexType name="${name}">
    <xs:complexContent><xs:extension base="keyed"><xs:attribute name="value" type="xs:${type}" use="required"/></xs:extension></xs:complexContent>
  </xs:complexType>`,
    )
    .join("")}
  <xs:complexType name="list">
    <xs:complexContent>
      <xs:extension base="keyed">
        <xs:sequence><xs:element name="values" type="attributed"/></xs:sequence>
      </xs:extension>
    </xs:complexContent>
  </xs:complexType>
  <xs:complexType name="attributed">
    <xs:group ref="attributes" minOccurs="0" maxOccurs="unbounded"/>
  </xs:complexType>
  <xs:complexType name="global">
    <xs:complexContent>
      <xs:extension base="attributed"><xs:attribute name="scope" type="xs:NCName"/></xs:extension>
    </xs:complexContent>
  </xs:complexType>
  <xs:element name="log">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="extension" minOccurs="0" maxOccurs="unbounded">
          <xs:complexType>
            <xs:attribute name="name" type="xs:NCName" use="required"/>
            <xs:attribute name="prefix" type="xs:NCName" use="required"/>
            <xs:attribute name="uri" type="xs:anyURI" use="required"/>
          </xs:complexType>
        </xs:element>
        <xs:element name="global" type="global" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element name="classifier" minOccurs="0" maxOccurs="unbounded">
          <xs:complexType>
            <xs:attribute name="name" type="xs:NCName" use="required"/>
            <xs:attribute name="scope" type="xs:NCName"/>
            <xs:attribute name="keys" type="xs:token" use="required"/>
          </xs:complexType>
        </xs:element>
        <xs:group ref="attributes" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element name="trace" minOccurs="0" maxOccurs="unbounded">
          <xs:complexType>
            <xs:sequence>
              <xs:group ref="attributes" minOccurs="0" maxOccurs="unbounded"/>
              <xs:element name="event" type="attributed" minOccurs="0" maxOccurs="unbounded"/>
            </xs:sequence>
          </xs:complexType>
        </xs:element>
        <xs:element name="event" type="attributed" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
      <xs:attribute name="xes.version" type="xs:decimal" use="required"/>
      <xs:attribute name="xes.features" type="xs:token"/>
    </xs:complexType>
  </xs:element>
</xs:schema>`;

/** What the schema has against a document; `null` when it is valid. */
function complaint(text: string): string | null {
  const schema = XmlDocument.fromString(SCHEMA);
  const validator = XsdValidator.fromDoc(schema);
  const document = XmlDocument.fromString(text);
  try {
    validator.validate(document);
    return null;
  } catch (error) {
    return (error as Error).message;
  } finally {
    document.dispose();
    validator.dispose();
    schema.dispose();
  }
}

describe("what writeXes writes is valid by the structure of the standard", () => {
  it("for a log with attributes of all kinds", () => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "Mix", 0.25, {
      resource: "Ann",
      lifecycle: "start",
      cost: 1.5,
      start: new Date(0),
      n: 1,
      far: 1e300,
      "-0": -0,
      inf: Number.NEGATIVE_INFINITY,
      ok: true,
    });
    builder.addEvent("1", "Dry", null, { lifecycle: "complete", n: 2 });
    builder.addCase("2", { site: "N", since: new Date(1500) });
    const text = writeXes(builder.build(), { name: 'a "<log>"' });
    expect(complaint(text.replace('key="-0"', 'key="_0"'))).toBeNull();
  });

  it("for the empty log", () => {
    expect(complaint(writeXes(new EventLogBuilder().build()))).toBeNull();
  });

  it("for random logs with hostile text", () => {
    fc.assert(
      fc.property(arbitraryLog, (source) => {
        expect(complaint(writeXes(buildLog(source)))).toBeNull();
      }),
      { seed: 8, numRuns: 60 },
    );
  });

  it.each([
    ["a namespace", (text: string) => text.replace("<log ", '<log xmlns="urn:x" ')],
    ["no version", (text: string) => text.replace(' xes.version="1849.2016"', "")],
    ["a trace before the globals", (text: string) => text.replace("<global", "<trace/><global")],
    ["a date without a time", (text: string) => text.replace(/T00:00:00.000\+00:00/, "")],
    ["an attribute without a value", (text: string) => text.replace(' value="a"', "")],
  ])("and the check sees %s", (_, spoil) => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", 0);
    const text = writeXes(builder.build());
    expect(complaint(text)).toBeNull();
    expect(complaint(spoil(text))).toMatch(/./);
  });
});

describe("the globals that writeXes writes", () => {
  it("promise only what every case and every event has", () => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", 0, { lifecycle: "start", n: 1, x: 0.5, ok: true, at: new Date(0), some: "x" });
    builder.addEvent("1", "b", 1, { lifecycle: "complete", n: 2, x: 1, ok: false, at: new Date(1) });
    builder.addCase("1", { site: "N" });
    const text = writeXes(builder.build());
    expect(
      text.slice(text.indexOf("<log"), text.indexOf("  <trace>")),
    ).toBe(`<log xes.version="1849.2016" xes.features="">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <global scope="trace">
    <string key="concept:name" value=""/>
    <string key="site" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
    <string key="lifecycle:transition" value=""/>
    <int key="n" value="0"/>
    <float key="x" value="0"/>
    <boolean key="ok" value="false"/>
    <date key="at" value="1970-01-01T00:00:00.000+00:00"/>
  </global>
  <classifier name="Activity" scope="event" keys="concept:name"/>
  <classifier name="ActivityAndTransition" scope="event" keys="concept:name lifecycle:transition"/>
`);
  });

  it("leave out the time when an event has none", () => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", null);
    expect(writeXes(builder.build())).not.toContain("1970");
  });
});
