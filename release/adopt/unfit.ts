import { serviceNameLimit } from "../../components/config/service.ts";
import type { LiveCronJob, LiveDeployment, LivePodTemplate } from "./shapes.ts";

/** Why what makes pods cannot become a service, whatever its kind; undefined where nothing stands in the way. Pure. */
export function unfitObject(
  { metadata }: LiveDeployment | LiveCronJob,
  { spec: { containers } }: LivePodTemplate,
): string | undefined {
  const { name, managedFields = [], ownerReferences = [] } = metadata;
  const owner = ownerReferences.find(({ controller }) => controller === true);
  const image = containers[0]?.image ?? "";
  const pulumi = managedFields.some(({ manager = "" }) => /^pulumi-(kubernetes|resource)/.test(manager));
  if (owner !== undefined) return `${owner.kind} ${owner.name} made it and would undo every change of ours`;
  if (pulumi) return "a Pulumi program has it already; if that is gone: release adopt --undo there, first";
  if (name.length > serviceNameLimit || !/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name))
    return `its name is no service's: a-z, 0-9 and "-", starting with a letter, at most ${serviceNameLimit} characters`;
  if (!image.slice(image.lastIndexOf("/") + 1).includes(":"))
    return `its image ${image} has no tag, so no version is known: kubectl set image`;
  if (/:[^/@]+@/.test(image)) return `its image ${image} is named by tag and digest: by one of them a version is told`;
  return undefined;
}
