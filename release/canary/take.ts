import { readText } from "../../components/config/stackFile.ts";
import { hasTracks } from "../../components/objects/canarySplit.ts";
import { apiProblem } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { omit } from "../../components/config/omit.ts";
import type { Service } from "../../components/config/stackConfig.ts";
import type { CanaryAction, CanaryRecord } from "../../records/canary.ts";
import { changedStackFile } from "../../parameters/changedStackFile.ts";
import { stackFile } from "../../parameters/location.ts";
import { describedStack, readStack, serviceFiles } from "../../parameters/stack.ts";
import { basesOf, type StackFileEdit } from "../../parameters/stackFileEdit.ts";
import type { ReleaseContext } from "../context.ts";
import { release, type ReleaseOutcome } from "../release.ts";
import { promotionEdits, stepEdits } from "./edits.ts";
import { expectedOf, requireExpected } from "./expected.ts";
import { standIn } from "./since.ts";
import { thinned } from "./series.ts";
import type { CanaryService } from "./steps.ts";
import { inVersions, type Walk, type WalkRequest } from "./walking.ts";

/** One step: an ordinary release of another weight. */
export async function takeStep(
  walking: Walk,
  services: readonly CanaryService[],
  step: number,
): Promise<ReleaseOutcome> {
  const { versions } = walking.request;
  const { cluster } = walking.context;
  const canaries = await Promise.all(
    inVersions(services, versions).map(async (one) => ({
      ...one,
      stablePods: await scaledPods(cluster, one.service),
    })),
  );
  const action = services.some(({ service }) => service.release.canary === undefined) ? "start" : "step";
  return releaseCanary(walking, action, stepEdits(canaries, step, walking.expected));
}

/**
 * The canary's version for everybody, in one update: the stable pods are replaced while the canary still serves its
 * share, then the routes leave it, then its pods go.
 */
export function promote(walking: Walk, services: readonly CanaryService[]): Promise<ReleaseOutcome> {
  const names = services.map(({ service }) => service.name);
  return releaseCanary(walking, "promote", promotionEdits(names, walking.expected));
}

/** Behind whatever else is released: a walk that has begun does not end because of that, in s. */
const inLine = 1800;

/** A release of canaries, with what it does to them and why on its record. Only a walk's first is asked for. */
export async function releaseCanary(
  walking: Walk,
  action: CanaryAction,
  edits: StackFileEdit[],
  reason?: string,
): Promise<ReleaseOutcome> {
  const { request, context, releases, figures, points, expected, approved } = walking;
  const canary: CanaryRecord = {
    action,
    at: standsAfter(edits, context),
    ...(figures.length === 0 ? {} : { figures }),
    ...(action === "promote" || action === "abort" ? { points: thinned(points) } : {}),
  };
  const asked = approved ? { ...context, approve: () => Promise.resolve(true) } : context;
  const waits =
    releases.length > 0 || approved || action === "abort"
      ? { waitSeconds: Math.max(inLine, request.waitSeconds ?? 0) }
      : {};
  // What let the first one through is of no other.
  const wanted: WalkRequest = releases.length === 0 ? request : omit(request, "emergency", "proposal");
  const made = await release(
    {
      ...omit(wanted, "versions", "from"),
      ...waits,
      kind: "canary",
      edits,
      canary,
      ...(reason === undefined ? {} : { reason }),
      expected: (records) => {
        requireExpected(expected, records);
      },
    },
    asked,
  );
  walking.approved = true;
  if (made.record.result === "succeeded")
    walking.expected = expectedOf([...expected.keys()], readStack(context.location));
  return made;
}

/** Stable pods of a service whose number an autoscaler chooses, where a gateway weighs; undefined of any other. */
async function scaledPods(cluster: Cluster, service: Service): Promise<number | undefined> {
  if (service.autoscaling === undefined || !hasTracks(service)) return undefined;
  const { namespace, name } = service;
  try {
    return (await cluster.apps.readNamespacedDeployment({ namespace, name })).spec?.replicas;
  } catch (error) {
    throw apiProblem(error, `reading deployment ${namespace}/${name}`);
  }
}

/** Where the canaries stand once the edits are released; of those that go, where they stood. */
function standsAfter(edits: StackFileEdit[], { location }: ReleaseContext): CanaryRecord["at"] {
  const before = readText(stackFile(location), location.stack);
  const files = serviceFiles(location);
  const after = changedStackFile(before, { edits }, basesOf(files, location.stack));
  const [stood, stands] = [before, after].map((text) => {
    const { config } = describedStack(location, text, files);
    return new Map(config.services.map((service) => [service.name, standIn(service)]));
  });
  return edits.flatMap(({ service }) => stands?.get(service) ?? stood?.get(service) ?? []);
}
