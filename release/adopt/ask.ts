import type { Service } from "../../components/config/stackConfig.ts";
import { objectsOf } from "../../components/objects.ts";
import { apiProblem } from "../../cluster/apiError.ts";
import type { Ask } from "../../cluster/request.ts";
import { objectPath, type LiveObject } from "./live.ts";
import { mainOf, type Workload } from "./workload.ts";

/** An object that stands, and what the API server would make of what the service asks for in its place. */
export interface Asked {
  live: LiveObject;
  asked: LiveObject;
}

/** Objects of a workload, which the service bears under its own name; routes have theirs. */
export function standing(workload: Workload): LiveObject[] {
  const { account, routes } = workload;
  const beside = "cronJob" in workload ? [] : [workload.service, workload.autoscaler, workload.budget];
  return [mainOf(workload), ...beside, account, ...routes].filter((object) => object !== undefined);
}

/**
 * Has the API server say, object by object, what it would come to with Kubernetes' defaults and the cluster's admission:
 * a dry run, which changes nothing.
 */
export async function askEach(ask: Ask, service: Service, workload: Workload): Promise<Asked[]> {
  const made = objectsOf(service, {}) as unknown as LiveObject[];
  return Promise.all(
    standing(workload).flatMap((live) => {
      const wanted = made.find(({ kind, metadata }) => kind === live.kind && metadata.name === live.metadata.name);
      return wanted === undefined ? [] : [askOne(ask, service, wanted, live)];
    }),
  );
}

async function askOne(ask: Ask, { namespace }: Service, wanted: LiveObject, live: LiveObject): Promise<Asked> {
  const { kind, metadata } = live;
  const path = objectPath(kind, namespace, metadata.name) ?? "";
  const put = { ...kept(wanted, live), metadata: { ...wanted.metadata, resourceVersion: metadata.resourceVersion } };
  try {
    const asked = (await ask(`${path}?dryRun=All`, { put })) as LiveObject;
    return { live, asked };
  } catch (error) {
    throw apiProblem(error, `asking what ${kind} ${namespace}/${metadata.name} would come to`);
  }
}

/** What is not sent in an update stays: the number that an autoscaler has chosen. */
function kept(wanted: LiveObject, live: LiveObject): LiveObject {
  if (wanted.kind !== "Deployment") return wanted;
  const [spec, was] = [wanted.spec, live.spec] as [object, { replicas?: number }];
  return { ...wanted, spec: { replicas: was.replicas, ...spec } };
}

/** Objects of the service that nobody has made yet: the first release makes them. */
export function missing(service: Service, workload: Workload): { kind: string; name: string }[] {
  const there = new Set(standing(workload).map(({ kind, metadata }) => `${kind}/${metadata.name}`));
  return objectsOf(service, {})
    .filter(({ kind, metadata }) => !there.has(`${kind}/${metadata.name}`))
    .map(({ kind, metadata }) => ({ kind, name: metadata.name }));
}
