import { GigamineError } from "@gigamine/base";
import { serveAlignments, type WorkerPort } from "./alignments/workers/serve-alignments.js";

/** A thread of Node hears by a port that only a module of Node gives; it is asked for by name, so that pages do not import it. */
function threadPort(): WorkerPort | null {
  const port = globalThis.process?.getBuiltinModule?.("worker_threads").parentPort ?? null;
  if (port === null) return null;
  return {
    listen: (hear) => port.on("message", hear),
    answer: (message, transfer) => port.postMessage(message, transfer),
  };
}

function webWorkerPort(): WorkerPort {
  if (!("WorkerGlobalScope" in globalThis)) {
    throw new GigamineError(
      "alignments/not-a-worker",
      "@gigamine/conformance/worker runs in a worker. Give it to new Worker(…), as alignmentsInWorkers says, and do not import it.",
    );
  }
  return {
    listen: (hear) => addEventListener("message", ({ data }) => hear(data)),
    answer: (message, transfer) => postMessage(message, { transfer }),
  };
}

serveAlignments(threadPort() ?? webWorkerPort());
