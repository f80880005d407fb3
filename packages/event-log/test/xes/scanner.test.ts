import { type GigamineError, isGigamineError } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readXes, readXesByParser, type XesReadOptions } from "../../src/xes/read.js";
import { arbitraryDocument, arbitraryMutant } from "./documents.js";

/** What reading gives: the log with its report, or the error. */
function outcome(
  read: typeof readXes,
  input: Parameters<typeof readXes>[0],
  options: XesReadOptions,
): Promise<unknown> {
  return read(input, options).then(
    (log) => log,
    (error: unknown) => {
      if (!isGigamineError(error)) throw error;
      return { ...error, code: error.code, message: error.message };
    },
  );
}

async function* cut(text: string, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

const options = fc.record({
  onIssue: fc.constantFrom("throw", "skip-row", "null"),
  classifier: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, undefined, "C"),
  fillGlobals: fc.boolean(),
}) as fc.Arbitrary<XesReadOptions>;

const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 3000 })), {
  minLength: 1,
  maxLength: 4,
});

describe("the scanner of bytes gives what the XML parser gives: log, report, and errors with their places", () => {
  it.each([
    ["for random documents", arbitraryDocument, 300],
    ["for documents with something wrong", arbitraryMutant, 600],
  ])("%s", async (_, documents, numRuns) => {
    await fc.assert(
      fc.asyncProperty(documents, options, sizes, async (text, chosen, pieces) => {
        const parsed = await outcome(readXesByParser, cut(text, pieces), chosen);
        const scanned = await outcome(readXes, cut(text, pieces), chosen);
        // the scanner tells where a wrong reference begins, the parser what it meets behind it
        const reference = /begins no reference/.test((scanned as Error).message ?? "");
        expect(scanned).toEqual(
          reference ? expect.objectContaining({ code: (parsed as GigamineError).code }) : parsed,
        );
      }),
      { seed: 11, numRuns },
    );
  });

  it("for a document cut at every place", async () => {
    const text =
      '\ufeff<?xml version="1.0"?>\r\n<!-- ü --><xes:log><xes:trace>\r\n<xes:string key="concept:name" value="é&amp;"/>' +
      '<xes:event>\r\n <xes:string key="concept:name" value="a>b"/>\r\n ' +
      "<xes:date value='2024-02-28T13:45:00Z' key='time:timestamp'></xes:date>" +
      '<xes:int key="n" value="1"><xes:int key="m" value="2"/></xes:int></xes:event>\r\n</xes:trace></xes:log>\n<?end?> ';
    const whole = await outcome(readXesByParser, text, {});
    expect(whole).toMatchObject({ caseIds: ["é&"], activities: ["a>b"], report: { rowsKept: 1 } });
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at <= bytes.length; at++) {
      expect(await outcome(readXes, cut(text, [at || 1, bytes.length]), {})).toEqual(whole);
    }
  });

  it("for events of a megabyte, values of five, and thousands of shapes of tags", async () => {
    const long = "x".repeat(5 << 20);
    const keys = Array.from({ length: 9000 }, (_, i) => `<string key="k${i}" value="${i}"/>`);
    const event = (more: string): string =>
      `<event><string key="concept:name" value="a"/><date key="time:timestamp" value="2024-02-28T13:45:00Z"/>${more}</event>`;
    const text = `<log><trace>${event(keys.join(""))}${event(keys.join(" ".repeat(200)))}${event(`<string key="l" value="${long}"/>`)}${event("")}</trace></log>`;
    const scanned = await readXes(text);
    expect(scanned).toEqual(await readXesByParser(text));
    expect(scanned.time).toHaveLength(4);
  });
});

describe("reading holds no more than the columns and a bounded buffer", () => {
  async function* endless(start: string, filling: string): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(start);
    const piece = new TextEncoder().encode(filling.repeat(Math.ceil((1 << 20) / filling.length)));
    for (;;) yield piece;
  }

  it.each([
    ["a value", '<log><trace><event><string key="a" value="', "xxxxxxxx", "xes/tag-too-long"],
    ["a value of a trace", '<log><trace><string key="a" value="', "xxxxxxxx", "xes/tag-too-long"],
    ["a tag", "<log><trace", "        ", "xes/tag-too-long"],
    ["a name", "<log><", "abcdefgh", "xes/tag-too-long"],
    ["a comment", "<log><!--", "........", "xes/tag-too-long"],
    ["a CDATA section", "<log><![CDATA[", "........", "xes/tag-too-long"],
    ["an instruction", "<log><?a ", "........", "xes/tag-too-long"],
    ["white space", "<log>", "        ", "xes/tag-too-long"],
    ["white space before the document", "", "        ", "xes/tag-too-long"],
    ["an XML declaration", "<?xml version", "        ", "xes/tag-too-long"],
    ["a reference", '<log a="&', "aaaaaaaa", "xes/tag-too-long"],
    ["elements inside each other", "<log>", "<list key='a'>", "xes/too-deep"],
    ["extensions", "<log>", "<extension/>", "xes/too-many-attributes"],
  ])("when there is no end to %s", async (_, start, filling, code) => {
    await expect(readXes(endless(start, filling), { maxTagLength: 1 << 21 })).rejects.toMatchObject({ code });
  });

  it("for keys without end", async () => {
    async function* keys(): AsyncGenerator<Uint8Array> {
      const encoder = new TextEncoder();
      yield encoder.encode("<log><trace>");
      for (let i = 0; ; i++)
        yield encoder.encode(
          `<event><string key="concept:name" value="a"/><int key="k${i}" value="1"/></event>`,
        );
    }
    await expect(readXes(keys(), { maxAttributes: 300 })).rejects.toMatchObject({
      code: "xes/too-many-attributes",
    });
  });
});
