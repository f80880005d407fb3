/** A file that was written. */
export interface WrittenFile {
  readonly file: string;
  /** Of its bytes, hexadecimal. */
  readonly sha256: string;
}

/** What was made. */
export interface Made {
  /** For `--json`. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** For people, such as "100 rows of 20 batches". */
  readonly what: string;
  readonly file: WrittenFile | null;
}
