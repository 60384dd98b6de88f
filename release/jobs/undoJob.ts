import type { V1Job } from "@kubernetes/client-node";
import { z } from "zod";
import { omit } from "../../components/config/omit.ts";

const words = z.object({ command: z.array(z.string()).optional(), args: z.array(z.string()).optional() });

/**
 * The Job that takes back what another did: the same pod with the command that its annotation names. Undefined where it
 * names none. It goes by itself an hour after its end. Pure.
 */
export function undoJob({ metadata, spec }: V1Job, id: string): V1Job | undefined {
  const told = metadata?.annotations?.["releases/undo"];
  if (told === undefined || spec === undefined || metadata?.name === undefined) return undefined;
  const { command, args } = words.parse(JSON.parse(told));
  const { template } = spec;
  const [main, ...others] = template.spec?.containers ?? [];
  if (main === undefined) return undefined;
  const ways = { ...(command === undefined ? {} : { command }), ...(args === undefined ? {} : { args }) };
  const labels = { "releases/job-runs": "undo", "app.kubernetes.io/managed-by": "release" };
  const own = Object.entries(template.metadata?.labels ?? {}).filter(([key]) => !/job-name|controller-uid/.test(key));
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: metadata.name.replace(/[^-]+$/, id),
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      labels: { ...metadata.labels, ...labels },
    },
    spec: {
      ttlSecondsAfterFinished: 3600,
      ...(spec.backoffLimit === undefined ? {} : { backoffLimit: spec.backoffLimit }),
      ...(spec.activeDeadlineSeconds === undefined ? {} : { activeDeadlineSeconds: spec.activeDeadlineSeconds }),
      template: {
        metadata: { labels: { ...Object.fromEntries(own), ...labels } },
        spec: { ...template.spec, containers: [{ ...omit(main, "command", "args"), ...ways }, ...others] },
      },
    },
  };
}
