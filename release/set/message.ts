import type { VersionChange } from "../../parameters/setVersions.ts";

/** What a commit that sets versions says; nothing is released by it, so it names no release. */
export function setMessage(
  stack: string,
  changes: readonly VersionChange[],
  { operator, description }: { operator: string; description?: string },
): string {
  const all = changes.map(changeText);
  const subject = all.length <= 4 ? all.join(", ") : `${all.slice(0, 3).join(", ")} and ${all.length - 3} more`;
  const trailers = [
    `Release-Set: ${changes.map(({ service, after }) => `${service}=${after}`).join(" ")}`,
    `Release-Stack: ${stack}`,
    `Release-Operator: ${operator.replaceAll(/\s+/g, " ")}`,
  ];
  const body = description === undefined ? [] : [description.trim()];
  return `${[`set ${subject} in ${stack}`, ...body, trailers.join("\n")].join("\n\n")}\n`;
}

/** `website v1 → v2` */
export function changeText({ service, before, after }: VersionChange): string {
  return before === undefined ? `${service} ${after}` : `${service} ${before} → ${after}`;
}
