// A plan and what was really done: alignments, what deviates in sentences, by case attribute, and as a picture.
// Run with: npx tsx --conditions=gigamine-source examples/deviations.ts [picture.svg]
import { writeFileAtomic } from "@gigamine/base/node";
import { alignments, caseTable, deviationsByAttribute, diagnose, evaluate } from "@gigamine/conformance";
import { fromRows } from "@gigamine/event-log";
import { parseTree, treeToPetriNet } from "@gigamine/models";
import { petriNetToDot, renderSvg } from "@gigamine/viz";

const plan = treeToPetriNet(parseTree("->( 'mix', 'coat', X( 'dry', tau ), 'inspect', 'pack' )"));

/** How many lots of which line took each way. */
const ways: [number, string, string][] = [
  [40, "north", "mix coat dry inspect pack"],
  [38, "south", "mix coat inspect pack"],
  [9, "south", "mix coat pack"], // not inspected
  [4, "north", "mix coat dry inspect clean pack"], // clean is not in the plan
  [3, "south", "mix coat dry pack inspect"], // inspected too late
];
const rows = ways.flatMap(([lots, line, way], index) =>
  Array.from({ length: lots }, (_, lot) =>
    way.split(" ").map((activity) => ({ case: `${index}-${lot}`, activity, "case:line": line })),
  ).flat(),
);
const log = fromRows(rows, { columns: { timestamp: null } });

const aligned = alignments(log, plan);
const { fitness, precision } = evaluate(log, plan, { basis: "alignments", aligned });
console.log(`fitness ${fitness.value?.toFixed(3)}, precision ${precision.value.toFixed(3)}`);
console.log(`${aligned.fittingCases} of ${log.caseIds.length} lots follow the plan\n`);

const diagnosis = diagnose(log, plan, { aligned, examples: 2 });
for (const { message, exampleCases } of diagnosis.deviations) {
  console.log(`${message}: ${exampleCases.join(", ")}, …`);
}

console.log();
for (const { value, cases, deviatingCases } of deviationsByAttribute(log, diagnosis, "line")) {
  console.log(`line ${value}: ${deviatingCases} of ${cases} lots deviate`);
}

const worst = caseTable(log, diagnosis).reduce((a, b) => (b.fitness < a.fitness ? b : a));
console.log(`\nThe lot that fits least is ${worst.caseId}, with fitness ${worst.fitness.toFixed(3)}:`);
for (const { kind, activity } of aligned.variants[worst.variant]!.moves) {
  if (kind !== "silent")
    console.log(
      `  ${activity.padEnd(8)} ${{ synchronous: "", log: "only in the log", model: "only in the plan" }[kind]}`.trimEnd(),
    );
}

const file = process.argv[2] ?? "deviations.svg";
const dot = petriNetToDot(plan, { title: "Deviations from the plan", deviations: diagnosis.onModel });
await writeFileAtomic(file, await renderSvg(dot, { xmlDeclaration: true }));
console.log(`\npicture: ${file}`);
