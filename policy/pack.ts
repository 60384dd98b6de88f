import { PolicyPack } from "@pulumi/policy";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { policies } from "./policies.ts";
import type { Policy } from "./policies.ts";

/** `pulumi up --policy-pack policy`: what the platform team asks of every service on every stack. */
new PolicyPack("service-releases", { enforcementLevel: "mandatory", policies: policies.map(validation) });

function validation({ name, description, check }: Policy): ResourceValidationPolicy {
  return {
    name,
    description,
    configSchema: {
      properties: {
        pinned: { type: "array", items: { type: "string" }, description: "Stacks whose images are pinned by digest." },
      },
    },
    validateResource: (resource, reportViolation) => {
      if (resource.type !== "kubernetes:apps/v1:Deployment") return;
      const { pinned = ["prod"] } = resource.getConfig<{ pinned?: string[] }>();
      const place = { stack: stackOf(resource.urn), pinned };
      for (const violation of check(resource.props, place)) reportViolation(violation);
    },
  };
}

/** `urn:pulumi:<stack>::<project>::<type>::<name>` */
function stackOf(urn: string): string {
  return urn.split("::")[0]?.replace("urn:pulumi:", "") ?? "";
}
