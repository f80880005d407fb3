import { Aligner } from "../aligner.js";
import { Budget, type CheckedLimits, mostStatesOfOne } from "../budget.js";
import { type Answer, packAlignments, packError, type Request } from "./messages.js";

/** How the code of a worker hears from outside, and answers. */
export interface WorkerPort {
  listen(hear: (message: unknown) => void): void;
  answer(message: unknown, transfer: ArrayBuffer[]): void;
}

/** Makes a worker of the thread behind `port`: aligns what `alignmentsInWorkers` sends, until the thread is ended. */
export function serveAlignments(port: WorkerPort): void {
  let aligner: Aligner | null = null;
  let limits: CheckedLimits | null = null;
  const answer = (message: Answer, transfer: ArrayBuffer[] = []): void => port.answer(message, transfer);
  port.listen((message) => {
    const request = message as Request;
    try {
      if (request.kind === "task") {
        ({ limits } = request);
        aligner = new Aligner(request.task, new Budget(limits, 0, {}));
        answer({ kind: "ready", emptyTrace: aligner.emptyTrace });
        return;
      }
      const { batch, offsets, sequence, timeLeftMs } = request;
      const traces = offsets.length - 1;
      // How the states in all are spent is settled by whoever sends the batches.
      const maxStates = mostStatesOfOne(limits!);
      const budget = new Budget(
        { ...limits!, maxStates, maxStatesInAll: Infinity, timeLimitMsInAll: timeLeftMs },
        traces,
        {},
      );
      const found = Array.from({ length: traces }, (_, i) => {
        budget.begin(i);
        return aligner!.align(sequence.subarray(offsets[i]!, offsets[i + 1]!), budget);
      });
      const packed = packAlignments(found);
      answer({ kind: "found", batch, packed }, [
        packed.offsets.buffer,
        packed.codes.buffer,
        packed.figures.buffer,
      ]);
    } catch (error) {
      answer({ kind: "failed", error: packError(error) });
    }
  });
}
