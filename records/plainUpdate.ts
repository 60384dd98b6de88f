import type { UpdateSummary } from "../engine/engine.ts";
import type { ServiceParameters } from "../parameters/serviceParameters.ts";
import type { ReleaseRecord } from "./record.ts";

const operator = "pulumi up";

/** What an update is called that was none of ours: by the second in which it began. */
export function plainId({ startTime }: Pick<UpdateSummary, "startTime">): string {
  return `pulumi-${Math.floor(startTime.getTime() / 1000)}`;
}

/** Whether it was made by a plain `pulumi up`. */
export function isPlain({ operator: by }: Pick<ReleaseRecord, "operator">): boolean {
  return by === operator || by.startsWith(`${operator} (`);
}

/**
 * The record with other secrets: Pulumi's history holds none, so that none are kept of a plain update, and each reader
 * takes those that the stack has by then. Older ones are no way back: a later plain update may have changed them.
 */
export function withSecrets(
  record: ReleaseRecord,
  secretsOf: (service: string) => ServiceParameters["secrets"],
): ReleaseRecord {
  const changes = record.changes.map((change) => {
    const secrets = secretsOf(change.service);
    const { before, after } = change;
    return { ...change, ...(before && { before: { ...before, secrets } }), after: { ...after, secrets } };
  });
  return { ...record, changes };
}

/** Pulumi notes nobody's name: what ran it, `pulumi up (GitHub Actions 12)`. */
export function plainOperator({ ci }: Pick<UpdateSummary, "ci">): string {
  return ci === undefined ? operator : `${operator} (${ci})`;
}

/** The checkout that it came from, as a record has it. */
export function gitOf({ git }: Pick<UpdateSummary, "git">): Pick<ReleaseRecord, "git"> {
  if (git === undefined) return {};
  return { git: { commit: git.commit.slice(0, 12), branch: git.branch, dirty: git.dirty ? "some" : 0 } };
}
