import {
  type BpmnModel,
  type BpmnNodeKind,
  type DeclareModel,
  type HeuristicsNet,
  type LogSkeleton,
  type MinedDeclareRule,
  type PetriNet,
  printTree,
  SKELETON_RELATIONS,
  type SoundnessReport,
  type TemporalProfile,
} from "@gigamine/models";
import { formatCount, formatDuration, formatShare } from "@gigamine/viz";
import type { DiscoveredModel } from "./miners.js";
import { moreRows, sections } from "./summary-text.js";
import { oneLine, textTable } from "./table.js";

/** Rows that a person may still read; `--json` has all. */
const MOST_ROWS = 40;
/** Rules of one kind that are shown. */
const MOST_OF_A_KIND = 5;

/** A discovered model for a person at a terminal; of a net with the soundness verdict. */
export function modelText({ model: given, net }: DiscoveredModel): string {
  switch (given.form) {
    case "tree":
      return printTree(given.model);
    case "net":
      return `${netText(given.model.net)}\n${soundnessText(net!().soundness)}`;
    case "bpmn":
      return `${bpmnText(given.model)}\n${soundnessText(net!().soundness, "--as net --json")}`;
    case "heuristics-net":
      return heuristicsNetText(given.model);
    case "dfg": {
      const { activities, from, to, count } = given.model;
      const rows = from.map((_, arc) => [
        activities[from[arc]!]!,
        activities[to[arc]!]!,
        formatCount(count[arc]!),
      ]);
      return textTable([{ label: "from" }, { label: "to" }, { label: "count", align: "right" }], rows);
    }
    case "declare":
      return declareText(given.model);
    case "log-skeleton":
      return skeletonText(given.model);
    case "temporal-profile":
      return profileText(given.model);
  }
}

/** The verdict with its first reason; `all` are the flags that show the others. */
export function soundnessText({ verdict, reasons, markings }: SoundnessReport, all = "--json"): string {
  switch (verdict) {
    case "sound":
      return "Sound: every case can end, nothing is left behind, and every step can happen.";
    case "unsound":
      return `Unsound. ${reasons[0]!.message}${reasons.length > 1 ? ` (and ${formatCount(reasons.length - 1)} more; ${all} lists all)` : ""}`;
    case "undecided":
      return `Whether it is sound is undecided: the check stopped after ${formatCount(markings)} markings.`;
  }
}

const WRITE_IT = (ending: string): string =>
  `Write it with --out model.${ending}, draw it with --out model.svg.`;

function netText({ places, transitions, arcs }: PetriNet): string {
  const silent = transitions.filter(({ label }) => label === null).length;
  return (
    `A Petri net of ${formatCount(places.length)} places, ${formatCount(transitions.length)} transitions ` +
    `(${formatCount(silent)} silent) and ${formatCount(arcs.length)} arcs. ${WRITE_IT("pnml")}`
  );
}

function bpmnText({ nodes, flows }: BpmnModel): string {
  const count = (kind: BpmnNodeKind): number => nodes.filter((node) => node.kind === kind).length;
  const gateways = (["exclusive", "parallel", "inclusive"] as const)
    .map((kind) => [kind, count(`${kind}Gateway`)] as const)
    .filter(([, number]) => number > 0)
    .map(([kind, number]) => `${formatCount(number)} ${kind}`);
  return (
    `A BPMN model of ${formatCount(count("task"))} tasks, ${gateways.length === 0 ? "no" : gateways.join(", ")} gateways and ` +
    `${formatCount(flows.length)} flows. ${WRITE_IT("bpmn")}`
  );
}

function heuristicsNetText({ activities, arcs, start, end }: HeuristicsNet): string {
  const name = (a: number): string => activities[a]!.name;
  const ends = (arcs: HeuristicsNet["start"]["arcs"]): string =>
    arcs.map(({ activity, count }) => `${oneLine(name(activity))} (${formatCount(count)})`).join(", ");
  const table = textTable(
    [
      { label: "from" },
      { label: "to" },
      { label: "count", align: "right" },
      { label: "dependency", align: "right" },
      { label: "kind" },
    ],
    arcs.map(({ from, to, count, dependency, kind }) => [
      name(from),
      name(to),
      formatCount(count),
      dependency.toFixed(3),
      kind === "direct" ? "" : kind,
    ]),
  );
  return `${table}\n\nStarts with  ${ends(start.arcs) || "–"}\nEnds with    ${ends(end.arcs) || "–"}`;
}

function declareText({ rules }: DeclareModel): string {
  if (rules.length === 0) return "no rule holds in enough cases; lower --min-support or --min-confidence";
  const counted = rules as readonly (DeclareModel["rules"][number] & Partial<MinedDeclareRule>)[];
  const ranked = [...counted].sort((a, b) => (b.support ?? 0) - (a.support ?? 0)); // stable
  const shown = fewOfAKind(ranked, ({ template }) => template);
  const table = textTable(
    [
      { label: "rule" },
      { label: "activities", widest: 80 },
      { label: "asked in cases", align: "right" },
      { label: "kept", align: "right" },
    ],
    shown.map((rule) => [
      rule.template,
      ruleActivities(rule),
      formatCount(rule.activatedCases ?? 0),
      formatShare(rule.confidence ?? null),
    ]),
  );
  return table + moreRows(rules, shown.length);
}

/** The first few rows of each kind, the kinds in the order of their first row. */
function fewOfAKind<T>(rows: readonly T[], kindOf: (row: T) => string): T[] {
  const kinds = new Map<string, T[]>();
  for (const row of rows) {
    const kind = kinds.get(kindOf(row)) ?? [];
    kinds.set(kindOf(row), kind);
    if (kind.length < MOST_OF_A_KIND) kind.push(row);
  }
  return [...kinds.values()].flat();
}

/** The activities of a DECLARE rule, with the number of times where it has one. */
export function ruleActivities(rule: DeclareModel["rules"][number]): string {
  const names = rule.activities.map((name) => oneLine(name, 36)).join(", ");
  return "times" in rule ? `${names}, ${rule.times} ${rule.times === 1 ? "time" : "times"}` : names;
}

function skeletonText(skeleton: LogSkeleton): string {
  const { activities, startActivities, endActivities, occurrences, directlyFollows } = skeleton;
  const names = (ids: readonly number[]): string => ids.map((a) => oneLine(activities[a]!, 36)).join(", ");
  // The steps that may follow each other are nearly all pairs: they are counted, the others listed.
  const rules = SKELETON_RELATIONS.filter((relation) => relation !== "directlyFollows").flatMap((relation) =>
    skeleton[relation].map((pair): [string, string] => [relation, names(pair)]),
  );
  const shown = fewOfAKind(rules, ([relation]) => relation);
  const counts = occurrences.map((times, a) => [
    activities[a]!,
    times.length === 1 ? String(times[0]) : `${times[0]} to ${times.at(-1)}`,
  ]);
  return sections([
    [
      "Always",
      rules.length === 0
        ? "no rule holds in all cases; --noise lets some break one"
        : textTable([{ label: "rule" }, { label: "activities", widest: 80 }], shown) +
          moreRows(rules, shown.length),
    ],
    [
      "How often in a case",
      textTable([{ label: "activity" }, { label: "times", align: "right" }], counts.slice(0, MOST_ROWS)) +
        moreRows(counts, MOST_ROWS),
    ],
    [
      "",
      `Cases start with  ${names(startActivities) || "–"}\nCases end with    ${names(endActivities) || "–"}\n` +
        `${formatCount(directlyFollows.length)} of ${formatCount(activities.length ** 2)} steps may directly follow each other.`,
    ],
  ]);
}

function profileText({ activities, from, to, count, meanMs, stdMs }: TemporalProfile): string {
  if (from.length === 0) return "no two events of a case have a time";
  const order = [...from.keys()].sort((a, b) => count[b]! - count[a]! || a - b);
  const table = textTable(
    [
      { label: "from" },
      { label: "to" },
      { label: "measured", align: "right" },
      { label: "mean", align: "right" },
      { label: "std", align: "right" },
    ],
    order
      .slice(0, MOST_ROWS)
      .map((k) => [
        activities[from[k]!]!,
        activities[to[k]!]!,
        formatCount(count[k]!),
        formatDuration(meanMs[k]!),
        formatDuration(stdMs[k]!),
      ]),
  );
  return table + moreRows(order, MOST_ROWS);
}
