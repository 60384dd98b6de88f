/** A time as ISO 8601 writes it, as a person reads it: `2026-12-01 08:00:00 UTC`. Pure. */
export function utcText(time: string): string {
  return `${time.slice(0, 19).replace("T", " ")} UTC`;
}
