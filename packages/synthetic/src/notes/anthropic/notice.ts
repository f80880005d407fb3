/** What happened on the way that the result does not tell. Never holds a key or a prompt. */
export type Notice =
  /** An entry of the cache could not be read; it is treated as missing and written anew when there is an answer. */
  | { readonly kind: "cache-damaged"; readonly key: string }
  /** A batch was sent. */
  | { readonly kind: "batch-created"; readonly batchId: string; readonly requests: number }
  /** A batch of an earlier run was found again; nothing is sent or paid for it a second time. */
  | { readonly kind: "batch-attached"; readonly batchId: string }
  /** A batch has ended; `unanswered` of its requests go the live way. */
  | {
      readonly kind: "batch-ended";
      readonly batchId: string;
      readonly answered: number;
      readonly unanswered: number;
    }
  /** The service no longer has a batch of an earlier run. What was reserved for it counts as spent. */
  | { readonly kind: "batch-lost"; readonly batchId: string };
