/**
 * Names the shift that an instant lies in by the clock of a zone: weekday and `AM` (06 to 14), `PM` (14 to 22) or `Night`, for instance
 * `Friday_PM`. The hours from midnight to 06 belong to the night of their own day.
 */
export function shiftLabeller(timeZone: string): (timeMs: number) => string {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "long",
    hour: "2-digit",
    hourCycle: "h23",
  });
  return (timeMs) => {
    const parts = format.formatToParts(timeMs);
    const part = (type: "weekday" | "hour"): string => parts.find((one) => one.type === type)!.value;
    const hour = Number(part("hour"));
    return `${part("weekday")}_${hour < 6 || hour >= 22 ? "Night" : hour < 14 ? "AM" : "PM"}`;
  };
}
