import type {
  AlignmentFitnessResult,
  DeviationGroup,
  Diagnosis,
  Evaluation,
  FitnessResult,
  ModelTimes,
  StochasticConformanceResult,
} from "@gigamine/conformance";
import type { PetriNet, SoundnessReport } from "@gigamine/models";
import { formatCount, formatDuration, formatShare } from "@gigamine/viz";
import { soundnessText } from "./model-text.js";
import { cut, moreRows, qualityTable, sections } from "./summary-text.js";
import { oneLine, type TextColumn, textTable } from "./table.js";

/** How well a log and a model fit each other; what was not asked for is `null`. */
export interface Conformance {
  readonly by: "replay" | "alignments";
  readonly net: PetriNet;
  readonly soundness: SoundnessReport;
  readonly quality: Evaluation<FitnessResult | AlignmentFitnessResult>;
  readonly diagnosis: Diagnosis | null;
  readonly byAttribute: { readonly attribute: string; readonly groups: readonly DeviationGroup[] } | null;
  readonly times: ModelTimes | null;
  readonly stochastic: StochasticConformanceResult | null;
}

/** Measures first, then what deviates, then what else was asked for. */
export function conformanceText(found: Conformance): string {
  const { quality, diagnosis, byAttribute, times, stochastic, net, soundness } = found;
  const { fitness } = quality;
  return sections([
    ["", qualityTable(quality)],
    ...(soundness.verdict === "unsound" ? [["The model", soundnessText(soundness)] as const] : []),
    ...(diagnosis === null ? [] : [["What deviates", deviationsText(diagnosis)] as const]),
    ...("placeMissing" in fitness ? replaySections(fitness, net) : []),
    ...(byAttribute === null || diagnosis === null
      ? []
      : [[`By ${byAttribute.attribute}`, groupsText(byAttribute.groups, diagnosis)] as const]),
    ...(times === null ? [] : [["Time on the model", timesText(times, net)] as const]),
    ...(stochastic === null ? [] : [["Frequencies", stochasticText(stochastic)] as const]),
  ]);
}

function deviationsText({ cases, deviatingCases, deviatingShare, deviations }: Diagnosis): string {
  if (deviations.length === 0) return "every case fits the model";
  const table = textTable(
    [{ label: "what", widest: 140 }, { label: "for example" }],
    cut(deviations).map(({ message, exampleCases }) => [message, exampleCases.slice(0, 3).join(", ")]),
  );
  const many = `${formatCount(deviatingCases)} of ${formatCount(cases)} cases (${formatShare(deviatingShare)}) deviate`;
  return `${many}\n${table}${moreRows(deviations)}`;
}

/** Where replay had to add tokens or leave them, the worst first. */
function replaySections(
  { placeMissing, placeRemaining, unknownActivities }: FitnessResult,
  { places, transitions, arcs }: PetriNet,
): (readonly [string, string])[] {
  const around = (place: number, kind: "input" | "output"): string => {
    const names = arcs
      .filter((arc) => arc.place === place && arc.kind === kind)
      .map((arc) => transitions[arc.transition]!.label ?? "a silent step");
    return [...new Set(names)].join(", ") || (kind === "input" ? "the end" : "the start");
  };
  const rows = places
    .map((_, place) => ({ place, missing: placeMissing[place]!, remaining: placeRemaining[place]! }))
    .filter(({ missing, remaining }) => missing + remaining > 0)
    .sort((a, b) => b.missing + b.remaining - a.missing - a.remaining || a.place - b.place);
  const table = textTable(
    [
      { label: "between" },
      { label: "and" },
      { label: "missing", align: "right" },
      { label: "left over", align: "right" },
    ],
    cut(rows).map(({ place, missing, remaining }) => [
      around(place, "output"),
      around(place, "input"),
      formatCount(missing),
      formatCount(remaining),
    ]),
  );
  const text =
    rows.length === 0 ? "no token was missing or left over: every case fits" : table + moreRows(rows);
  const unknown = unknownActivities.map(
    ({ activity, count }) => `${oneLine(activity)} (${formatCount(count)} events)`,
  );
  return [
    ["Where the log and the model disagree", text],
    ...(unknown.length === 0
      ? []
      : [["Activities that the model does not know", unknown.join(", ")] as const]),
  ];
}

/** The deviations of each group of cases, and the one that most of its cases show. */
function groupsText(groups: readonly DeviationGroup[], { deviations }: Diagnosis): string {
  const most = ({ casesPerDeviation }: DeviationGroup): string => {
    let best = -1;
    casesPerDeviation.forEach((cases, d) => {
      if (cases > 0 && (best < 0 || cases > casesPerDeviation[best]!)) best = d;
    });
    if (best < 0) return "";
    const { activity, kind } = deviations[best]!;
    return `${oneLine(activity, 40)} ${kind} (${formatCount(casesPerDeviation[best]!)})`;
  };
  const table = textTable(
    [
      { label: "value" },
      { label: "cases", align: "right" },
      { label: "deviating", align: "right" },
      { label: "share", align: "right" },
      { label: "most often" },
    ],
    cut(groups).map((group) => [
      group.value ?? "no value",
      formatCount(group.cases),
      formatCount(group.deviatingCases),
      formatShare(group.deviatingShare),
      most(group),
    ]),
  );
  return table + moreRows(groups);
}

/** Waiting, and where starts are recorded service, of the activities that take the most time in all. */
function timesText(
  { transitions: times, hasStarts, earlyStarts }: ModelTimes,
  { transitions }: PetriNet,
): string {
  const rows = times
    .map((time, t) => ({ ...time, label: transitions[t]!.label }))
    .filter(({ label, sojourn }) => label !== null && sojourn.count > 0)
    .sort((a, b) => b.sojourn.totalMs - a.sojourn.totalMs);
  if (rows.length === 0) return "no activity has a time before it: cases of one event, or no times recorded";
  const part = (name: string): TextColumn[] =>
    ["median", "mean", "p90"].map((figure) => ({ label: `${name} ${figure}`, align: "right" }));
  const table = textTable(
    [
      { label: "activity" },
      { label: "times", align: "right" },
      ...part("waits"),
      ...(hasStarts ? part("works") : []),
    ],
    cut(rows).map(({ label, firings, waiting, service }) => [
      label!,
      formatCount(firings),
      ...[waiting, ...(hasStarts ? [service] : [])].flatMap(({ medianMs, meanMs, p90Ms }) =>
        [medianMs, meanMs, p90Ms].map(formatDuration),
      ),
    ]),
  );
  const until = hasStarts ? "until it starts" : "until it is completed, since the log records no starts";
  const early =
    earlyStarts === 0
      ? ""
      : `\n${formatCount(earlyStarts)} × something began before what the model has before it`;
  return `from the moment the model allows an activity ${until}\n${table}${moreRows(rows)}${early}`;
}

function stochasticText({
  value,
  lowerBound,
  upperBound,
  coverage,
  moves,
}: StochasticConformanceResult): string {
  if (value === null) return "not defined: the log has no case, or no run of the model ends";
  const bounds =
    lowerBound === upperBound
      ? ""
      : `, between ${lowerBound.toFixed(3)} and ${upperBound.toFixed(3)} for sure: ${formatShare(coverage)} of the runs of the model were looked at`;
  const table = textTable(
    [
      { label: "share of cases", align: "right" },
      { label: "after" },
      { label: "log has" },
      { label: "model would have" },
    ],
    moves.slice(0, 5).map(({ mass, logTrace, modelTrace }) => {
      const { after, ours, theirs } = difference(logTrace, modelTrace);
      return [
        formatShare(mass),
        after ?? "the start",
        ours.join(", ") || "nothing",
        theirs.join(", ") || "nothing",
      ];
    }),
  );
  const meaning = `${value.toFixed(3)} (1 means that each way is as frequent as the model says)${bounds}`;
  return moves.length === 0 ? meaning : `${meaning}\n${table}`;
}

/** What is left of two traces without what they begin and end with alike, and the last activity before it. */
function difference(
  a: readonly string[],
  b: readonly string[],
): {
  readonly after: string | undefined;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
} {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return { after: a[head - 1], ours: a.slice(head, a.length - tail), theirs: b.slice(head, b.length - tail) };
}
