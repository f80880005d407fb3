import type { AcceptingPetriNet, PetriNet } from "@gigamine/models";
import { max } from "d3-array";
import { formatCount } from "../format.js";
import { COLORS, textOn } from "../palette.js";
import {
  attributes,
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

/** How {@link petriNetToDot} draws. Lists are aligned with the net's transitions, places or arcs. */
export interface PetriNetToDotOptions {
  /** What the picture is called. @default "Petri net" */
  readonly title?: string | undefined;
  /** Left to right, or top to bottom. @default "LR" */
  readonly direction?: Direction | undefined;
  /** A second line for each transition, such as a count or a time; `null` for none. @default none */
  readonly transitionLabels?: readonly (string | null)[] | undefined;
  /** Fill colour of each transition as `#rrggbb`; `null` for the usual one. @default none */
  readonly transitionColors?: readonly (string | null)[] | undefined;
  /** Text beside each place; `null` for none. @default none */
  readonly placeLabels?: readonly (string | null)[] | undefined;
  /**
   * What cases do otherwise than the net, as `diagnose` of `@gigamine/conformance` gives it in `onModel`: transitions say how often
   * they were done, skipped and done elsewhere, and turn yellow, or red from a tenth on; places where events were inserted turn
   * yellow and say how many. Labels and colours given above go first. @default none
   */
  readonly deviations?: NetDeviations | undefined;
  /** How often each arc was used: its label and its width; `null` where unknown. @default none */
  readonly arcCounts?: readonly (number | null)[] | undefined;
}

/** Counts over all cases, aligned with the transitions, and for `inserted` with the places. */
export interface NetDeviations {
  readonly synchronous: readonly number[];
  readonly skipped: readonly number[];
  readonly misplaced: readonly number[];
  readonly inserted: readonly number[];
}

/**
 * Draws a Petri net as Graphviz DOT: places as circles with their initial tokens, the places of the final marking as
 * double circles, transitions as boxes, silent ones as dark bars. Arc weights above 1 are written on the arc as `×2`,
 * and so are final tokens above 1 beside their place.
 *
 * A bare net is drawn without markings. The net without nodes gives a picture that says so. O(nodes + arcs).
 * Source of the notation: van der Aalst, "Process Mining: Data Science in Action", 2nd edition, 2016, section 3.2.2.
 */
export function petriNetToDot(
  model: AcceptingPetriNet | PetriNet,
  options: PetriNetToDotOptions = {},
): string {
  const { title = "Petri net", direction = "LR" } = options;
  const { transitionLabels, transitionColors, placeLabels, arcCounts, deviations } = options;
  const net = "net" in model ? model.net : model;
  const initial = "net" in model ? model.initialMarking : [];
  const final = "net" in model ? model.finalMarking : [];
  checkLength("petriNetToDot", "transitionLabels", transitionLabels, net.transitions.length, "transitions");
  checkLength("petriNetToDot", "transitionColors", transitionColors, net.transitions.length, "transitions");
  checkLength("petriNetToDot", "placeLabels", placeLabels, net.places.length, "places");
  for (const part of ["synchronous", "skipped", "misplaced"] as const) {
    checkLength(
      "petriNetToDot",
      `deviations.${part}`,
      deviations?.[part],
      net.transitions.length,
      "transitions",
    );
  }
  checkLength("petriNetToDot", "deviations.inserted", deviations?.inserted, net.places.length, "places");
  checkLength("petriNetToDot", "arcCounts", arcCounts, net.arcs.length, "arcs");

  const empty = net.places.length + net.transitions.length === 0;
  const lines = graphHeader(title, direction, {
    nodesep: 0.25,
    ranksep: deviations === undefined ? 0.3 : 0.45, // room for what stands beside places
    ...(empty ? { label: "The net is empty", fontsize: DETAIL_SIZE + 1, fontcolor: COLORS.muted } : {}),
  });
  lines.push(
    `  node ${attributes({ fontname: DOT_FONT, fontsize: LABEL_SIZE, style: "filled", fillcolor: COLORS.paper, color: COLORS.muted, fontcolor: COLORS.text, penwidth: 1.2 })}`,
    `  edge ${attributes({ fontname: DOT_FONT, fontsize: DETAIL_SIZE, fontcolor: COLORS.text, color: COLORS.muted, arrowsize: 0.6, ...lifted(direction) })}`,
  );
  net.places.forEach((place, p) => {
    lines.push(
      `  p${p} ${placeAttributes(place.name, p, initial[p] ?? 0, final[p] ?? 0, placeLabels?.[p] ?? null, deviations?.inserted[p] ?? 0)}`,
    );
  });
  net.transitions.forEach(({ name, label }, t) => {
    const detail =
      transitionLabels?.[t] ?? (deviations === undefined ? null : deviationText(deviations, t, label));
    const color = transitionColors?.[t] ?? (deviations === undefined ? null : deviationColor(deviations, t));
    const fill = color === null ? undefined : checkColor("petriNetToDot", "transitionColors", color);
    if (label === null) {
      const [width, height] = direction === "LR" ? [0.1, 0.42] : [0.42, 0.1];
      lines.push(
        `  t${t} ${attributes({
          id: `transition-${t}`,
          shape: "box",
          label: "",
          ...(detail === null ? {} : { xlabel: detail }),
          tooltip: tooltip("silent step", name, detail),
          width,
          height,
          fixedsize: "true",
          fillcolor: fill ?? COLORS.text,
          color: fill ?? COLORS.text,
        })}`,
      );
      return;
    }
    const ink = textOn(fill ?? COLORS.accentSoft);
    lines.push(
      `  t${t} ${attributes({
        id: `transition-${t}`,
        shape: "box",
        label: nodeLabel(
          label,
          detail === null ? [] : [detail],
          ink === COLORS.paper ? "#e8eef5" : COLORS.muted,
        ),
        tooltip: tooltip(label, detail),
        fillcolor: fill ?? COLORS.accentSoft,
        color: COLORS.accent,
        fontcolor: ink,
      })}`,
    );
  });

  const maxCount = max(arcCounts ?? [], (n) => n ?? 0) ?? 0;
  net.arcs.forEach(({ kind, place, transition, weight }, index) => {
    const count = arcCounts?.[index] ?? null;
    const parts = [weight > 1 ? `×${weight}` : "", count === null ? "" : formatCount(count)];
    const label = parts.filter((part) => part !== "").join(" · ");
    const ends = kind === "input" ? `p${place} -> t${transition}` : `t${transition} -> p${place}`;
    lines.push(
      `  ${ends} ${attributes({
        id: `arc-${index}`,
        ...(label === "" ? {} : { label }),
        tooltip: tooltip(
          arcText(net, index),
          weight > 1 ? `weight ${weight}` : undefined,
          count === null ? undefined : `${formatCount(count)} times`,
        ),
        ...(count === null || maxCount === 0
          ? {}
          : { penwidth: Math.round((0.8 + 2 * Math.sqrt(Math.max(0, count) / maxCount)) * 100) / 100 }),
      })}`,
    );
  });
  lines.push("}");
  return `${lines.join("\n")}\n`;
}

/** How often a transition was done, skipped and done elsewhere; `null` for a silent one. */
function deviationText(
  { synchronous, skipped, misplaced }: NetDeviations,
  t: number,
  label: string | null,
): string | null {
  if (label === null) return null;
  const parts = [`${formatCount(synchronous[t]!)} ×`];
  if (skipped[t]! > 0) parts.push(`${formatCount(skipped[t]!)} skipped`);
  if (misplaced[t]! > 0) parts.push(`${formatCount(misplaced[t]!)} elsewhere`);
  return parts.join(" · ");
}

/** Red from a tenth of the times on, yellow below, nothing for none. */
function deviationColor({ synchronous, skipped, misplaced }: NetDeviations, t: number): string | null {
  const wrong = skipped[t]! + misplaced[t]!;
  if (wrong === 0) return null;
  return wrong / (wrong + synchronous[t]!) >= 0.1 ? COLORS.badSoft : COLORS.warnSoft;
}

function placeAttributes(
  name: string,
  id: number,
  tokens: number,
  final: number,
  label: string | null,
  inserted: number,
): string {
  const extra = inserted === 0 ? null : `+${formatCount(inserted)}`;
  const beside = [final > 1 ? `done at ${final}` : null, label, extra]
    .filter((text) => text !== null)
    .join("\n");
  return attributes({
    id: `place-${id}`,
    shape: final > 0 ? "doublecircle" : "circle",
    label: tokens === 0 ? "" : tokens === 1 ? "•" : String(tokens),
    fontsize: tokens === 1 ? 22 : LABEL_SIZE,
    ...(beside === "" ? {} : { xlabel: beside }),
    tooltip: tooltip(
      `place ${name}`,
      tokens > 0 ? `${tokens} ${tokens === 1 ? "token" : "tokens"} at the start` : undefined,
      final > 0 ? `${final} ${final === 1 ? "token" : "tokens"} at the end` : undefined,
      label,
      inserted > 0 ? `${formatCount(inserted)} inserted events` : undefined,
    ),
    width: 0.3,
    height: 0.3,
    fixedsize: "true",
    ...(tokens > 0 || final > 0 ? { color: COLORS.text, penwidth: 1.4 } : {}),
    ...(inserted > 0 ? { fillcolor: COLORS.warnSoft, color: COLORS.warn, penwidth: 1.8 } : {}),
  });
}

function arcText(net: PetriNet, index: number): string {
  const { kind, place, transition } = net.arcs[index]!;
  const step = net.transitions[transition]?.label ?? "silent step";
  const name = net.places[place]?.name ?? "";
  return kind === "input" ? `place ${name} to ${step}` : `${step} to place ${name}`;
}
