import { objectPath } from "../../drift/kinds.ts";
import { serviceUrn } from "../../engine/urn.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { ReleaseContext } from "../context.ts";
import { awaitGone } from "../leaving.ts";

/**
 * Deployments that the failed release was still taking away go first, and Pulumi's state is told: it would change what is
 * about to be gone.
 */
export async function awaitLeaving(record: ReleaseRecord, context: ReleaseContext): Promise<void> {
  const gone = await Promise.all(
    record.changes.map(async ({ service, namespace }) => {
      const path = objectPath({ apiVersion: "apps/v1", kind: "Deployment", namespace }, service) ?? "";
      return (await awaitGone({ path, title: `Deployment ${service}` }, context)) ? [service] : [];
    }),
  );
  const targets = gone.flat().map((service) => serviceUrn(record, "kubernetes:apps/v1:Deployment", service));
  if (targets.length === 0) return;
  const { emit, signal } = context;
  await context.engine.refresh({ message: `${gone.flat().join(", ")} had been deleted`, targets, emit, signal });
}
