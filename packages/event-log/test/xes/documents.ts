import fc from "fast-check";

/** White space that XML allows between tags and inside them. */
const gap = fc.constantFrom("", "", "", " ", "\n  ", "\t", "\r\n", "\r", "<!-- a > b -->", "<!---->");
const inner = fc.constantFrom(" ", " ", " ", "  ", "\n", "\t ", "\r\n");
const keys = fc.constantFrom(
  "concept:name",
  "time:timestamp",
  "org:resource",
  "lifecycle:transition",
  "cost:total",
  "start_timestamp",
  "resource",
  "a",
  "b",
  "__proto__",
  "constructor",
  "é",
  "a &amp; b",
  "",
);
const texts = fc.oneof(
  fc.constantFrom(
    "",
    "a",
    "Mix",
    "42",
    "-0",
    "007",
    "1.5",
    "1e3",
    "true",
    "false",
    "1",
    "INF",
    "NaN",
    "9007199254740993",
  ),
  fc.constantFrom(
    "2024-02-28T13:45:00.000+01:00",
    "2024-02-28T13:45:00Z",
    "2024-02-28T13:45:00.123456789-05:30",
    "2024-02-30T13:45:00Z",
    "2024-02-28T24:00:00Z",
    "2024-02-28 13:45",
    "2024-02-28T13:45:00.000+0100",
  ),
  fc.constantFrom("&lt;&gt;&amp;&quot;&apos;", "&#65;&#x42;", "&#10;", "a>b", "ü😀", "x\n y\t", "\r\n"),
  fc.string({ maxLength: 6 }).map((text) => text.replaceAll(/[<&"'\p{Cc}]/gu, "_")),
);

function element(
  tag: string,
  attributes: readonly (readonly [string, string])[],
  children: string,
): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom('"', '"', "'"), inner, gap, fc.boolean(), fc.constantFrom("", "", " "))
    .map(([quote, blank, space, swap, tail]) => {
      const order = swap ? [...attributes].reverse() : attributes;
      const open = tag + order.map(([name, value]) => `${blank}${name}=${quote}${value}${quote}`).join("");
      return children === "" && !swap
        ? `<${open}${tail}/>${space}`
        : `<${open}${tail}>${children}</${tag}${tail}>${space}`;
    });
}

const simple = fc
  .tuple(fc.constantFrom("string", "string", "date", "int", "float", "boolean", "id"), keys, texts)
  .chain(([tag, key, value]) =>
    element(
      tag,
      [
        ["key", key],
        ["value", value],
      ],
      "",
    ),
  );

const nested = fc
  .tuple(
    fc.constantFrom("string", "list", "container", "foo"),
    keys,
    texts,
    fc.array(simple, { maxLength: 3 }),
    fc.boolean(),
  )
  .chain(([tag, key, value, children, wrapped]) => {
    const inside = wrapped ? `<values>${children.join("")}</values>` : children.join("");
    return element(
      tag,
      tag === "string"
        ? [
            ["key", key],
            ["value", value],
          ]
        : [["key", key]],
      inside,
    );
  });

const attribute = fc.oneof({ weight: 8, arbitrary: simple }, { weight: 1, arbitrary: nested });

const usual = fc
  .tuple(
    fc.constantFrom("Mix", "Dry", "Coat &amp; dry", "Prüfen"),
    fc.integer({ min: 10, max: 59 }),
    fc.array(attribute, { maxLength: 3 }),
    gap,
  )
  .map(
    ([name, second, more, space]) =>
      `${space}<string key="concept:name" value="${name}"/>${space}<date key="time:timestamp" value="2024-02-28T13:45:${second}.000+01:00"/>${more.join("")}`,
  );

const event = fc
  .oneof(
    { weight: 6, arbitrary: usual },
    { weight: 1, arbitrary: fc.array(attribute, { maxLength: 4 }).map((all) => all.join("")) },
  )
  .chain((inside) =>
    fc
      .tuple(gap, fc.constantFrom("", "", "", ' id="1"'))
      .map(([space, more]) => `<event${more}>${inside}</event>${space}`),
  );

const trace = fc
  .tuple(
    gap,
    fc.array(attribute, { maxLength: 2 }),
    fc.array(event, { maxLength: 5 }),
    fc.constantFrom("1", "1", "2", "x", "ü"),
  )
  .map(
    ([space, attributes, events, id]) =>
      `<trace>${space}<string key="concept:name" value="${id}"/>${attributes.join("")}${events.join("")}</trace>${space}`,
  );

const head = fc.constantFrom(
  "",
  '<?xml version="1.0" encoding="UTF-8"?>\n',
  "<?xml version='1.0'?>",
  '<?xml version="1.0" encoding="utf-8" standalone="yes" ?>\r\n<!-- made by a tool -->\n<?style a?>',
  "\ufeff",
  "\n",
);

const metadata = fc.constantFrom(
  "",
  '<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>',
  '<global scope="event"><string key="a" value="none"/><int key="b" value="3"/></global>',
  '<classifier name="C" keys="concept:name a"/>',
  '<string key="origin" value="csv"><int key="size" value="3"/></string>',
  "<event/>",
  "<![CDATA[ x ]]>text",
);

/** Random XES documents with all that XML allows between and inside tags, and with much that is wrong. */
export const arbitraryDocument: fc.Arbitrary<string> = fc
  .tuple(
    head,
    fc.array(metadata, { maxLength: 3 }),
    fc.array(trace, { maxLength: 4 }),
    gap,
    fc.constantFrom("", "", "xes:"),
  )
  .map(([start, before, traces, space, prefix]) => {
    const body = `<log xes.version="1.0">${space}${before.join("")}${traces.join("")}</log>${space}`;
    return start + (prefix === "" ? body : body.replaceAll(/<(\/?)(?=[a-z])/g, `<$1${prefix}`));
  });

const piece = fc.constantFrom(
  "<",
  ">",
  "/",
  '"',
  "'",
  "&",
  "=",
  " ",
  "\n",
  "]]>",
  "<!--",
  "-->",
  "<?x ?>",
  "<event>",
  "</event>",
  "</trace>",
  "<!DOCTYPE x>",
  "\u0001",
  "\uffff",
  "&boom;",
  "&#0;",
  "é",
  "key",
  "&amp;",
  "<a b='1' b='2'/>",
);

/** Documents with a few characters cut out, put in or exchanged, or cut off. */
export const arbitraryMutant: fc.Arbitrary<string> = fc
  .tuple(
    arbitraryDocument,
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.option(piece, { nil: "" })), {
      minLength: 1,
      maxLength: 2,
    }),
    fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat() }),
  )
  .map(([document, changes, cut]) => {
    let text = document;
    for (const [at, length, put] of changes) {
      const from = at % (text.length + 1);
      text = text.slice(0, from) + put + text.slice(from + (at % 3 === 0 ? length : 0));
    }
    return cut === null ? text : text.slice(0, cut % (text.length + 1));
  })
  .map((text) => text.replaceAll(/\p{Surrogate}/gu, "?"));
