import { GigamineError, type LongWorkOptions, optionError, throwIfAborted } from "@gigamine/base";
import type { Cell, TableRow } from "./cell.js";
import type { AskedWork } from "./compile-column.js";
import type { GenerateOptions } from "./design.js";
import { cellError, closedRow, drawCell, drawCells, leavesOut, openRow, type RowWork } from "./draw-row.js";
import type { TextModel, TextSource } from "./language-model.js";
import { isDrawn, type Plan, type Step } from "./plan.js";
import type { RowRange } from "./row-range.js";

/** A cell for which the model gave nothing usable. */
export interface CellFailure {
  /** Number of the row in the whole table. */
  readonly row: number;
  readonly column: string;
  readonly message: string;
}

/** Rows with columns of a language model. */
export interface GeneratedTable<Out> {
  readonly rows: Out[];
  /** By column that a model answers: where each row's cell came from; `null` where it was skipped or failed without an offline text. */
  readonly sources: Readonly<Record<string, readonly (TextSource | null)[]>>;
  /** By row, then in the order of work. */
  readonly failures: readonly CellFailure[];
}

type AskedStep = Step<AskedWork>;

/** Makes rows `range` with at most `concurrency` of them waiting for the model. */
export async function generateRows(
  plan: Plan,
  range: RowRange,
  { model, concurrency = 8, signal, onProgress }: GenerateOptions,
): Promise<GeneratedTable<TableRow>> {
  if (!(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 1000)) {
    throw optionError(
      "generate",
      "concurrency",
      concurrency,
      "Give a whole number from 1 to 1000; the default is 8.",
    );
  }
  const asked = plan.late.filter(isAsked);
  for (const step of asked) refuseWithoutModel(step, model);
  const total = range.end - range.first;
  const answers = new Answers(asked, total, model);
  const rows = new Array<TableRow>(total);
  const report = reporter(total, { onProgress });
  let next = 0;
  let failed = false;
  const work = async (): Promise<void> => {
    while (next < total && !failed) {
      throwIfAborted(signal);
      const i = next++;
      rows[i] = await makeRow(plan, range.first + i, i, answers, signal);
      report();
    }
  };
  const guarded = (): Promise<void> =>
    work().catch((error: unknown) => {
      failed = true; // the others stop after their row
      throw error;
    });
  await Promise.all(Array.from({ length: Math.min(concurrency, total) }, guarded));
  return { rows, sources: answers.sources, failures: answers.sortedFailures() };
}

async function makeRow(
  plan: Plan,
  index: number,
  place: number,
  answers: Answers,
  signal: AbortSignal | undefined,
): Promise<TableRow> {
  const work = openRow(plan, index);
  drawCells(plan, work, index);
  for (const step of plan.late) {
    if (inCell(step, index, () => leavesOut(step, work))) continue;
    if (isAsked(step)) work.row[step.name] = await answers.ask(step, work, index, place, signal);
    else if (isDrawn(step)) inCell(step, index, () => drawCell(step, work.row, step.streams.at(index)));
  }
  return closedRow(plan, work.row);
}

/** Asks the model, and remembers where each answer came from. */
class Answers {
  readonly sources: Record<string, (TextSource | null)[]>;
  readonly #failures: CellFailure[] = [];
  readonly #model: TextModel | undefined;

  constructor(steps: readonly AskedStep[], rows: number, model: TextModel | undefined) {
    this.sources = Object.fromEntries(steps.map(({ name }) => [name, new Array<null>(rows).fill(null)]));
    this.#model = model;
  }

  async ask(
    step: AskedStep,
    { row }: RowWork,
    index: number,
    place: number,
    signal: AbortSignal | undefined,
  ): Promise<Cell> {
    const { name, work } = step;
    const { offline } = work.source;
    const sources = this.sources[name]!;
    if (this.#model === undefined) {
      sources[place] = "offline";
      return inCell(step, index, () => offline!(row)); // checked before any row
    }
    const request = inCell(step, index, () => work.source.request({ ...row }, `${name}/${index}`));
    throwIfAborted(signal);
    try {
      const answer = await unlessAborted(this.#model.complete(request), signal);
      const cell = work.source.accept(answer);
      sources[place] = answer.source;
      return cell;
    } catch (error) {
      throwIfAborted(signal);
      const message = error instanceof Error ? error.message : String(error);
      this.#failures.push({ row: index, column: name, message });
      if (offline === null) return null;
      sources[place] = "fallback";
      return inCell(step, index, () => offline(row));
    }
  }

  /** In the order of rows, whichever answer came first. */
  sortedFailures(): CellFailure[] {
    return [...this.#failures].sort((a, b) => a.row - b.row);
  }
}

/** A model that does not know of the signal must not keep the caller waiting. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const watch = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true, signal: watch.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    watch.abort();
  }
}

function isAsked(step: Step): step is AskedStep {
  return step.work.kind === "asked";
}

function refuseWithoutModel({ name, work }: AskedStep, model: TextModel | undefined): void {
  if (model !== undefined || work.source.offline !== null) return;
  throw new GigamineError(
    "table/no-model",
    `generate: column ${JSON.stringify(name)} is answered by a language model, and there is none. Pass generate(count, { model }), ` +
      "or give the column an offline text: column.text({ prompt, offline }).",
    { column: name },
  );
}

/** Refuses a design with columns of a language model where nothing can wait. */
export function refuseModels(where: string, { late }: Plan): void {
  const step = late.find(isAsked);
  if (step === undefined) return;
  throw new GigamineError(
    "table/needs-generate",
    `${where}: column ${JSON.stringify(step.name)} is answered by a language model, which takes time. Use await generate(count, { model }).`,
    { column: step.name },
  );
}

function inCell<T>({ name }: Step, index: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw cellError(name, index, error);
  }
}

/** Tells the progress about a hundred times. */
function reporter(total: number, { onProgress }: LongWorkOptions): () => void {
  const every = Math.max(1, Math.floor(total / 100));
  let done = 0;
  return () => {
    done++;
    if (done % every === 0 || done === total)
      onProgress?.({ stage: "generating", done, total, unit: "rows" });
  };
}
