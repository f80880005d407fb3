// From the text of a CSV file to a process model, and to how well reality fits it.
// Run with: npx tsx --conditions=gigamine-source examples/discover-and-check.ts
import { evaluate, tokenReplay } from "@gigamine/conformance";
import { inductiveMiner } from "@gigamine/discovery";
import { readCsv, variants } from "@gigamine/event-log";
import { printTree, treeToPetriNet } from "@gigamine/models";

const csv = `case_id,activity,timestamp
lot-1,mix,2025-01-06T08:00:00Z
lot-1,coat,2025-01-06T09:10:00Z
lot-1,test,2025-01-06T10:30:00Z
lot-2,mix,2025-01-06T08:20:00Z
lot-2,coat,2025-01-06T09:40:00Z
lot-2,test,2025-01-06T10:50:00Z
lot-2,rework,2025-01-06T12:00:00Z
lot-2,test,2025-01-06T13:20:00Z
lot-3,mix,2025-01-06T08:40:00Z
lot-3,test,2025-01-06T09:30:00Z
lot-3,coat,2025-01-06T10:40:00Z
`;

const log = await readCsv(csv);
const { rowsRead, rowsDropped, mapping } = log.report;
console.log(`Read ${rowsRead} events of ${log.caseIds.length} lots, left out ${rowsDropped}.`);
console.log(`Took the case from "${mapping["case"]}" and the time from "${mapping["timestamp"]}".`);

const seen = variants(log);
console.log(`The lots took ${seen.counts.length} different ways.`);

// What the log allows in full, and what one would draw on a whiteboard.
const planned = treeToPetriNet({
  kind: "sequence",
  children: ["mix", "coat", "test"].map((name) => ({ kind: "activity", name })),
});
const discovered = inductiveMiner(log);
console.log(`Discovered: ${printTree(discovered)}`);

for (const [name, model] of [
  ["planned", planned],
  ["discovered", treeToPetriNet(discovered)],
] as const) {
  const { fitness, precision } = evaluate(log, model);
  console.log(
    `The ${name} model: fitness ${fitness.value?.toFixed(3)}, precision ${precision.value.toFixed(3)}`,
  );
}

const replay = tokenReplay(log, planned);
for (const [lot, variant] of seen.caseVariant?.entries() ?? []) {
  const { fits, missing, remaining } = replay.variants[variant]!;
  if (!fits)
    console.log(`${log.caseIds[lot]} leaves the plan: ${missing} tokens missing, ${remaining} left over`);
}
