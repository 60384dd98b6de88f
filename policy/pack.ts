import { PolicyPack } from "@pulumi/policy";
import type { PolicyConfigSchema, ResourceValidationPolicy } from "@pulumi/policy";
import { ownPackage } from "../host/ownPackage.ts";
import { pinnedByDefault, policies } from "./policies.ts";
import type { Policy } from "./policies.ts";

/** Given with `--policy-pack-config`, as in lab.json. */
const configSchema: PolicyConfigSchema = {
  properties: {
    pinned: {
      ...{ type: "array", items: { type: "string" }, default: [...pinnedByDefault] },
      description: "Stacks whose images are pinned by digest.",
    },
  },
};

// Pulumi takes the pack's version from the package.json of the folder that it runs in: the project's, which need not have one.
process.chdir(ownPackage(import.meta.dirname).folder);

/** `pulumi up --policy-pack policy`: what the platform team asks of every service on every stack. */
new PolicyPack("service-releases", { enforcementLevel: "mandatory", policies: policies.map(validation) });

function validation({ name, description, check }: Policy): ResourceValidationPolicy {
  return {
    name,
    description,
    ...(name === "images-pinned" ? { configSchema } : {}),
    validateResource: (resource, reportViolation) => {
      if (resource.type !== "kubernetes:apps/v1:Deployment") return;
      const { pinned = pinnedByDefault } = resource.getConfig<{ pinned?: readonly string[] }>();
      const place = { stack: stackOf(resource.urn), pinned };
      for (const violation of check(resource.props, place)) reportViolation(violation);
    },
  };
}

/** `urn:pulumi:<stack>::<project>::<type>::<name>` */
function stackOf(urn: string): string {
  return urn.split("::")[0]?.replace("urn:pulumi:", "") ?? "";
}
