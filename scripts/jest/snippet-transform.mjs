// Turns a page of documentation into a test file: each ```ts block becomes a test, on the lines it has on the page, so
// that a failure points there. `expression; // => literal` must hold by deep equality, see `expectation`.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { transformSync } from "@swc/core";
import ts from "typescript";
import { blocksOf } from "../snippets.mjs";

const printed = /^\/\/ =>\s?(.*)$/;
const refused = /^\/\/ throws\s?(.*)$/;

/** `import { a as b } from "x"` inside a test must become `const { a: b } = await import("x")`. */
function asDynamicImport(declaration, source) {
  const from = declaration.moduleSpecifier.getText(source);
  const clause = declaration.importClause;
  if (clause === undefined) return `await import(${from});`;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return "";
  const names = [];
  if (clause.name !== undefined) names.push(`default: ${clause.name.text}`);
  const bindings = clause.namedBindings;
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) {
    return `const ${bindings.name.text} = await import(${from});`;
  }
  for (const { isTypeOnly, propertyName, name } of bindings?.elements ?? []) {
    if (!isTypeOnly)
      names.push(propertyName === undefined ? name.text : `${propertyName.text}: ${name.text}`);
  }
  return `const { ${names.join(", ")} } = await import(${from});`;
}

/** What the comment behind a statement promises: `{ kind: "value" | "throws", text, end }`, or null. */
function expectation(code, statement) {
  const comments = [
    ...(ts.getTrailingCommentRanges(code, statement.end) ?? []),
    ...(ts.getLeadingCommentRanges(code, statement.end) ?? []),
  ]
    .map(({ pos, end }) => ({ pos, end, text: code.slice(pos, end) }))
    .filter(({ pos }, index, all) => all.findIndex((other) => other.pos === pos) === index);
  const first = comments.findIndex(({ text }) => printed.test(text) || refused.test(text));
  if (first === -1) return null;
  const kind = printed.test(comments[first].text) ? "value" : "throws";
  let text = (kind === "value" ? printed : refused).exec(comments[first].text)[1];
  // A value that is not whole yet goes on in the comment lines below.
  for (const comment of comments.slice(first + 1)) {
    if (kind === "throws" || isExpression(literal(text))) break;
    text += ` ${comment.text.replace(/^\/\/\s?/, "")}`;
  }
  return { kind, text: text.trim() };
}

/** `0.857…` stands for any number that begins so: the digits shown, cut or rounded. */
const literal = (text) =>
  text.replace(/(-?\d+)\.(\d+)…/g, (_, whole, digits) => `__near(${whole}.${digits}, ${digits.length})`);

const isExpression = (text) => {
  const { parseDiagnostics } = ts.createSourceFile("value.ts", `(${text});`, ts.ScriptTarget.ES2023);
  return parseDiagnostics.length === 0;
};

/** The expression whose value a statement shows: itself, the argument of console.log, or the constant it declares. */
function shown(statement, source) {
  if (ts.isExpressionStatement(statement)) {
    const { expression } = statement;
    const logs =
      ts.isCallExpression(expression) &&
      expression.expression.getText(source) === "console.log" &&
      expression.arguments.length === 1;
    return logs ? expression.arguments[0] : expression;
  }
  return null;
}

function testBody(code, where) {
  const source = ts.createSourceFile("block.ts", code, ts.ScriptTarget.ES2023, true);
  const edits = [];
  for (const statement of source.statements) {
    const start = statement.getStart(source);
    if (ts.isImportDeclaration(statement)) {
      const lines = code.slice(start, statement.end).split("\n").length - 1;
      edits.push([start, statement.end, asDynamicImport(statement, source) + "\n".repeat(lines)]);
      continue;
    }
    const promise = expectation(code, statement);
    if (promise === null) continue;
    const expression = shown(statement, source);
    if (expression !== null) {
      const text = code.slice(expression.getStart(source), expression.end);
      edits.push([
        start,
        statement.end,
        promise.kind === "value"
          ? `__expect(__plain(${text})).toEqual((${literal(promise.text)}));`
          : `await __expect((async () => (${text}))()).rejects.toThrow(${JSON.stringify(promise.text)});`,
      ]);
    } else if (ts.isVariableStatement(statement) && promise.kind === "value") {
      const { name } = statement.declarationList.declarations[0];
      edits.push([
        statement.end,
        statement.end,
        ` __expect(__plain(${name.getText(source)})).toEqual((${literal(promise.text)}));`,
      ]);
    } else {
      throw new Error(`${where}: "// =>" stands behind a statement that has no value`);
    }
  }
  let result = code;
  for (const [start, end, text] of edits.toReversed())
    result = result.slice(0, start) + text + result.slice(end);
  return result;
}

const header =
  'import { test as __test, expect as __expect } from "@jest/globals"; ' +
  'import { plain as __plain, near as __near, inScratchFolder as __inScratchFolder } from "gigamine-snippets";';

const ownSources = ["snippet-transform.mjs", "../snippets.mjs"]
  .map((name) => readFileSync(new URL(name, import.meta.url), "utf8"))
  .join("\n");

export default {
  getCacheKey(markdown, path) {
    return createHash("sha256").update(`${ownSources}\0${path}\0${markdown}`).digest("hex");
  },
  process(markdown, path) {
    const lines = Array.from(markdown.split("\n"), () => "");
    lines[0] = header;
    for (const { line, code, run } of blocksOf(markdown)) {
      if (!run) continue;
      const body = testBody(code, `${path}:${line + 1}`).split("\n");
      lines[line] =
        `${line === 0 ? header : ""}__test("the code at line ${line + 1} runs and gives what it shows", () => __inScratchFolder(async (console) => {`;
      for (const [offset, text] of body.entries()) lines[line + 1 + offset] = text;
      lines[line + 1 + body.length] = "}));";
    }
    const { code } = transformSync(lines.join("\n"), {
      filename: path,
      sourceMaps: "inline",
      jsc: { target: "es2022", parser: { syntax: "typescript" } },
      module: { type: "es6" },
    });
    return { code };
  },
};
