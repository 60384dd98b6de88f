import { nearest } from "./nearest.ts";

/**
 * What is wrong with a time zone; undefined where it is one. Kubernetes looks zones up as files, so case counts, as it
 * does not for JavaScript.
 */
export function timeZoneError(text: string): string | undefined {
  const known = resolved(text);
  if (known !== undefined && (known === text || known.toLowerCase() !== text.toLowerCase())) return undefined;
  const near = nearest(text, [...Intl.supportedValuesOf("timeZone"), "UTC"]);
  const hint = near === undefined ? "allowed: a name of the tz database like Asia/Tokyo" : `did you mean "${near}"?`;
  return `there is no time zone "${text}"; ${hint}`;
}

/** The zone's own name: `Etc/UTC` is `UTC`. Offsets like +09:00 are no zones to Kubernetes. */
function resolved(text: string): string | undefined {
  if (!/^[A-Za-z]/.test(text)) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
