import { GigamineError } from "@gigamine/base";

/** A kind of XML file, as errors name it. */
export interface XmlFormat {
  /** What its error codes begin with, such as `pnml`. */
  readonly code: string;
  /** What people call it, such as `PNML`. */
  readonly title: string;
  /** The function that reads it. */
  readonly reader: string;
  /** The function that writes it. */
  readonly writer: string;
}

/** Where an element stands, for messages; both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The error for damage at a position of a file; `message` ends with how to mend it. */
export function xmlError(
  format: XmlFormat,
  code: string,
  at: Position,
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
): GigamineError {
  return new GigamineError(
    `${format.code}/${code}`,
    `${format.reader}: line ${at.line}, column ${at.column}: ${message}`,
    { ...fields, line: at.line, column: at.column },
  );
}
