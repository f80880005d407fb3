import { basename } from "node:path";
import { checkCasePredicate, type EventLog, filterCases, type ReadEventLog } from "@gigamine/event-log";
import { readLogFile } from "@gigamine/event-log/node";
import type { ReadFlags } from "./options.js";
import { readJsonFile } from "./read-file.js";
import type { Context } from "./terminal.js";

/** Reads the user's log and says on stderr what became of its rows when not all were kept. */
export async function readLog(
  path: string,
  flags: ReadFlags,
  { terminal, signal }: Context,
): Promise<ReadEventLog> {
  const predicate = flags.filter === undefined ? null : checkCasePredicate(await readJsonFile(flags.filter));
  terminal.stage(`reading ${basename(path)}`);
  const log = await readLogFile(path, {
    columns: {
      case: flags.case,
      activity: flags.activity,
      timestamp: flags.timestamp === false ? null : flags.timestamp,
      start: flags.start,
      resource: flags.resource,
    },
    timeZone: flags.timeZone,
    timeFormat: flags.timeFormat,
    dateOrder: flags.dateOrder,
    delimiter: flags.delimiter,
    encoding: flags.encoding,
    classifier: flags.classifier,
    objectType: flags.objectType,
    onIssue: flags.onIssue,
    signal,
    onProgress: terminal.onProgress,
  });
  const { report } = log;
  if (report.rowsDropped > 0) {
    const kept = `${report.rowsKept.toLocaleString("en")} of ${report.rowsRead.toLocaleString("en")} rows kept`;
    terminal.note(`${basename(path)}: ${kept}, ${report.rowsDropped.toLocaleString("en")} left out.`);
  }
  for (const [code, count] of Object.entries(report.issueCounts)) {
    const first = report.issues.find((issue) => issue.code === code);
    if (first !== undefined) terminal.note(`${count.toLocaleString("en")} × ${code}: ${first.message}`);
  }
  if (predicate === null) return log;
  const filtered: EventLog = filterCases(log, predicate);
  const counts = [filtered, log].map(({ caseIds }) => caseIds.length.toLocaleString("en"));
  terminal.note(`${counts.join(" of ")} cases kept by ${basename(flags.filter!)}.`);
  return { ...filtered, report };
}
