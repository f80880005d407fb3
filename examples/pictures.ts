// The pictures of a process: what followed what, the model as a tree, as a Petri net, as BPMN, and what deviates from a plan.
// Run with: npx tsx --conditions=gigamine-source examples/pictures.ts [folder]
import { join } from "node:path";
import { writeFileAtomic } from "@gigamine/base/node";
import { diagnose } from "@gigamine/conformance";
import { inductiveMiner } from "@gigamine/discovery";
import { directlyFollows, fromRows } from "@gigamine/event-log";
import { parseTree, treeToBpmn, treeToPetriNet } from "@gigamine/models";
import { bpmnToDot, dfgToDot, petriNetToDot, processTreeToDot, renderSvg } from "@gigamine/viz";

const folder = process.argv[2] ?? ".";

/** How many lots took each way through the factory. */
const ways: [number, string][] = [
  [60, "mix coat test pack"],
  [25, "mix test coat pack"],
  [10, "mix coat rework coat test pack"],
  [5, "mix coat test scrap"],
];
const rows = ways.flatMap(([lots, way], index) =>
  Array.from({ length: lots }, (_, lot) =>
    way.split(" ").map((activity) => ({ case: `${index}-${lot}`, activity })),
  ).flat(),
);
const log = fromRows(rows, { columns: { timestamp: null } });
const tree = inductiveMiner(log);
const plan = treeToPetriNet(parseTree("->( 'mix', 'coat', 'test', 'pack' )"));

const pictures = {
  "directly-follows.svg": dfgToDot(directlyFollows(log)),
  "process-tree.svg": processTreeToDot(tree),
  "petri-net.svg": petriNetToDot(treeToPetriNet(tree)),
  "bpmn.svg": bpmnToDot(treeToBpmn(tree)),
  "deviations.svg": petriNetToDot(plan, { deviations: diagnose(log, plan).onModel }),
};
for (const [name, dot] of Object.entries(pictures)) {
  await writeFileAtomic(join(folder, name), `${await renderSvg(dot, { xmlDeclaration: true })}`);
  console.log(name);
}
