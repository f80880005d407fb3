import { readLogFile } from "@gigamine/event-log/node";
import { handover, type ResourceNetwork, workingTogether } from "@gigamine/stats";
import { describe, expect, it } from "@jest/globals";
import { REFERENCE_LOGS, referenceLog, referenceResults } from "./reference-data.js";

const nameOf = (file: string): string => file.replace(/\.(xes|csv)(\.gz)?$/, "");
const LOGS = REFERENCE_LOGS.filter(
  (file) => referenceResults(nameOf(file)).organizational?.events_without_resource === 0,
);

const named = (
  { resources, from, to }: ResourceNetwork,
  values: readonly number[],
): [string, string, number][] =>
  values
    .map((value, i): [string, string, number] => [resources[from[i]!]!, resources[to[i]!]!, value])
    .sort(([a, b], [c, d]) => (a < c || (a === c && b < d) ? -1 : 1));

function expectEqual(ours: [string, string, number][], theirs: [string, string, number][]): void {
  expect(ours.map(([a, b]) => [a, b])).toEqual(theirs.map(([a, b]) => [a, b]));
  ours.forEach(([, , value], i) => {
    expect(value).toBeCloseTo(theirs[i]![2], 9);
  });
}

// Subcontracting is not compared: the reference counts the first return of each variant only, and lists resources as their own
// subcontractors.
describe.each(LOGS)("people of %s", (file) => {
  it("hand over as the reference says", async () => {
    const network = handover(await readLogFile(referenceLog(file)));
    expectEqual(
      named(network, network.share),
      referenceResults(nameOf(file)).organizational.handover_of_work,
    );
  });

  it("work together as the reference says, which divides by events", async () => {
    const log = await readLogFile(referenceLog(file));
    const network = workingTogether(log);
    const perEvent = network.count.map((count) => count / log.activity.length);
    expectEqual(named(network, perEvent), referenceResults(nameOf(file)).organizational.working_together);
  });
});

it("compares the logs that name their resources throughout", () => {
  expect(LOGS.length).toBeGreaterThanOrEqual(3);
});
