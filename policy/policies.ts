import { containersOf } from "./deployment.ts";
import type { ContainerView, DeploymentView } from "./deployment.ts";

/** One policy: what it asks of a Deployment, as sentences about what is amiss. Pure. */
export interface Policy {
  name: string;
  description: string;
  check: (deployment: DeploymentView, place: Place) => string[];
}

/** Where a Deployment is about to go. */
export interface Place {
  /** `prod` */
  stack: string;
  /** Stacks whose images must be pinned by digest. */
  pinned: readonly string[];
}

/** Where nobody says otherwise. */
export const pinnedByDefault: readonly string[] = ["prod"];

export const policies: readonly Policy[] = [
  {
    name: "owner-set",
    description: "Every service says which team owns it (`owner`).",
    check: ({ metadata }) =>
      (metadata?.annotations?.["releases/owner"] ?? "").trim() === ""
        ? ["nobody owns it: set `owner` in its basic parameters"]
        : [],
  },
  {
    name: "requests-set",
    description: "Every container requests CPU and memory.",
    check: (deployment) =>
      containersOf(deployment).flatMap((container) => {
        const missing = ["cpu", "memory"].filter((resource) => requestOf(container, resource) === undefined);
        return missing.length === 0 ? [] : [`container ${nameOf(container)} requests no ${missing.join(" and no ")}`];
      }),
  },
  {
    name: "images-pinned",
    description: "On production stacks every image is named by its digest: a tag may be moved.",
    check: (deployment, { stack, pinned }) =>
      pinned.includes(stack)
        ? containersOf(deployment)
            .filter(({ image = "" }) => !/@sha256:[0-9a-f]{64}$/.test(image))
            .map(
              (container) =>
                `container ${nameOf(container)} runs ${container.image ?? "no image"}: release a digest (sha256:...) on ${stack}`,
            )
        : [],
  },
  {
    name: "waivers-explained",
    description: "Whoever waives a rule says why, in 10 characters or more.",
    check: ({ metadata }) => {
      const waivers = waiversIn(metadata?.annotations?.["releases/waivers"]);
      if (waivers === undefined) return ["its annotation releases/waivers is no JSON object of rule and reason"];
      return Object.entries(waivers)
        .filter(([, reason]) => typeof reason !== "string" || reason.trim().length < 10)
        .map(([code]) => `${code} is waived without a reason`);
    },
  },
];

/** Kubernetes takes a limit for the request where there is none. */
function requestOf({ resources }: ContainerView, resource: string): string | undefined {
  return resources?.requests?.[resource] ?? resources?.limits?.[resource];
}

function nameOf({ name }: ContainerView): string {
  return name ?? "without a name";
}

function waiversIn(annotation = "{}"): Record<string, unknown> | undefined {
  try {
    const waivers: unknown = JSON.parse(annotation);
    return typeof waivers === "object" && waivers !== null ? { ...waivers } : undefined;
  } catch {
    return undefined;
  }
}
