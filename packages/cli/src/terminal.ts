import { type Progress, throwIfAborted } from "@gigamine/base";
import type { Ora, Options as OraOptions } from "ora";

const progressEveryMs = 100;

/** Where the command line writes; tests hand in their own. */
export interface Streams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
}

type NewSpinner = (options: OraOptions) => Ora;

/**
 * What people and programs see. Results go to stdout: one JSON document with `--json`, else text. All that is said
 * about the work (progress, notes, warnings, errors) goes to stderr; progress only when that is a terminal.
 */
export class Terminal {
  readonly #streams: Streams;
  readonly #json: boolean;
  readonly #newSpinner: NewSpinner | null;
  #spinner: Ora | null = null;
  #lastProgressMs = 0;

  /** @param newSpinner Draws the progress line; `null` = there is none. */
  constructor(streams: Streams, json: boolean, newSpinner: NewSpinner | null = null) {
    this.#streams = streams;
    this.#json = json;
    this.#newSpinner = newSpinner;
  }

  /** The terminal for these streams. What draws is loaded only where somebody looks. */
  static async open(streams: Streams, json: boolean): Promise<Terminal> {
    const { isTTY = false, columns = 80 } = streams.stderr;
    // A terminal that claims to have no width, as in some build servers, keeps the spinner clearing lines for ever.
    const newSpinner = isTTY && columns > 0 ? (await import("ora")).default : null;
    return new Terminal(streams, json, newSpinner);
  }

  /** The answer: `value` as JSON, or the text for people. */
  result(value: unknown, text: () => string): void {
    this.#stop();
    const shown = this.#json ? JSON.stringify(value, null, 2) : text();
    this.#streams.stdout.write(shown.endsWith("\n") ? shown : `${shown}\n`);
  }

  /** Raw output that is itself the answer, such as a CSV file. */
  raw(text: string): void {
    this.#stop();
    this.#streams.stdout.write(text);
  }

  /** A remark for people, on stderr. */
  note(text: string): void {
    this.#stop();
    this.#streams.stderr.write(`${text}\n`);
  }

  /** Says what is being done; seen only on a terminal. */
  stage(text: string): void {
    if (this.#newSpinner === null) return;
    if (this.#spinner === null) {
      // stdin is left alone, so that Ctrl+C reaches us as a signal and work can be put away properly
      this.#spinner = this.#newSpinner({ text, stream: this.#streams.stderr, discardStdin: false }).start();
    } else {
      this.#spinner.text = text;
      this.#spinner.render(); // long work may keep the timer of the spinner from running
    }
  }

  /** Reports for a library function, shown with the current stage; some report far more often than anybody can read. */
  readonly onProgress = ({ stage, done, total, unit }: Progress): void => {
    const now = performance.now();
    if (now - this.#lastProgressMs < progressEveryMs) return;
    this.#lastProgressMs = now;
    const share =
      total === null || total === 0
        ? `${done.toLocaleString("en")} ${unit}`
        : `${Math.floor((100 * done) / total)} %`;
    this.stage(`${stage}: ${share}`);
  };

  /** Takes the progress line away; call before the process ends. */
  close(): void {
    this.#stop();
  }

  #stop(): void {
    this.#spinner?.stop();
    this.#spinner = null;
  }
}

/** What every command gets beside its options. */
export interface Context {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** Lets pending input (Ctrl+C) and the progress line come through between two stages of synchronous work. */
export async function breathe({ signal }: Context): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  throwIfAborted(signal);
}
