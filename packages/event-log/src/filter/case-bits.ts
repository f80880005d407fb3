import { type BitSet, randomStream } from "@gigamine/base";
import type { EventLog } from "../types.js";
import { checkPredicate, endOf, type Place } from "./check-predicate.js";
import {
  casesByActivity,
  casesByCount,
  casesByEnd,
  casesByPath,
  casesByRework,
  casesByVariant,
} from "./control-flow-cases.js";
import {
  casesByDuration,
  casesByFourEyes,
  casesById,
  casesBySize,
  casesByTime,
  casesWithMark,
  markValues,
  namedColumn,
} from "./data-cases.js";
import type { CasePredicate } from "./predicate.js";
import { casesWhere, select } from "./select.js";

const ANY = Number.POSITIVE_INFINITY;

/** The cases of `log` for which the predicate holds. Checks the predicate first. */
export function casesThat(log: EventLog, predicate: CasePredicate, place: Place): BitSet {
  checkPredicate(predicate, place);
  return caseBits(log, predicate, place);
}

/** The log of the cases for which the options of a named filter, as a leaf of a predicate, hold or do not. */
export function selectThat<E extends object, C extends object>(
  log: EventLog<E, C>,
  predicate: CasePredicate,
  where: string,
  keep = true,
): EventLog<E, C> {
  const bits = casesThat(log, predicate, { where, path: "" });
  if (!keep) bits.complement();
  return select(log, bits, null);
}

function caseBits(log: EventLog, predicate: CasePredicate, place: Place): BitSet {
  const where = place.path === "" ? place.where : `${place.where}: ${place.path}`;
  switch (predicate.kind) {
    case "and":
    case "or": {
      const [first, ...others] = predicate.of.map((item, i) =>
        caseBits(log, item, { ...place, path: `${place.path}.of[${i}]` }),
      );
      if (first === undefined) return casesWhere(log, () => predicate.kind === "and");
      for (const other of others) {
        if (predicate.kind === "and") first.intersect(other);
        else first.union(other);
      }
      return first;
    }
    case "not": {
      const bits = caseBits(log, predicate.of, { ...place, path: `${place.path}.of` });
      bits.complement();
      return bits;
    }
    case "activity":
      return casesByActivity(log, predicate.names, predicate.min ?? 1, predicate.max ?? ANY, where);
    case "startActivity":
      return casesByEnd(log, predicate.names, "first", where);
    case "endActivity":
      return casesByEnd(log, predicate.names, "last", where);
    case "directlyFollows":
    case "eventuallyFollows":
      return casesByPath(log, predicate, predicate.kind === "directlyFollows", where);
    case "rework":
      return casesByRework(log, predicate.names, predicate.min ?? 2, where);
    case "size":
      return casesBySize(log, predicate.min ?? 0, predicate.max ?? ANY);
    case "duration":
      return casesByDuration(log, predicate.minMs ?? 0, predicate.maxMs ?? ANY);
    case "time":
      return casesByTime(
        log,
        endOf(predicate.from ?? -ANY),
        endOf(predicate.to ?? ANY),
        predicate.mode ?? "contained",
      );
    case "variant":
      return casesByVariant(log, predicate, where);
    case "resource": {
      const names = typeof predicate.names === "string" ? [predicate.names] : predicate.names;
      const column = namedColumn(log.eventAttributes, "event", "resource", where);
      return casesWithMark(log, markValues(column, { in: names }, place));
    }
    case "fourEyes":
      return casesByFourEyes(log, predicate.first, predicate.second, predicate.resource === "same", where);
    case "sample": {
      const { count, share, seed } = predicate;
      const cases = log.caseIds.length;
      const stream = randomStream(seed, "sample", "cases");
      return casesByCount(log, count ?? Math.round(share! * cases), () => stream.next());
    }
    case "caseId":
      return casesById(log, predicate.ids);
    case "caseAttribute": {
      const marks = markValues(
        namedColumn(log.caseAttributes, "case", predicate.name, where),
        predicate,
        place,
      );
      return casesWhere(log, (c) => marks[c] === 1);
    }
    default: {
      const column = namedColumn(log.eventAttributes, "event", predicate.name, where);
      return casesWithMark(log, markValues(column, predicate, place));
    }
  }
}
