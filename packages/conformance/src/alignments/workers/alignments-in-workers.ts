import { GigamineError, type LongWorkOptions, optionError, throwIfAborted } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import type { AcceptingPetriNet, ProcessTree } from "@gigamine/models";
import { Aligner, type AlignmentTask, type FoundAlignment } from "../aligner.js";
import { type AlignmentsOptions, alignmentTask } from "../alignments.js";
import { Budget, type CheckedLimits, checkLimits, mostStatesOfOne } from "../budget.js";
import { beforeDive } from "../state-aligner.js";
import { AlignmentTally } from "../tally.js";
import type { AlignmentsResult } from "../types.js";
import { type Answer, type Request, unpackAlignments, unpackError } from "./messages.js";

/** What a worker must be able to do: a `Worker` of the browser is one; `@gigamine/conformance/node` makes one of a worker thread. */
export interface AlignmentWorker {
  postMessage(message: unknown, transfer: Transferable[]): void;
  // biome-ignore lint/suspicious/noExplicitAny: the events of web workers and of threads share no type
  addEventListener(type: "message" | "error" | "messageerror", listener: (event: any) => void): void;
  terminate(): unknown;
}

export interface AlignmentsInWorkersOptions extends AlignmentsOptions {
  /**
   * Starts a worker that runs `@gigamine/conformance/worker`. In a page, with a bundler that knows this form:
   * `() => new Worker(new URL("@gigamine/conformance/worker", import.meta.url), { type: "module" })`.
   */
  readonly createWorker: () => AlignmentWorker;
  /** How many workers, a whole number of at least 1. @default as many as the machine runs at a time */
  readonly workers?: number | undefined;
}

/** Batches a worker gets on average, so that one with hard variants does not keep the others waiting. */
const BATCHES_A_WORKER = 16;
/** Batches sent to a worker before it has answered. */
const AHEAD = 2;

/**
 * What {@link alignments} gives, found by several workers at a time: in the browser web workers, in Node worker threads (see
 * `@gigamine/conformance/node`). Whatever their number, the result is the same, except where a limit of time ends a search.
 *
 * Variants are sent in batches to whoever has least to do. An abort ends the workers at once. A worker takes some 50 ms to start,
 * so small logs and models made of blocks are faster without.
 *
 * @throws GigamineError the errors of {@link alignments}; `alignments/worker-failed` when a worker can't be started or breaks down.
 */
export async function alignmentsInWorkers(
  log: EventLog | VariantLog,
  model: AcceptingPetriNet | ProcessTree,
  options: AlignmentsInWorkersOptions,
): Promise<AlignmentsResult> {
  const where = "alignmentsInWorkers";
  const { workers = globalThis.navigator?.hardwareConcurrency ?? 2, signal, createWorker } = options;
  if (!(Number.isInteger(workers) && workers >= 1)) {
    throw optionError(where, "workers", workers, "Give a whole number of at least 1, such as 4.");
  }
  const variantLog = toVariantLog(log);
  const task = alignmentTask(where, variantLog.activities, model, options);
  const limits = checkLimits(where, options);
  throwIfAborted(signal);
  const work = new SharedWork(variantLog, task, limits, workers, options);
  const pool: AlignmentWorker[] = [];
  let stop = (): void => undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => reject(signal!.reason);
      signal?.addEventListener("abort", abort);
      stop = () => signal?.removeEventListener("abort", abort);
      const needed = Math.max(1, Math.min(workers, work.batches));
      for (let w = 0; w < needed; w++) {
        const worker = createWorker();
        pool.push(worker);
        employ(worker, work, resolve, reject);
      }
    });
  } finally {
    stop();
    work.isOver = true;
    for (const worker of pool) worker.terminate();
  }
  return work.result();
}

/** Keeps a worker busy until there is no more to do; `done` when the last batch of all is back. */
function employ(
  worker: AlignmentWorker,
  work: SharedWork,
  done: () => void,
  fail: (error: unknown) => void,
): void {
  const send = (request: Request, transfer: Transferable[] = []): void =>
    worker.postMessage(request, transfer);
  const sendBatch = (): void => {
    const batch = work.nextBatch();
    if (batch !== null) send(batch, [batch.offsets.buffer, batch.sequence.buffer]);
  };
  worker.addEventListener("message", ({ data }: { readonly data: Answer }) => {
    if (work.isOver) return;
    try {
      if (data.kind === "failed") throw unpackError(data.error);
      if (data.kind === "ready") {
        work.emptyTrace = data.emptyTrace;
        for (let i = 0; i < AHEAD; i++) sendBatch();
      } else {
        work.take(data.batch, unpackAlignments(data.packed));
        sendBatch();
      }
      if (work.isDone) done();
    } catch (error) {
      fail(error);
    }
  });
  for (const type of ["error", "messageerror"] as const) {
    worker.addEventListener(type, ({ message }: { readonly message?: string }) => {
      const problem = message ?? "its message could not be read";
      fail(
        new GigamineError(
          "alignments/worker-failed",
          `${work.task.where}: a worker failed: ${problem}. Check that createWorker starts @gigamine/conformance/worker.`,
          { where: work.task.where, problem },
        ),
      );
    });
  }
  send({ kind: "task", task: work.task, limits: work.limits });
}

/** What is to be aligned, sent out in batches, and what has come back. */
class SharedWork {
  emptyTrace: FoundAlignment | null = null;
  /** Whether the workers have been ended; what still comes from them counts no more. */
  isOver = false;
  readonly task: AlignmentTask;
  readonly limits: CheckedLimits;
  readonly batches: number;
  readonly #log: VariantLog;
  readonly #options: LongWorkOptions;
  readonly #end: number;
  readonly #batchSize: number;
  readonly #found: (FoundAlignment | undefined)[];
  #next = 0;
  #waiting = 0;
  #done = 0;
  /** Variants that are back without a gap, and their states. */
  #ahead = 0;
  #states = 0;

  constructor(
    log: VariantLog,
    task: AlignmentTask,
    limits: CheckedLimits,
    workers: number,
    options: LongWorkOptions,
  ) {
    const { timeLimitMsInAll } = limits;
    const variants = log.counts.length;
    this.#log = log;
    this.task = task;
    this.limits = limits;
    this.#options = options;
    this.#end = timeLimitMsInAll === Infinity ? Infinity : performance.now() + timeLimitMsInAll;
    this.#batchSize = Math.max(1, Math.ceil(variants / (workers * BATCHES_A_WORKER)));
    this.batches = Math.ceil(variants / this.#batchSize);
    this.#found = new Array(variants).fill(undefined);
  }

  get isDone(): boolean {
    return this.emptyTrace !== null && this.#waiting === 0 && (this.#next === this.batches || this.#isSpent);
  }

  /** The next variants to be aligned; `null` when there are none, or no states are left. */
  nextBatch() {
    if (this.#next === this.batches || this.#isSpent) return null;
    const { variantOffsets, sequence } = this.#log;
    const batch = this.#next++;
    this.#waiting++;
    const from = batch * this.#batchSize;
    const until = Math.min(from + this.#batchSize, this.#found.length);
    const first = variantOffsets[from]!;
    return {
      kind: "batch",
      batch,
      offsets: Int32Array.from({ length: until - from + 1 }, (_, i) => variantOffsets[from + i]! - first),
      sequence: Int32Array.from(sequence.slice(first, variantOffsets[until]!)),
      timeLeftMs: this.#timeLeftMs,
    } as const;
  }

  take(batch: number, found: readonly FoundAlignment[]): void {
    this.#waiting--;
    found.forEach((alignment, i) => {
      this.#found[batch * this.#batchSize + i] = alignment;
    });
    for (let next = this.#found[this.#ahead]; next !== undefined; next = this.#found[this.#ahead]) {
      this.#states += next.states;
      this.#ahead++;
    }
    this.#done += found.length;
    this.#progress(this.#done);
  }

  /**
   * Adds up. Where states are limited in all, each variant has what those before it have left; what a worker found with more is the same
   * if it took no more states than may go into the optimal alignment. The others are aligned anew, here.
   */
  result(): AlignmentsResult {
    const { variantOffsets, sequence, counts } = this.#log;
    const tally = new AlignmentTally(this.task, this.emptyTrace!);
    const { signal } = this.#options;
    const budget = new Budget({ ...this.limits, timeLimitMsInAll: this.#timeLeftMs }, counts.length, {
      signal,
    });
    let aligner: Aligner | null = null;
    for (let v = 0; v < counts.length; v++) {
      const trace = sequence.slice(variantOffsets[v]!, variantOffsets[v + 1]!);
      let found = this.#found[v];
      budget.begin(v);
      const isSame =
        budget.states === mostStatesOfOne(this.limits) || (found?.states ?? 0) <= beforeDive(budget.states);
      if (found === undefined || !isSame) {
        aligner ??= new Aligner(this.task, new Budget(this.limits, 0, { signal }));
        found = aligner.align(trace, budget);
      }
      budget.end(found.states);
      tally.add(trace, counts[v]!, found);
    }
    this.#progress(counts.length);
    return tally.result();
  }

  get #timeLeftMs(): number {
    return this.#end === Infinity ? Infinity : Math.max(0, this.#end - performance.now());
  }

  get #isSpent(): boolean {
    return this.#states >= this.limits.maxStatesInAll;
  }

  #progress(done: number): void {
    this.#options.onProgress?.({ stage: "aligning", done, total: this.#found.length, unit: "variants" });
  }
}
