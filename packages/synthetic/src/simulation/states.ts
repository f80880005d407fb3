import type { Interval, Member } from "./member.js";
import type { Records } from "./records.js";
import type { Running } from "./running.js";

/** Set-up and repairs of a visit, as far as they lie before `untilMs`. */
export function recordVisitStates<Data>(
  records: Records<Data>,
  { visit, members, timeline }: Running<Data>,
  untilMs: number,
): void {
  const first = members[0];
  if (visit.setupMs > 0 && first !== undefined) {
    const toMs = Math.min(timeline.setupEndMs, untilMs);
    records.state({ member: first.name, state: "setup", fromMs: visit.startMs, toMs });
  }
  for (const { member, fromMs, toMs } of timeline.failures) {
    records.state({ member: member.name, state: "failed", fromMs, toMs: Math.min(toMs, untilMs) });
  }
}

/** A window of maintenance that ends now, or is cut by the end of the run; it begins late when work had to be finished. */
export function recordMaintenance<Data>(
  records: Records<Data>,
  member: Member<Data>,
  window: Interval,
  startMs: number,
  nowMs: number,
): void {
  if (member.used > 0) return;
  const fromMs = Math.max(window.fromMs, member.freeSinceMs, startMs);
  records.state({ member: member.name, state: "maintenance", fromMs, toMs: Math.min(window.toMs, nowMs) });
}
