import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { EventLog, VariantLog } from "@gigamine/event-log";
import type { AcceptingPetriNet, ProcessTree } from "@gigamine/models";
import {
  type AlignmentsInWorkersOptions,
  type AlignmentsResult,
  type AlignmentWorker,
  alignmentsInWorkers as inWorkers,
} from "./index.js";

export type ThreadedAlignmentsOptions = Omit<AlignmentsInWorkersOptions, "createWorker">;

/**
 * What `alignments` gives, found by several worker threads at a time: `alignmentsInWorkers` of `@gigamine/conformance` with threads of Node
 * for workers. By default as many as the machine runs at a time.
 */
export async function alignmentsInWorkers(
  log: EventLog | VariantLog,
  model: AcceptingPetriNet | ProcessTree,
  options: ThreadedAlignmentsOptions = {},
): Promise<AlignmentsResult> {
  const { workers = availableParallelism() } = options;
  return inWorkers(log, model, { ...options, workers, createWorker: () => threadWorker(workerFile()) });
}

/**
 * A thread that runs a file, in the shape that `alignmentsInWorkers` of the root entry takes: for programs that are bundled, where
 * `@gigamine/conformance/worker` is a file of their own.
 */
export function threadWorker(file: string | URL): AlignmentWorker {
  const thread = new Worker(file);
  return {
    postMessage: (message, transfer) => thread.postMessage(message, transfer as ArrayBuffer[]),
    addEventListener: (type, listener) => {
      if (type === "error") thread.on(type, ({ message }: Error) => listener({ message }));
      else thread.on(type, (data: unknown) => listener({ data }));
    },
    terminate: () => thread.terminate(),
  };
}

function workerFile(): string {
  // A CommonJS bundle has no import.meta, an ES module no __filename.
  const resolver = createRequire(typeof __filename === "string" ? __filename : import.meta.url);
  return resolver.resolve("@gigamine/conformance/worker");
}
