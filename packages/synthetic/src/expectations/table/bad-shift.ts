import type { Finding } from "../check.js";
import { countWords } from "../violations.js";
import type { ReadQcRow } from "./qc-columns.js";

/** Means of the room temperature: the bad shift against all others in the same room. */
export function badShiftHotter(
  rows: readonly ReadQcRow[],
  shift: string,
  location: string,
  hotterByC: number,
): Finding {
  const here = rows.filter((row) => row.location === location && row.ambientC !== null);
  const bad = here.filter((row) => row.shift === shift).map((row) => row.ambientC!);
  const others = here.filter((row) => row.shift !== shift).map((row) => row.ambientC!);
  if (bad.length === 0 || others.length === 0) {
    const what = bad.length === 0 ? `no row of ${shift}` : "no row of another shift";
    return { observed: `${what} in ${location} with a temperature`, violations: 1, examples: [] };
  }
  const difference = mean(bad) - mean(others);
  return {
    observed:
      `${mean(bad).toFixed(2)} °C in ${countWords(bad.length, "row")} against ${mean(others).toFixed(2)} °C ` +
      `in ${countWords(others.length, "row")}: ${difference.toFixed(2)} °C hotter`,
    violations: difference > hotterByC ? 0 : 1,
    examples: [],
  };
}

const rowsToJudge = 10;

/** Shares of rows out of the warning limits; with fewer than ten rows of the shift or of others nothing is judged. */
export function badShiftMovesMetrics(rows: readonly ReadQcRow[], shift: string, location: string): Finding {
  const here = rows.filter((row) => row.location === location && row.qc !== null);
  const off = (list: readonly ReadQcRow[]): number =>
    list.filter((row) => row.qc!.status !== "In Spec").length;
  const bad = here.filter((row) => row.shift === shift);
  const others = here.filter((row) => row.shift !== shift);
  const isEnough = bad.length >= rowsToJudge && others.length >= rowsToJudge;
  const isWorse = off(bad) / bad.length > off(others) / others.length;
  return {
    observed:
      `${off(bad)} of ${countWords(bad.length, "row")} out of the warning limits against ` +
      `${off(others)} of ${countWords(others.length, "row")}${isEnough ? "" : ", too few to judge"}`,
    violations: isEnough && !isWorse ? 1 : 0,
    examples: [],
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
