/** What is wanted where {@link instantMs} gives `null`. */
export const instantError =
  'Give ms since the epoch, or an ISO 8601 instant with "Z" or an offset such as "2025-01-06T06:00:00Z", from 1970 to 2999.';

const isoInstant = /^(\d{4})-(\d\d)-(\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

/**
 * Ms since the epoch; `null` when it is no instant from 1970 to 2999. A date alone is 00:00 UTC; a time without a zone is refused, since it
 * would depend on the machine.
 */
export function instantMs(instant: number | string): number | null {
  let ms = instant;
  if (typeof ms === "string") {
    const match = isoInstant.exec(ms);
    if (match === null) return null;
    const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
    if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return null; // 30 February
    ms = Date.parse(ms);
  }
  return ms >= 0 && ms < Date.UTC(3000, 0, 1) ? ms : null;
}
