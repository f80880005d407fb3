import { GigamineError } from "@gigamine/base";
import { type InputSettings, type LogInput, readText } from "../read/input.js";

/** The JSON document that `input` holds, plain or gzip. */
export async function parseDocument(input: LogInput, settings: InputSettings): Promise<unknown> {
  const { source } = settings;
  const pieces: string[] = [];
  for await (const piece of readText(input, settings)) pieces.push(piece);
  const text = pieces.join("");
  if (text.trim() === "") {
    throw new GigamineError("json/empty", `${source}: the file is empty. Give a log in JSON.`, { source });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const remedy = isJsonObject(firstLine(text))
      ? "The first line is a whole object, as in NDJSON; read that with readNdjson."
      : "The file is no whole JSON document; write it again.";
    throw new GigamineError(
      "json/malformed",
      `${source}: ${(error as Error).message}. ${remedy}`,
      { source },
      { cause: error },
    );
  }
}

/** Whether a document has the four lists that every log in OCEL 2.0 has. */
export function isOcelDocument(document: unknown): boolean {
  return (
    typeof document === "object" &&
    document !== null &&
    ["eventTypes", "objectTypes", "events", "objects"].every(
      (name) => Object.hasOwn(document, name) && Array.isArray((document as Record<string, unknown>)[name]),
    )
  );
}

/** The first line that is not blank. */
export function firstLine(text: string): string {
  const begun = text.trimStart();
  const end = begun.indexOf("\n");
  return end < 0 ? begun : begun.slice(0, end);
}

/** Whether `text` is a whole JSON object. */
export function isJsonObject(text: string): boolean {
  if (!text.startsWith("{")) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
