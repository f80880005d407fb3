import { SaxesParser } from "saxes";

/** An element as an independent parser reads it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** All text inside, children's included. */
  readonly text: string;
}

/** Reads well-formed markup with a strict parser; throws where it is not. All elements, the outermost first. */
export function readMarkup(markup: string): Element[] {
  const all: Element[] = [];
  const open: { name: string; attributes: Record<string, string>; children: Element[]; text: string }[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    const element = {
      name: tag.name,
      attributes: { ...(tag.attributes as Record<string, string>) },
      children: [],
      text: "",
    };
    open.at(-1)?.children.push(element);
    all.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    for (const element of open) element.text += text;
  });
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(markup).close();
  return all;
}

/** The elements of a class. */
export function ofClass(elements: readonly Element[], name: string): Element[] {
  return elements.filter((element) => (element.attributes["class"] ?? "").split(" ").includes(name));
}

/** Texts that try to break out of wherever they are put. */
export const HOSTILE = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' onload='alert(1)`,
  `</style></title></svg><script>x</script>`,
  `"]; evil [label="x`,
  `back\\slash \\N \\" end\\`,
  `&lt;b&gt; &amp; &#60; & &nope;`,
  `]]> <!-- --> <![CDATA[ <?x?>`,
  `line\nbreak\r\nand\ttab\u0000\u0007\uFFFE\uD800`,
  `__proto__`,
  `constructor`,
  ``,
  ` `,
  `{{x}} \${y} $& $1 $\``,
  `${"long ".repeat(200)}`,
  `${"x".repeat(20_000)}`,
  `Прüfung 検査 🔋 ﷽ \u202Ertl`,
];
