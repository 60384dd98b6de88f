import type { Service, StackConfig } from "../config/stackConfig.ts";
import type { Rule } from "./rule.ts";

export const hostsAreUnique: Rule = {
  code: "ZD015",
  check: (service, stack) =>
    addresses(service).flatMap((address) => {
      const [first] = owners(stack).get(address) ?? [];
      if (first === undefined || first === service.name) return [];
      return [
        {
          parameter: "route.hosts",
          message: `${address} is also that of service ${first}: which of the two answers is left to chance`,
          fix: "give one of them another host or path",
        },
      ];
    }),
};

const ownersOf = new WeakMap<StackConfig, Map<string, string[]>>();

/** Services by the address they answer for; counted once for each stack. */
function owners(stack: StackConfig): Map<string, string[]> {
  const known = ownersOf.get(stack);
  if (known !== undefined) return known;
  const byAddress = new Map<string, string[]>();
  for (const service of stack.services) {
    for (const address of addresses(service)) byAddress.set(address, [...(byAddress.get(address) ?? []), service.name]);
  }
  ownersOf.set(stack, byAddress);
  return byAddress;
}

function addresses({ route }: Service): string[] {
  return route === undefined ? [] : route.hosts.map((host) => `${host}${route.path}`);
}

export const portsAreUnique: Rule = {
  code: "ZD016",
  check: ({ ports }) => {
    const entries = Object.entries(ports).map(([name, { container, service, protocol }]) => ({
      name,
      ends: [`container ${container}/${protocol}`, `service ${service ?? container}/${protocol}`],
    }));
    return entries.flatMap(({ name, ends }, index) =>
      entries.slice(0, index).flatMap((earlier) => {
        const shared = ends.find((end) => earlier.ends.includes(end));
        if (shared === undefined) return [];
        return [
          {
            parameter: `ports.${name}`,
            message: `${name} and ${earlier.name} are both ${shared}: Kubernetes refuses the one or answers by the other`,
            fix: "give each its own number",
          },
        ];
      }),
    );
  },
};
