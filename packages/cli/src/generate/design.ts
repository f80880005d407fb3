import { GigamineError, quoteValue } from "@gigamine/base";
import { anthropicTextModel, designTableFromJson, type TextModel } from "@gigamine/synthetic";
import { counted } from "../counted.js";
import { readJsonFile } from "../read-file.js";
import type { Context } from "../terminal.js";
import { misuse } from "./check-flags.js";
import { asking, askOptions, dollars, hasKey, memoryOf, noKey } from "./claude.js";
import { deliverTable } from "./deliver-table.js";
import type { GenerateFlags, NoteFlags } from "./flags.js";
import type { Made } from "./made.js";

const usualRows = 100;

const modelTypes: ReadonlySet<string> = new Set(["text", "structured", "judge"]);

type Design = ReturnType<typeof designTableFromJson>;

/** Reads a design; `--seed` is stronger than the seed in the file. */
export async function readDesign(path: string, seed: number | undefined): Promise<Design> {
  const config = await readJsonFile(path);
  const isObject = typeof config === "object" && config !== null && !Array.isArray(config);
  return designTableFromJson(isObject && seed !== undefined ? { ...config, seed } : config);
}

/** Makes the table of a design and writes it. */
export async function generateDesign(path: string, flags: GenerateFlags, context: Context): Promise<Made> {
  const { terminal, signal } = context;
  const { rows: count = usualRows, concurrency } = flags;
  const design = await readDesign(path, flags.seed);
  const { rows, sources, failures } = await asking(context, "generate", flags, async () => {
    const model = await modelFor(design, count, flags, context);
    terminal.stage("drawing rows");
    return design.generate(count, { model, concurrency, signal, onProgress: terminal.onProgress });
  });
  const [failed] = failures;
  if (failed !== undefined) {
    const said = `${counted(failures.length, "cell")} without an answer, the first in row ${failed.row}, column ${quoteValue(failed.column)}: ${failed.message}`;
    if (flags.notes === "replay") {
      throw new GigamineError("cli/not-cached", `generate: ${said} Run it with --notes anthropic first.`, {
        ...failed,
      });
    }
    terminal.note(said);
  }
  const file = await deliverTable(rows, design.columns, flags, context);
  return {
    facts: {
      rows: rows.length,
      columns: design.columns,
      seed: design.seed,
      answers: countSources(sources),
      failures,
    },
    what: `${counted(rows.length, "row")} of ${counted(design.columns.length, "column")}`,
    file,
  };
}

/** Who answers the columns of the design; `undefined`: their offline texts. */
async function modelFor(
  design: Design,
  count: number,
  flags: NoteFlags,
  context: Context,
): Promise<TextModel | undefined> {
  const { notes: writer = "offline", maxUsd = 0, model } = flags;
  if (writer === "offline") return undefined;
  const asked = design.describe().columns.filter(({ type }) => modelTypes.has(type));
  if (asked.length === 0) {
    throw misuse("generate", `the design has no column that a model answers. Leave --notes ${writer} out.`);
  }
  const memory = memoryOf(flags);
  if (writer === "replay") return anthropicTextModel({ model, cache: memory.cache });
  const { usd } = await memory.ledger.totals();
  context.terminal.note(
    `Claude is asked at most ${counted(asked.length * count, "question")} (${asked.map(({ name }) => name).join(", ")}). ` +
      `Cap: ${dollars(maxUsd)} for all runs with this cache, of which ${dollars(usd)} is spent (${memory.ledgerPath}).`,
  );
  if (maxUsd === 0) {
    context.terminal.note(
      "Nothing is sent, because --max-usd is 0: what the cache does not know stays offline text.",
    );
  } else if (!hasKey()) throw noKey("generate");
  return anthropicTextModel({ ...askOptions(flags, memory, context), signal: context.signal });
}

function countSources(sources: Readonly<Record<string, readonly (string | null)[]>>) {
  const counts: Record<string, number> = {};
  for (const column of Object.values(sources)) {
    for (const source of column) if (source !== null) counts[source] = (counts[source] ?? 0) + 1;
  }
  return counts;
}
