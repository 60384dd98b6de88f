import type { Deployment, PendingOperation, ResourceState } from "./checkpoint.ts";
import type { Provider } from "./providers/provider.ts";
import { parseUrn } from "./urn.ts";

export interface Mended {
  deployment: Deployment;
  /** What was found and done, a sentence each. */
  notes: string[];
}

/** Makes the next run look at it again, whatever its inputs. */
const interrupted = "a run was cut off while it worked on this resource";

/**
 * Settles what a killed run left pending, by looking at the cluster: what it had created is taken into the state, what
 * it had deleted is taken out, and what it was changing will be applied again.
 */
export async function mend(deployment: Deployment, providerOf: (reference: string) => Provider): Promise<Mended> {
  let { resources } = deployment;
  const notes: string[] = [];
  for (const operation of deployment.pendingOperations) {
    const { provider } = operation.resource;
    if (provider === undefined) continue;
    const settled = await settle(operation, resources, providerOf(provider));
    resources = settled.resources;
    notes.push(`${describe(operation)}: ${settled.note}`);
  }
  return { deployment: { ...deployment, resources, pendingOperations: [] }, notes };
}

function describe({ resource, type }: PendingOperation): string {
  const { type: kind, name } = parseUrn(resource.urn);
  return `a run that was cut off was ${type} ${kind.split(":").at(-1) ?? kind} "${name}"`;
}

interface Settled {
  resources: ResourceState[];
  note: string;
}

async function settle(
  { resource, type }: PendingOperation,
  resources: ResourceState[],
  provider: Provider,
): Promise<Settled> {
  const standing = resources.find(({ urn, delete: doomed }) => urn === resource.urn && doomed !== true);
  if (type === "creating") return settleCreation(resource, standing, resources, provider);
  if (standing === undefined && type !== "deleting") return { resources, note: "it is not in the state any more" };
  if (type === "deleting") {
    const target = resources.find(({ urn, id }) => urn === resource.urn && id === resource.id);
    if (target === undefined) return { resources, note: "it is gone" };
    if ((await provider.read(target)) !== undefined)
      return { resources: again(resources, target), note: "it is still there, and is dealt with again" };
    return {
      resources: resources.filter((each) => each !== target),
      note: "it is gone, and so it is taken out of the state",
    };
  }
  return { resources: standing === undefined ? resources : again(resources, standing), note: "it is applied again" };
}

async function settleCreation(
  begun: ResourceState,
  standing: ResourceState | undefined,
  resources: ResourceState[],
  provider: Provider,
): Promise<Settled> {
  const found = await provider.adopt(begun);
  if (found === undefined) return { resources, note: "it had not come into being" };
  const at = new Date().toISOString();
  const adopted: ResourceState = {
    ...begun,
    id: found.id,
    inputs: found.inputs,
    outputs: found.outputs,
    initErrors: [interrupted],
    created: at,
    modified: at,
  };
  const others = resources.flatMap((each) =>
    each !== standing ? [each] : each.pendingReplacement === true ? [] : [{ ...each, delete: true }],
  );
  return { resources: [...others, adopted], note: "it exists, and is taken into the state" };
}

function again(resources: readonly ResourceState[], target: ResourceState): ResourceState[] {
  return resources.map((each) => (each === target ? { ...each, initErrors: [interrupted] } : each));
}
