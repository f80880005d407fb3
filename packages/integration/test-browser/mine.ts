import { tokenReplay } from "@gigamine/conformance";
import { inductiveMiner } from "@gigamine/discovery";
import { readCsv, variants } from "@gigamine/event-log";
import { treeToPetriNet } from "@gigamine/models";

/** From the text of a file to how well a discovered model fits it: the way most pages will go. */
export async function mine(csv: string) {
  const log = await readCsv(csv);
  const tree = inductiveMiner(log);
  const model = treeToPetriNet(tree);
  return { variants: variants(log), tree, model, replay: tokenReplay(log, model), report: log.report };
}
