import { GigamineError } from "@gigamine/base";
import { isOcelDocument, parseDocument } from "../json/parse-document.js";
import { inputSettings, type LogInput, type ReadOptions } from "../read/input.js";
import { OcelDocument } from "./document.js";
import type { Ocel } from "./types.js";

/**
 * Options of {@link readOcel}. `onIssue`: `"throw"` rejects at the first problem; `"skip-row"` leaves out the event, object,
 * relationship or value that it concerns; `"null"` does the same but keeps an event whose time can't be read.
 */
export type OcelReadOptions = ReadOptions;

/**
 * Reads an object-centric event log in the JSON format of OCEL 2.0, plain or gzip, and checks it: types are declared once, ids
 * differ, every event and object has a declared type, every relationship points to an object that is there, values are of
 * their declared types, times are ISO 8601. Every problem is named by its JSON path. Numbers and truth values written as text are
 * read as what the type says. Time and memory O(bytes).
 *
 * Source: Berti et al., "OCEL (Object-Centric Event Log) 2.0 Specification", 2023, arXiv 2403.01975, section on the JSON format.
 *
 * @throws GigamineError `ocel/…`, `json/…` or `input/…`.
 *
 * @example
 * const ocel = await readOcel(await readFile("orders.jsonocel"));
 * const orders = flatten(ocel, "order");
 */
export async function readOcel(input: LogInput, options: OcelReadOptions = {}): Promise<Ocel> {
  const settings = inputSettings("readOcel", "OCEL", options);
  return ocelOf(await parseDocument(input, settings), settings.source, options);
}

/** The log in a document that is parsed already. */
function ocelOf(document: unknown, source: string, { onIssue = "throw" }: OcelReadOptions): Ocel {
  if (!isOcelDocument(document)) {
    const old = typeof document === "object" && document !== null && Object.hasOwn(document, "ocel:events");
    throw new GigamineError(
      old ? "ocel/version-1" : "ocel/not-ocel",
      `${source}: ${
        old
          ? "this is OCEL 1.0. Convert it to OCEL 2.0 first."
          : 'this is no log in OCEL 2.0: it needs the lists "eventTypes", "objectTypes", "events" and "objects". Give such a document.'
      }`,
      { source },
    );
  }
  return new OcelDocument(document, source, onIssue).read();
}
