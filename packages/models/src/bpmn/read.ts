import { GigamineError, quoteValue } from "@gigamine/base";
import { decodeXml } from "../xml/decode.js";
import { type Position, xmlError } from "../xml/format.js";
import { BpmnBuilder } from "./builder.js";
import type { BpmnModel } from "./types.js";
import { type Assembly, assemble } from "./xml/assemble.js";
import { BPMN, type ScannedProcess, scanBpmn } from "./xml/scan.js";
import { type BpmnIssue, issueAt } from "./xml/scope.js";

export interface ReadBpmnOptions {
  /** Id or name of the process to read, for a file with several. @default the only process with something in it */
  readonly process?: string | undefined;
}

/** A model that came from a file: an ordinary one that also says what was settled in reading it. */
export interface ReadBpmnModel extends BpmnModel {
  /** In the order of the file. */
  readonly issues: readonly BpmnIssue[];
}

/**
 * Reads the control flow of a process in BPMN 2.0 XML, whatever prefix its elements have: files of bpmn.io, Camunda, Signavio,
 * PM4Py, ProM and others.
 *
 * - Tasks of all types and call activities are tasks; start, end and all other events; exclusive, parallel and inclusive gateways
 *   with their default flows. Nodes and flows stand in the order of the file. A name that is not there is `null`.
 * - Sub-processes are expanded (issue `bpmn/expanded`); start and end events inside become intermediate ones. One of several
 *   starts begins it, and an inclusive gateway joins several ends. Link events of one name are connected.
 * - Read as something else (issue `bpmn/read-as`): an event-based gateway as an exclusive one; a boundary event that interrupts
 *   its task as a choice after the task; a terminate event as an ordinary end; conditions on flows out of a task as an inclusive
 *   gateway; a loop or multi-instance mark as one execution.
 * - Lanes, pools, message flows, data, annotations and what is unknown are passed over (issue `bpmn/passed-over`, one for each
 *   kind of element); diagrams, documentation and extensions without a word.
 *
 * Bytes are decoded by byte order mark or declared encoding. Linear in the size of the file. Source: OMG, BPMN 2.0.2, 2013,
 * chapters 10 and 13.
 *
 * @throws GigamineError with line and column: `bpmn/damaged` (not well-formed), `bpmn/doctype` (refused), `bpmn/too-deep`,
 * `bpmn/not-bpmn`, `bpmn/no-process`, `bpmn/several-processes`, `bpmn/unknown-process`, `bpmn/missing-attribute`,
 * `bpmn/duplicate-id`, `bpmn/unknown-node` (a flow, boundary event or link to nothing), `bpmn/bad-flow` (into a start or out of
 * an end), `bpmn/no-start` (a sub-process that nothing begins or ends), `bpmn/unsupported-element` (complex gateways, ad-hoc and
 * event sub-processes, boundary events that do not interrupt or sit on a sub-process); `bpmn/unknown-encoding` and
 * `bpmn/bad-bytes` for bytes that are no text.
 */
export function readBpmn(data: string | Uint8Array, options: ReadBpmnOptions = {}): ReadBpmnModel {
  const { processes, passedOver } = scanBpmn(decodeXml(data, BPMN));
  const process = choose(processes, options.process);
  const issues: BpmnIssue[] = [];
  for (const [element, { count, at }] of passedOver) {
    const others = count === 1 ? "" : `, as ${count === 2 ? "is one more" : `are ${count - 1} more`}`;
    const message = `A <${element}> is no part of the control flow and is passed over${others}.`;
    issues.push(issueAt("bpmn/passed-over", at, message));
  }
  const assembly: Assembly = { nodes: [], flows: [], issues };
  assemble(process, assembly);
  const builder = new BpmnBuilder(process.name);
  for (const { kind, name } of assembly.nodes) builder.node(kind, name);
  for (const { source, target, name, isDefault } of assembly.flows)
    builder.flow(source, target, { name, isDefault });
  issues.sort((a, b) => a.line - b.line || a.column - b.column);
  return Object.freeze({ ...builder.build(), issues: Object.freeze(issues) });
}

function choose(processes: readonly ScannedProcess[], wanted: string | undefined): ScannedProcess {
  const names = (list: readonly ScannedProcess[]): string =>
    list.map(({ id, name }) => quoteValue(name ?? id ?? "")).join(", ");
  if (wanted !== undefined) {
    const found = processes.find(({ id }) => id === wanted) ?? processes.find(({ name }) => name === wanted);
    if (found !== undefined) return found;
    throw new GigamineError(
      "bpmn/unknown-process",
      `readBpmn: the file holds no process ${quoteValue(wanted)}, but ${names(processes)}. Name one of them.`,
      { process: wanted, processes: processes.map(({ id, name }) => ({ id, name })) },
    );
  }
  const full = processes.filter(({ nodes }) => nodes.length > 0);
  const [first, second] = full;
  if (second === undefined) return first ?? processes[0]!;
  const at: Position = second.at;
  const message = `the file holds ${full.length} processes: ${names(full)}. Pass { process } with the id or name of one.`;
  throw xmlError(BPMN, "several-processes", at, message, {
    processes: processes.map(({ id, name }) => ({ id, name })),
  });
}
