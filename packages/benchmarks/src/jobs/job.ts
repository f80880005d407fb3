import type { EventLog } from "@gigamine/event-log";

/** Another tool, or another way of the same tool, that does a job. */
export interface Peer {
  /** What the table calls it. */
  readonly label: string;
  /** Its job in `peers/`. */
  readonly job: string;
}

interface Common {
  readonly name: string;
  /** Names of the logs on which it is measured unless `--logs` says otherwise, see `logs.ts`. */
  readonly logs: readonly string[];
  /** Who else does the same job on the same log. */
  readonly peers: readonly Peer[];
}

/**
 * One thing that is measured. `prepare` is not timed; what it returns is. That returns a count, so that nothing is optimised
 * away and so that it shows when the peer did something else.
 */
export type Job = Common &
  (
    | {
        /** It is given the path of the log as a file of this format. */
        readonly input: "csv" | "xes";
        prepare(path: string): () => Promise<number>;
      }
    | {
        /** It is given the log in memory. */
        readonly input: "log";
        prepare(log: EventLog): () => number;
      }
  );

/** The peer PM4Py, which calls the job by the same name. */
export const pm4py = (job: string): readonly Peer[] => [{ label: "PM4Py", job }];
