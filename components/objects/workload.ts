import type { Service } from "../config/stackConfig.ts";
import { cronJob, type CronJobManifest } from "./cronJob.ts";
import { deployment, type DeploymentManifest } from "./deployment.ts";
import type { DeploymentShape, PodShape } from "./readBack/shapes.ts";
import type { ConfigNames } from "./volumes.ts";

/** The kind of the object that makes a service's pods. */
export function workloadKind({ cronJob: runs }: Pick<Service, "cronJob">): "Deployment" | "CronJob" {
  return runs === undefined ? "Deployment" : "CronJob";
}

/** The object that makes a service's pods: those that go on running, or those that run to their end. */
export function workload(service: Service, names: ConfigNames): DeploymentManifest | CronJobManifest {
  return cronJob(service, names) ?? deployment(service, names);
}

/** Where a workload's pod template stands in it, the template's own name left out. */
export function templateHolder(kind: string): readonly string[] {
  return kind === "CronJob" ? ["spec", "jobTemplate", "spec"] : ["spec"];
}

interface AnyShape {
  spec?: { template?: PodTemplate; jobTemplate?: { spec?: { template?: PodTemplate } } };
}
type PodTemplate = NonNullable<NonNullable<DeploymentShape["spec"]>["template"]>;

/** The pods of a workload, of whichever kind; undefined for other objects. */
export function podsOf(manifest: object | undefined): PodShape | undefined {
  return templateOf(manifest)?.spec;
}

export function templateOf(manifest: object | undefined): PodTemplate | undefined {
  const { spec } = (manifest ?? {}) as AnyShape;
  return spec?.jobTemplate?.spec?.template ?? spec?.template;
}
