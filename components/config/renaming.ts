import type { Service } from "./stackConfig.ts";

/** What stands in the way of moving a service to another name without a gap: one line each, with its path. */
export function renamings(services: readonly Service[], known: readonly string[]): string[] {
  return services.flatMap((service) => {
    const { name, renamedFrom } = service;
    if (renamedFrom === undefined) return [];
    const path = `releases:services.${name}.renamedFrom`;
    const other = services.find((one) => one.renamedFrom === renamedFrom);
    const volumes = Object.entries(service.volumes).filter(([, { kind }]) => kind === "persistent");
    return [
      ...(renamedFrom === name ? [`${path}: ${name} is the service's own name; give its earlier one`] : []),
      ...(renamedFrom !== name && known.includes(renamedFrom)
        ? [`${path}: ${renamedFrom} is a service of this stack; take its block out, since ${name} stands in its place`]
        : []),
      ...(other !== undefined && other.name !== name
        ? [`${path}: ${other.name} was renamed from ${renamedFrom} too; one name goes to one service`]
        : []),
      ...(service.service.type === "ClusterIP"
        ? []
        : [
            `${path}: its address outside is that of Service ${renamedFrom} and cannot be given on; a service of type ${service.service.type} keeps its name`,
          ]),
      ...volumes.map(
        ([volume]) =>
          `${path}: volume ${volume} would stay behind with ${renamedFrom}, whose pods write to it until the new ones serve; a service with a persistent volume keeps its name`,
      ),
    ];
  });
}
