import type { Change } from "./change.ts";

/**
 * The changes of a stack as one for each release: it came to serve where one of its services did, it failed where one
 * did, and it is well again once all are. Pure.
 */
export function byRelease(changes: readonly Change[]): Change[] {
  const releases = Map.groupBy(changes, ({ stack, release }) => `${stack} ${release}`);
  return [...releases.values()].flatMap((parts) => {
    const [first] = parts;
    if (first === undefined) return [];
    const failed = parts.filter((part) => part.failed);
    const lead = parts.map((part) => part.lead).filter((known) => known !== undefined);
    const restored = failed.flatMap(({ restoredAt }) => restoredAt ?? []);
    const { stack, release, startedAt, endedAt } = first;
    return [
      {
        ...{ stack, service: "", release, startedAt, endedAt },
        deployed: parts.some((part) => part.deployed),
        failed: failed.length > 0,
        ...(lead.length === 0 ? {} : { lead: lead.find((one) => typeof one === "number") ?? leadWord(lead) }),
        ...(failed.length > 0 && restored.length === failed.length ? { restoredAt: Math.max(...restored) } : {}),
      },
    ];
  });
}

function leadWord(lead: readonly Change["lead"][]): "again" | "unknown" {
  return lead.includes("unknown") ? "unknown" : "again";
}
