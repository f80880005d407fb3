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
  /** Who else does the same job on the same input. */
  readonly peers: readonly Peer[];
}

interface OnLogs extends Common {
  /** Names of the logs on which it is measured unless `--logs` says otherwise, see `logs.ts`. */
  readonly logs: readonly string[];
}

/**
 * One thing that is measured. `prepare` is not timed; what it returns is. That returns a count, so that nothing is optimised
 * away and so that it shows when the peer did something else.
 */
export type Job =
  | (OnLogs & {
      /** It is given the path of the log as a file of this format. */
      readonly input: "csv" | "xes";
      prepare(path: string): () => Promise<number>;
    })
  | (OnLogs & {
      /** It is given the log in memory. */
      readonly input: "log";
      prepare(log: EventLog): () => number;
    })
  | (Common & {
      /** It makes something from nothing, or from a text such as a model, which peers are given too. */
      readonly input: "text";
      readonly text: string;
      prepare(text: string): () => number | Promise<number>;
    })
  | (Common & {
      /** It is a whole process of Node, from its start to its end. */
      readonly input: "command";
      /** Script and arguments, of a command that writes a file to `out`; lines of that are counted. */
      command(out: string): readonly string[];
    });

/** The peer PM4Py, which calls the job by the same name. */
export const pm4py = (job: string): readonly Peer[] => [{ label: "PM4Py", job }];
