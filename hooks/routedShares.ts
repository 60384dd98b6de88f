/** An HTTPRoute, a GRPCRoute or an Ingress, as far as it is looked at. */
export interface RouteInputs {
  metadata?: { namespace?: string; annotations?: Record<string, string> };
  spec?: {
    rules?: {
      backendRefs?: { name: string; weight?: number }[];
      http?: { paths: { backend: { service?: { name: string } } }[] };
    }[];
  };
}

/**
 * The Services that a route now leads to, or gives more of the requests than it did before: pods behind the others have
 * what they get. Of those alone whose name may be a track's; whether it is one, its selector says. Pure.
 */
export function risingBackends(inputs: RouteInputs, before: RouteInputs = {}): string[] {
  const old = sharesOf(before);
  return [...sharesOf(inputs)]
    .filter(([name]) => /-(stable|canary)$/.test(name))
    .filter(([name, shares]) => rises(shares, old.get(name) ?? []))
    .map(([name]) => name);
}

/** In one of its rules, or by one rule more. */
function rises(shares: number[], old: number[]): boolean {
  const more = (one: number, other: number) => one > other + 1e-9;
  return more(Math.max(0, ...shares), Math.max(0, ...old)) || more(sum(shares), sum(old));
}

/** What part of each rule's requests a Service gets. */
function sharesOf({ metadata, spec }: RouteInputs): Map<string, number[]> {
  const shares = new Map<string, number[]>();
  const add = (name: string, share: number) => shares.set(name, [...(shares.get(name) ?? []), share]);
  const weight = metadata?.annotations?.["nginx.ingress.kubernetes.io/canary-weight"];
  for (const { backendRefs = [], http } of spec?.rules ?? []) {
    const all = sum(backendRefs.map(weightOf));
    for (const backend of backendRefs) add(backend.name, all === 0 ? 0 : weightOf(backend) / all);
    // Never nothing: a canary's Ingress with the weight 0 may lead some there by a header.
    for (const { backend } of http?.paths ?? [])
      if (backend.service !== undefined) add(backend.service.name, (1 + Number(weight ?? 100)) / 101);
  }
  return shares;
}

function weightOf({ weight = 1 }: { weight?: number }): number {
  return weight;
}

function sum(numbers: number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
