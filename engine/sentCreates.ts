/** A resource as the state has it, as far as it is looked at here. */
interface StateResource {
  urn: string;
  type: string;
  custom?: boolean;
  id?: string;
  inputs?: { metadata?: { name?: unknown; namespace?: unknown } };
}

interface Exported {
  deployment?: {
    resources?: StateResource[] | null;
    pending_operations?: { type?: string; resource?: StateResource }[] | null;
  } | null;
}

/**
 * The state in which objects that were being made when an update was killed are there: whether they are the refresh that
 * follows sees. Pulumi's own way, to forget them, would leave what had been sent already in the cluster for good, once the
 * program does not ask for it any more. Undefined where no object of Kubernetes was being made. Pure.
 * @param exported what `pulumi stack export` prints
 */
export function withSentCreates(exported: string): string | undefined {
  const state = JSON.parse(exported) as Exported;
  const pending = state.deployment?.pending_operations ?? [];
  const sent = pending.flatMap(({ type, resource }) => {
    const id = type === "creating" && resource !== undefined ? idOf(resource) : undefined;
    return id === undefined || resource === undefined ? [] : [{ ...resource, id }];
  });
  if (sent.length === 0) return undefined;
  const ids = new Map(sent.map(({ urn, id }) => [urn, id]));
  const left = pending.filter(({ resource }) => resource === undefined || !ids.has(resource.urn));
  const known = (state.deployment?.resources ?? []).flatMap((resource) => {
    if (!ids.has(resource.urn)) return resource;
    // What it was to take the place of is to go by the next update; the very same object is there once.
    return resource.id === ids.get(resource.urn) ? [] : { ...resource, delete: true };
  });
  return JSON.stringify({
    ...state,
    deployment: { ...state.deployment, resources: [...known, ...sent], pending_operations: left },
  });
}

/** What the Kubernetes provider calls an object: `namespace/name`, or the name alone. */
function idOf({ type, custom, inputs }: StateResource): string | undefined {
  const { name, namespace } = inputs?.metadata ?? {};
  if (custom !== true || !type.startsWith("kubernetes:") || typeof name !== "string") return undefined;
  // What a job has done to data is seen to by whoever goes back: it must not end because an update does not ask for it.
  if (type === "kubernetes:batch/v1:Job") return undefined;
  return typeof namespace === "string" ? `${namespace}/${name}` : name;
}
