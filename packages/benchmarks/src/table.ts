import { type Result, STOPPED } from "./measure.js";

/** The results as text; of a peer also by what factor `ours` is faster, in the first call and in later ones, and leaner. */
export function resultTable(rows: readonly Result[], ours: string): string {
  const header = ["job", "log", "tool", "first call ms", "later ms", "peak MB", "counted"];
  header.push("faster, first", "later", "leaner");
  const lines = rows.map((row) => {
    const own = rows.find((other) => other.tool === ours && other.job === row.job && other.log === row.log)!;
    const bound = row.failure === STOPPED ? ">" : "";
    const ratio = (their: number | null, our: number | null): string =>
      row === own || row.coldMs === null || their === null || our === null
        ? ""
        : `${bound}${(their / our).toFixed(1)}x`;
    return [
      row.job,
      row.log,
      row.tool,
      row.coldMs === null ? "" : bound + row.coldMs.toFixed(1),
      row.warmMs?.toFixed(1) ?? "",
      row.peakMb.toFixed(0),
      row.outcome === null ? (row.failure === STOPPED ? STOPPED : "failed") : String(row.outcome),
      ratio(row.coldMs, own.coldMs),
      // A peer too slow for a second call has nothing to warm up.
      ratio(row.warmMs ?? row.coldMs, own.warmMs),
      ratio(row.peakMb, own.peakMb),
    ];
  });
  const widths = header.map((label, c) => Math.max(label.length, ...lines.map((line) => line[c]!.length)));
  const pad = (cell: string, c: number): string =>
    c < 3 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!);
  return [header, ...lines].map((line) => line.map(pad).join("  ").trimEnd()).join("\n");
}
