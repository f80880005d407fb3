import { describe, expect, it } from "@jest/globals";
import { anthropicNarrator } from "../../../src/notes/anthropic/narrator.js";
import { narrate } from "../../../src/notes/narrate.js";
import { answerText, factsOf } from "./fake-server.js";
import { row, secretKey, serverAndFolder } from "./setting.js";

const { server } = serverAndFolder();

describe("narrate with anthropicNarrator", () => {
  it("has what is not in specification written by the model, checked by checkNote, and loses no row", async () => {
    server().onMessage = (message) => {
      const [number] = factsOf(message).numbers;
      const lie = number!.value === 100.2;
      return {
        kind: "message",
        text: answerText(
          lie ? "Thickness 99.9 µm, near the limit." : `Thickness ${number!.text}, near the limit.`,
          [number!],
        ),
      };
    };
    const narrator = anthropicNarrator({ apiKey: secretKey, baseURL: server().baseURL, maxUsd: 1 });
    const facts = [row(1), row(2), row(3, { status: "In Spec" })];
    const table = facts.map(({ id }, i) => ({ id, place: i }));
    const { rows, notes, counts } = await narrate(table, {
      narrator,
      facts: ({ place }) => facts[place]!,
      caseOf: () => null,
    });
    expect(rows[0]).toMatchObject({
      id: "QC-000001",
      operator_log: "Thickness 100.1 µm, near the limit.",
      noteSource: "llm",
    });
    expect(rows[1]!.operator_log).toContain("100.2 µm");
    expect(notes[1]!.reason).toContain("still wrong after a repair");
    expect(counts).toEqual({ llm: 1, cache: 0, offline: 1, fallback: 1 });
  });
});

describe("200 requests at a time", () => {
  it("are kept up, each row with its own note, and leave nothing behind on the signal", async () => {
    let open = () => {};
    const full = new Promise<void>((resolve) => {
      open = resolve;
    });
    server().onMessage = (message, n) => ({
      kind: "message",
      after: n === 199 ? Promise.resolve(open()) : full, // none of the first 200 is answered before all have come
      text: answerText(`Thickness ${factsOf(message).numbers[0]!.text}, near the limit.`),
    });
    const narrator = anthropicNarrator({
      apiKey: secretKey,
      baseURL: server().baseURL,
      maxUsd: 1,
      concurrency: 200,
    });
    const facts = Array.from({ length: 400 }, (_, i) => row(i));
    const listeners = countListeners();
    const notes = await narrator.write(facts, { signal: new AbortController().signal });
    expect(listeners.most()).toBeLessThanOrEqual(10); // Node warns of a leak from the 11th on
    expect(notes.map(({ text, source }) => [text, source])).toEqual(
      facts.map(({ numbers }) => [`Thickness ${numbers[0]!.value.toFixed(1)} µm, near the limit.`, "llm"]),
    );
    expect(server().mostAtOnce).toBe(200);
  });
});

/** Counts the listeners that each abort signal is given, from now until they are asked for. */
function countListeners() {
  const counts = new Map<AbortSignal, number>();
  const { addEventListener } = EventTarget.prototype;
  AbortSignal.prototype.addEventListener = function (this: AbortSignal, ...args: unknown[]) {
    counts.set(this, (counts.get(this) ?? 0) + 1);
    return Reflect.apply(addEventListener, this, args);
  };
  return {
    most: () => {
      Reflect.deleteProperty(AbortSignal.prototype, "addEventListener");
      return Math.max(...counts.values());
    },
  };
}
