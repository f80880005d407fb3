// A simulated battery line: where its lots lose time, how much is done again, and one HTML page that shows it.
// Run with: npx tsx --conditions=gigamine-source examples/battery-report.ts [file]
import { writeFileAtomic } from "@gigamine/base/node";
import { evaluate } from "@gigamine/conformance";
import { inductiveMiner } from "@gigamine/discovery";
import { treeToPetriNet } from "@gigamine/models";
import {
  bottlenecks,
  caseDurations,
  performanceDfg,
  rework,
  reworkRateByGroup,
  summarize,
} from "@gigamine/stats";
import { generateBatteryLog } from "@gigamine/synthetic";
import {
  barChart,
  dfgToDot,
  formatCount,
  formatDuration,
  formatNumber,
  formatShare,
  groupedRateChart,
  htmlReport,
  processTreeToDot,
  renderSvg,
} from "@gigamine/viz";

const file = process.argv[2] ?? "battery-report.html";

const log = generateBatteryLog({ lots: 500, seed: 42, startTimes: true });
const { cases, events, variants } = summarize(log);
const { summary: duration } = caseDurations(log);
const slow = bottlenecks(log);
const again = rework(log);
const bySize = reworkRateByGroup(log, "batch_size", { bins: 4 });
const tree = inductiveMiner(log, { noiseThreshold: 0.2 });
const quality = evaluate(log, treeToPetriNet(tree));
const dfg = performanceDfg(log);

const [worst] = slow;
if (worst === undefined) throw new Error("the log has no times");
const share = (value: number | null) => (value === null ? "–" : formatShare(value));

const page = htmlReport({
  title: "Battery line",
  subtitle: "A simulated line: the numbers are true of the simulation and of nothing else",
  source: [
    { label: "Lots", value: formatCount(cases) },
    { label: "Events", value: formatCount(events) },
    { label: "Variants", value: formatCount(variants) },
  ],
  keyFigures: [
    { label: "Median time of a lot", value: formatDuration(duration.medianMs ?? 0) },
    { label: "Lots with rework", value: share(again.reworkRate), tone: "warn" },
    { label: "Fitness of the model", value: formatNumber(quality.fitness.value ?? 0) },
    { label: "Precision of the model", value: formatNumber(quality.precision.value) },
  ],
  findings: [
    {
      text: `Most time is lost on the way to ${worst.activity}.`,
      detail: `${share(worst.shareOfTime)} of all time, in ${share(worst.shareOfCases)} of the lots`,
      tone: "bad",
    },
  ],
  models: [
    {
      title: "What follows what",
      svg: await renderSvg(dfgToDot(dfg, { durationsMs: dfg.meanMs, maxArcs: 25 }), { idPrefix: "dfg-" }),
      caption: "The 25 most frequent arcs, with their count and mean time.",
    },
    {
      title: "The process as a tree",
      svg: await renderSvg(processTreeToDot(tree), { idPrefix: "tree-" }),
    },
  ],
  sections: [
    {
      title: "Where time is lost",
      blocks: [
        {
          kind: "chart",
          svg: barChart(
            slow.slice(0, 6).map(({ activity, totalMs, cases: lots }) => ({
              label: activity,
              value: totalMs / lots,
            })),
            { title: "Time on the way to an activity, a lot", quantity: "duration" },
          ),
        },
      ],
    },
    {
      title: "Rework",
      blocks: [
        {
          kind: "chart",
          svg: groupedRateChart(
            bySize.kind === "range"
              ? bySize.groups.map(({ from, to, rate, lower, upper, cases: count }) => ({
                  label: `${formatCount(from ?? 0)} to ${formatCount(to ?? 0)} cells`,
                  rate,
                  low: lower,
                  high: upper,
                  count,
                }))
              : [],
            {
              title: "Lots with rework, by size of the lot",
              overall: again.reworkRate,
              interval: "95 % interval (Wilson)",
            },
          ),
        },
      ],
    },
  ],
});

await writeFileAtomic(file, page);
console.log(`${cases} lots, ${events} events, ${variants} variants`);
console.log(`most time is lost on the way to: ${worst.activity}`);
console.log(`lots with rework: ${share(again.reworkRate)}`);
console.log(`report: ${file}`);
