import { z } from "zod";

/** A batch that was sent, or was about to be, and whose answers have not been fetched. */
export const pendingBatchSchema = z.object({
  /** The name of its reservation in the ledger. */
  id: z.string().regex(/^[\w-]+$/),
  /** The service's name for it; `null` while it is not known whether the service has it. */
  batchId: z.string().nullable(),
  model: z.string(),
  /** Keys of the requests; they are the `custom_id`s too. */
  keys: z.array(z.string()),
  /** ISO 8601. */
  date: z.string(),
});
export type PendingBatch = Readonly<z.infer<typeof pendingBatchSchema>>;

/** Remembers the batches under way, so that a run that was killed finds them again and pays nothing twice. */
export interface BatchState {
  load(): Promise<readonly PendingBatch[]>;
  /** Keeps a batch, in place of one with the same `id`. */
  put(batch: PendingBatch): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Remembers batches as long as the program lives. */
export function memoryBatchState(): BatchState {
  const batches = new Map<string, PendingBatch>();
  return {
    load: async () => [...batches.values()],
    put: async (batch) => {
      batches.set(batch.id, batch);
    },
    remove: async (id) => {
      batches.delete(id);
    },
  };
}
