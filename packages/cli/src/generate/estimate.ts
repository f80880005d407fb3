import { estimateNotes, type NotesEstimate } from "@gigamine/synthetic";
import type { Context } from "../terminal.js";
import { isQcView, misuse, modeOf } from "./check-flags.js";
import { asking, memoryOf } from "./claude.js";
import type { GenerateFlags } from "./flags.js";
import { factsOf } from "./notes.js";
import { qcRows } from "./qc-rows.js";
import { readQcRows } from "./read-qc-rows.js";

const command = "estimate";

/** What notes for a table would take (one that is there, or the one that the flags make), and what was spent with their cache before. */
export async function estimateTable(
  path: string | undefined,
  flags: GenerateFlags,
  context: Context,
): Promise<{ readonly estimate: NotesEstimate; readonly spentUsd: number }> {
  const { model, allNotes } = flags;
  const rows = path === undefined ? madeRows(flags, context) : await readQcRows(path, command, context);
  return asking(context, command, flags, async () => {
    const facts = await factsOf(rows, context);
    const { cache, ledger } = memoryOf(flags);
    const estimate = await estimateNotes(facts, { model, cache, skipNominal: allNotes !== true });
    return { estimate, spentUsd: (await ledger.totals()).usd };
  });
}

function madeRows(flags: GenerateFlags, context: Context) {
  const mode = modeOf({ view: "qc-table", ...flags }, command);
  if (!isQcView(mode)) throw misuse(command, "only quality tables have notes. Leave --view out.");
  return qcRows(flags, mode, command, context).rows;
}
