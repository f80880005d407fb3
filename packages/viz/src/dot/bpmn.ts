import type { BpmnModel, BpmnNode, BpmnNodeKind } from "@gigamine/models";
import { max } from "d3-array";
import { formatCount } from "../format.js";
import { COLORS, textOn } from "../palette.js";
import { oneLine } from "../text/escape.js";
import {
  attributes,
  besideLabel,
  checkColor,
  checkLength,
  DETAIL_SIZE,
  type Direction,
  DOT_FONT,
  graphHeader,
  LABEL_SIZE,
  lifted,
  nodeLabel,
  tooltip,
} from "./attributes.js";

/** How {@link bpmnToDot} draws. Lists are aligned with the model's nodes or flows. */
export interface BpmnToDotOptions {
  /** What the picture is called. @default the name of the process, or "BPMN model" */
  readonly title?: string | undefined;
  /** Left to right, or top to bottom. @default "LR" */
  readonly direction?: Direction | undefined;
  /** A second line for tasks, text beside events and gateways, such as a count or a time; `null` for none. @default none */
  readonly nodeLabels?: readonly (string | null)[] | undefined;
  /** Fill colour of each node as `#rrggbb`; `null` for the usual one. @default none */
  readonly nodeColors?: readonly (string | null)[] | undefined;
  /** How often each flow was taken: its label and its width; `null` where unknown. @default none */
  readonly flowCounts?: readonly (number | null)[] | undefined;
}

const GATEWAY_SIGNS: Readonly<Partial<Record<BpmnNodeKind, string>>> = {
  exclusiveGateway: "×",
  parallelGateway: "+",
  inclusiveGateway: "O",
};

const WORDS: Readonly<Record<BpmnNodeKind, string>> = {
  startEvent: "start event",
  endEvent: "end event",
  intermediateEvent: "event",
  task: "task",
  exclusiveGateway: "exclusive gateway",
  parallelGateway: "parallel gateway",
  inclusiveGateway: "inclusive gateway",
};

/**
 * Draws a BPMN model as Graphviz DOT in the look of BPMN: events as circles, thin at the start, thick at the end, double between;
 * tasks as rounded boxes; gateways as diamonds with ×, + or O. Names of events and gateways stand beside them, names of flows on
 * them; a default flow has a bar where it begins.
 *
 * For a file that editors open, with a layout of its own, see `writeBpmn` of `@gigamine/models`. The model without nodes gives a
 * picture that says so. O(nodes + flows). Source of the notation: OMG, BPMN 2.0.2, 2013, section 7.3.
 */
export function bpmnToDot(model: BpmnModel, options: BpmnToDotOptions = {}): string {
  const { nodes, flows } = model;
  const {
    title = model.name || "BPMN model",
    direction = "LR",
    nodeLabels,
    nodeColors,
    flowCounts,
  } = options;
  checkLength("bpmnToDot", "nodeLabels", nodeLabels, nodes.length, "nodes");
  checkLength("bpmnToDot", "nodeColors", nodeColors, nodes.length, "nodes");
  checkLength("bpmnToDot", "flowCounts", flowCounts, flows.length, "flows");

  const lines = graphHeader(title, direction, {
    nodesep: 0.3,
    ranksep: 0.35,
    ...(nodes.length === 0
      ? { label: "The model is empty", fontsize: DETAIL_SIZE + 1, fontcolor: COLORS.muted }
      : {}),
  });
  lines.push(
    `  node ${attributes({ fontname: DOT_FONT, fontsize: LABEL_SIZE, style: "filled", fillcolor: COLORS.paper, color: COLORS.text, fontcolor: COLORS.text, penwidth: 1.2 })}`,
    `  edge ${attributes({ fontname: DOT_FONT, fontsize: DETAIL_SIZE, fontcolor: COLORS.text, color: COLORS.muted, arrowsize: 0.7, ...lifted(direction) })}`,
  );
  nodes.forEach((node, n) => {
    const color = nodeColors?.[n] ?? null;
    const fill = color === null ? null : checkColor("bpmnToDot", "nodeColors", color);
    lines.push(`  n${n} ${nodeAttributes(node, n, nodeLabels?.[n] ?? null, fill)}`);
  });
  const maxCount = max(flowCounts ?? [], (n) => n ?? 0) ?? 0;
  flows.forEach(({ source, target, name, isDefault }, f) => {
    const count = flowCounts?.[f] ?? null;
    const label = [name === null ? "" : oneLine(name), count === null ? "" : formatCount(count)];
    const text = label.filter((part) => part !== "").join(" · ");
    lines.push(
      `  n${source} -> n${target} ${attributes({
        id: `flow-${f}`,
        ...(text === "" ? {} : { label: text }),
        tooltip: tooltip(
          `${what(nodes[source]!)} to ${what(nodes[target]!)}`,
          name,
          isDefault === true ? "default" : undefined,
          count === null ? undefined : `${formatCount(count)} times`,
        ),
        ...(isDefault === true ? { dir: "both", arrowtail: "tee" } : {}),
        ...(count === null || maxCount === 0
          ? {}
          : { penwidth: Math.round((0.8 + 2 * Math.sqrt(Math.max(0, count) / maxCount)) * 100) / 100 }),
      })}`,
    );
  });
  lines.push("}");
  return `${lines.join("\n")}\n`;
}

function nodeAttributes(node: BpmnNode, index: number, detail: string | null, fill: string | null): string {
  const { kind, name } = node;
  const shared = { id: `node-${index}`, tooltip: tooltip(what(node), detail) };
  if (kind === "task") {
    const ink = textOn(fill ?? COLORS.accentSoft);
    return attributes({
      ...shared,
      shape: "box",
      style: "rounded,filled",
      label: nodeLabel(
        name ?? "",
        detail === null ? [] : [detail],
        ink === COLORS.paper ? "#e8eef5" : COLORS.muted,
      ),
      fillcolor: fill ?? COLORS.accentSoft,
      color: COLORS.accent,
      fontcolor: ink,
    });
  }
  const beside = [name === null ? "" : oneLine(name), detail ?? ""].filter((text) => text !== "");
  const sign = GATEWAY_SIGNS[kind];
  return attributes({
    ...shared,
    ...(sign === undefined
      ? {
          shape: kind === "intermediateEvent" ? "doublecircle" : "circle",
          label: "",
          width: kind === "intermediateEvent" ? 0.26 : 0.34,
          height: kind === "intermediateEvent" ? 0.26 : 0.34,
          penwidth: kind === "endEvent" ? 3 : 1.2,
        }
      : { shape: "diamond", label: sign, width: 0.5, height: 0.5, fontsize: 20, margin: 0 }),
    ...(beside.length === 0 ? {} : { xlabel: besideLabel(beside) }),
    fixedsize: "true",
    ...(fill === null ? {} : { fillcolor: fill, fontcolor: textOn(fill) }),
  });
}

/** A node in words, for those who point at it or hear it. */
function what({ kind, name }: BpmnNode): string {
  return name === null || name === "" ? WORDS[kind] : kind === "task" ? name : `${WORDS[kind]} ${name}`;
}
