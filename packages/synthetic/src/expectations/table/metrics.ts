import { quoteValue } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { binomialBand } from "../binomial-band.js";
import type { Finding } from "../check.js";
import { countWords, Violations } from "../violations.js";
import type { ReadQcRow, ReadQcValue } from "./qc-columns.js";
import { rowsAgainst } from "./rows-against.js";

const rowsToJudge = 20;
const falseAlarmRate = 1e-3;

export function readable(rows: readonly ReadQcRow[], log: EventLog): Finding {
  return rowsAgainst(rows, log, "unreadable", (row) => (row.qc === null ? row.why : null));
}

/** Names that differ only by case, blanks, dashes and underscores are one metric spelled in several ways. */
export function oneSpelling(rows: readonly ReadQcRow[]): Finding {
  return groupsOfSeveral(
    rows,
    (qc) => qc.metric.toLowerCase().replace(/[\s_-]+/g, ""),
    (qc) => qc.metric,
    "metric",
    "spelled in several ways",
  );
}

export function oneUnit(rows: readonly ReadQcRow[]): Finding {
  return groupsOfSeveral(
    rows,
    (qc) => qc.metric,
    (qc) => qc.unit,
    "metric",
    "with several units",
  );
}

/** Groups of `key` that hold more than one `value`. */
function groupsOfSeveral(
  rows: readonly ReadQcRow[],
  key: (qc: ReadQcValue) => string,
  value: (qc: ReadQcValue) => string,
  singular: string,
  what: string,
): Finding {
  const groups = new Map<string, Set<string>>();
  for (const { qc } of rows) {
    if (qc === null) continue;
    const group = groups.get(key(qc));
    if (group === undefined) groups.set(key(qc), new Set([value(qc)]));
    else group.add(value(qc));
  }
  const found = new Violations();
  for (const [name, values] of groups) {
    if (values.size > 1)
      found.add(() => `${quoteValue(name)}: ${[...values].map((one) => quoteValue(one)).join(", ")}`);
  }
  const observed = `${found.count} of ${countWords(groups.size, singular)} ${what}`;
  return { observed, violations: found.count, examples: found.examples };
}

/** Inside the warning limits, between them and the specification limits, outside; limits themselves are inside. */
export function statusFitsLimits(rows: readonly ReadQcRow[], log: EventLog): Finding {
  const within = (value: number, low: number | null, high: number | null): boolean =>
    (low === null || value >= low) && (high === null || value <= high);
  return rowsAgainst(rows, log, "with another status than the limits give", ({ qc }) => {
    if (qc === null) return null;
    const status = !within(qc.value, qc.specLow, qc.specHigh)
      ? "Critical Fail"
      : within(qc.value, qc.warnLow, qc.warnHigh)
        ? "In Spec"
        : "Tolerance Warning";
    return status === qc.status
      ? null
      : `says ${qc.status} of ${qc.metric} = ${qc.value} ${qc.unit}, the limits say ${status}`;
  });
}

/** A metric with twenty rows or more takes at least half as many different values. Counts and pass-or-fail metrics (unit 1) are passed over. */
export function metricDiversity(rows: readonly ReadQcRow[]): Finding {
  const values = new Map<string, number[]>();
  for (const { qc } of rows) {
    if (qc === null || qc.unit === "1") continue;
    const list = values.get(qc.metric);
    if (list === undefined) values.set(qc.metric, [qc.value]);
    else list.push(qc.value);
  }
  const found = new Violations();
  let judged = 0;
  for (const [metric, list] of values) {
    if (list.length < rowsToJudge) continue;
    judged++;
    const distinct = new Set(list).size;
    if (distinct * 2 < list.length)
      found.add(() => `${quoteValue(metric)}: ${distinct} values in ${list.length} rows`);
  }
  const observed = `${found.count} of ${countWords(judged, "metric")} with few values`;
  return { observed, violations: found.count, examples: found.examples };
}

/** Against it is a share that chance (one in a thousand) does not explain from either end of the band. */
export function inSpecShare(rows: readonly ReadQcRow[], low: number, high: number): Finding {
  const judged = rows.filter((row) => row.qc !== null);
  const inSpec = judged.filter((row) => row.qc!.status === "In Spec").length;
  if (judged.length === 0) return { observed: "no rows to judge by", violations: 0, examples: [] };
  const share = inSpec / judged.length;
  const least = binomialBand(judged.length, low, falseAlarmRate).low;
  const most = binomialBand(judged.length, high, falseAlarmRate).high;
  return {
    observed:
      `${inSpec} of ${judged.length} rows in spec, a share of ${share.toFixed(3)}; ` +
      `with so many rows ${least.toFixed(3)} to ${most.toFixed(3)} is no surprise`,
    violations: share < least || share > most ? 1 : 0,
    examples: [],
  };
}
