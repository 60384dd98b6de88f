interface Dependent {
  name: string;
  dependsOn: readonly string[];
}

/** The services, each after those it depends on; otherwise in the order given. Unknown names and cycles are passed over. */
export function byDependency<S extends Dependent>(services: readonly S[]): S[] {
  const byName = new Map(services.map((service) => [service.name, service]));
  const ordered = new Set<S>();
  const visiting = new Set<S>();
  const visit = (service: S): void => {
    if (ordered.has(service) || visiting.has(service)) return;
    visiting.add(service);
    for (const name of service.dependsOn) {
      const dependency = byName.get(name);
      if (dependency !== undefined) visit(dependency);
    }
    visiting.delete(service);
    ordered.add(service);
  };
  services.forEach(visit);
  return [...ordered];
}

/** Each circle of services that wait for one another, once: `["a", "b", "a"]`. */
export function dependencyCycles(services: readonly Dependent[]): string[][] {
  const byName = new Map(services.map((service) => [service.name, service]));
  const done = new Set<string>();
  const cycles: string[][] = [];
  const visit = (name: string, path: string[]): void => {
    const seenAt = path.indexOf(name);
    if (seenAt >= 0) {
      cycles.push([...path.slice(seenAt), name]);
      return;
    }
    if (done.has(name)) return;
    for (const dependency of byName.get(name)?.dependsOn ?? []) visit(dependency, [...path, name]);
    done.add(name);
  };
  for (const { name } of services) visit(name, []);
  return cycles;
}
