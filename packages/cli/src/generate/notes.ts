import {
  anthropicNarrator,
  estimateNotes,
  type NarratedTable,
  type Narrator,
  type Note,
  type NoteFacts,
  type NotesEstimate,
  narrate,
  type QcRow,
  replayNarrator,
} from "@gigamine/synthetic";
import { counted } from "../counted.js";
import type { Context } from "../terminal.js";
import { asking, askOptions, dollars, hasKey, type Memory, memoryOf, noKey } from "./claude.js";
import { enoughUsd, estimateLine } from "./estimate-text.js";
import type { NoteFlags } from "./flags.js";

/** What asking Claude took; `null` where nobody was asked. */
export interface NoteUsage {
  readonly estimate: NotesEstimate | null;
  /** Of this run, US dollars. */
  readonly spentUsd: number;
  readonly requests: number;
  readonly tokens: number;
  /** Of all runs with the same cache, US dollars. */
  readonly spentInAllUsd: number;
}

/** A table with its notes. */
export interface NotedTable {
  readonly table: NarratedTable<QcRow>;
  readonly usage: NoteUsage | null;
}

/** Writes the notes of a quality table as the flags say. */
export async function writeNotes(
  rows: readonly QcRow[],
  flags: NoteFlags,
  command: string,
  context: Context,
): Promise<NotedTable> {
  const { terminal, signal } = context;
  const work = { skipNominal: flags.allNotes !== true, signal, onProgress: terminal.onProgress };
  const { notes: writer = "offline", model } = flags;
  if (writer === "offline") {
    if (flags.notes === undefined) terminal.note(howToSwitch());
    return { table: await narrate(rows, work), usage: null };
  }
  const memory = memoryOf(flags);
  return asking(context, command, flags, async () => {
    if (writer === "replay") {
      const narrator = replayNarrator({ model, cache: memory.cache });
      return { table: await narrate(rows, { ...work, narrator }), usage: null };
    }
    const narrator = new AnnouncedNarrator(flags, memory, command, context);
    const table = await narrate(rows, { ...work, narrator });
    const { usd, requests, tokens } = memory.spent;
    const { usd: spentInAllUsd } = await memory.ledger.totals();
    const usage = { estimate: narrator.estimate, spentUsd: usd, requests, tokens, spentInAllUsd };
    terminal.note(outcomeText(table, usage));
    return { table, usage };
  });
}

/** The facts of all rows, as narrators are given them. */
export async function factsOf(rows: readonly QcRow[], { signal }: Context): Promise<readonly NoteFacts[]> {
  let all: readonly NoteFacts[] = [];
  const listener: Narrator = {
    name: "listener",
    async write(facts) {
      all = facts;
      return facts.map(({ id }): Note => ({ id, text: "", source: "offline", reason: null }));
    },
  };
  await narrate(rows, { narrator: listener, skipNominal: false, check: () => [], signal });
  return all;
}

/** Claude, who says what it will cost before anything is sent. */
class AnnouncedNarrator implements Narrator {
  readonly name = "anthropic";
  estimate: NotesEstimate | null = null;
  readonly #flags: NoteFlags;
  readonly #memory: Memory;
  readonly #command: string;
  readonly #context: Context;
  readonly #claude: Narrator;

  constructor(flags: NoteFlags, memory: Memory, command: string, context: Context) {
    this.#flags = flags;
    this.#memory = memory;
    this.#command = command;
    this.#context = context;
    this.#claude = anthropicNarrator({
      ...askOptions(flags, memory, context),
      mode: flags.batch === true ? "batch" : "live",
      batchState: memory.batchState,
    });
  }

  async write(
    facts: readonly NoteFacts[],
    context: Parameters<Narrator["write"]>[1],
  ): Promise<readonly Note[]> {
    const { batch = false, maxUsd = 0, model } = this.#flags;
    const { cache, ledger, ledgerPath } = this.#memory;
    const estimate = await estimateNotes(facts, { model, cache, skipNominal: false });
    this.estimate = estimate;
    const { usd } = await ledger.totals();
    const { terminal } = this.#context;
    terminal.note(estimateLine(estimate, batch));
    terminal.note(
      `Cap: ${dollars(maxUsd)} for all runs with this cache, of which ${dollars(usd)} is spent (${ledgerPath}).`,
    );
    if (estimate.requests > 0 && maxUsd === 0) {
      terminal.note(
        "Nothing is sent, because --max-usd is 0: rows without an answer in the cache get offline notes. " +
          `To have Claude write them, add --max-usd ${enoughUsd(estimate, usd, batch)}.`,
      );
    } else if (estimate.requests > 0 && !hasKey()) throw noKey(this.#command);
    return this.#claude.write(facts, context);
  }
}

function howToSwitch(): string {
  const key = hasKey() ? "" : "set ANTHROPIC_API_KEY and ";
  return (
    "Notes are written offline, from phrases. To have Claude write those of rows that are not in spec, " +
    `${key}add --notes anthropic --max-usd 0.10; gigamine estimate says what it costs.`
  );
}

function outcomeText({ counts, notes }: NarratedTable<QcRow>, usage: NoteUsage): string {
  const sources = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([source, count]) => `${count} ${source}`);
  const reasons = new Map<string, number>();
  for (const { reason } of notes) if (reason !== null) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return [
    `Notes: ${sources.join(", ")}. Spent ${dollars(usage.spentUsd)} on ${counted(usage.requests, "request")}.`,
    ...[...reasons].slice(0, 3).map(([reason, count]) => `  ${count} not by Claude: ${reason}`),
  ].join("\n");
}
