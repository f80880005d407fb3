/**
 * An instant as ISO 8601 text in UTC, with as many digits of the second as it has: none, three or six. Finer parts are
 * rounded to the microsecond, which {@link parseTimestamp} reads back to the same number in the years 1830 to 2109.
 *
 * @param time Milliseconds since 1970-01-01T00:00Z, within ±8.64e15; beyond a RangeError is thrown.
 *
 * @example
 * formatTimestamp(500.25); // => "1970-01-01T00:00:00.500250Z"
 */
export function formatTimestamp(time: number): string {
  const { text, fraction } = parts(time);
  return `${text}${fraction === "000" ? "" : `.${fraction}`}Z`;
}

/** The form of xs:dateTime that every XES tool reads: always a fraction, and the zone as an offset. */
export function formatXesTimestamp(time: number): string {
  const { text, fraction } = parts(time);
  return `${text}.${fraction}+00:00`;
}

function parts(time: number): { readonly text: string; readonly fraction: string } {
  let whole = Math.floor(time);
  let micros = Math.round((time - whole) * 1000);
  if (micros === 1000) {
    whole += 1;
    micros = 0;
  }
  const iso = new Date(whole).toISOString(); // …SS.mmmZ
  const ms = iso.slice(-4, -1);
  return { text: iso.slice(0, -5), fraction: micros === 0 ? ms : ms + String(micros).padStart(3, "0") };
}
