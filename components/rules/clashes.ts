import type { GrpcMethod } from "../config/routedPaths.ts";
import { gatewaysOf } from "../config/gatewaysOf.ts";
import { pathsOf, routesOf } from "../config/routesOf.ts";
import type { Service, StackConfig } from "../config/stackConfig.ts";
import type { Rule } from "./rule.ts";

export const hostsAreUnique: Rule = {
  code: "ZD015",
  check: (service, stack) =>
    addresses(service).flatMap(({ at, address }) => {
      const [first] = owners(stack).get(address) ?? [];
      if (first === undefined || first === service.name) return [];
      return [
        {
          parameter: `${at}.hosts`,
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
    for (const { address } of addresses(service)) {
      byAddress.set(address, [...(byAddress.get(address) ?? []), service.name]);
    }
  }
  ownersOf.set(stack, byAddress);
  return byAddress;
}

/** Where a service answers for whatever comes; by headers, a query or a method two may share an address. */
function addresses(service: Service): { at: string; address: string }[] {
  return routesOf(service).flatMap(({ at, route }) => {
    const [by = route.class ?? "Ingresses", ...more] = gatewaysOf(route);
    const hosts = route.hosts.length > 0 ? route.hosts : [by, ...more].map((one) => `every host of ${one}, `);
    const paths = pathsOf(route).filter(
      ({ method, headers, query }) => method === undefined && Object.keys({ ...headers, ...query }).length === 0,
    );
    const named = paths.map(({ path, type }) => (type === "Prefix" ? path : `${path} (${type})`));
    const calls = route.kind === "GRPCRoute" ? (route.methods ?? [{}]).flatMap(callOf) : [];
    return hosts.flatMap((host) => [...named, ...calls].map((path) => ({ at, address: `${host}${path}` })));
  });
}

function callOf(call: Partial<GrpcMethod>): string[] {
  if (Object.keys(call.headers ?? {}).length > 0) return [];
  return [`/${[call.service, call.method].filter((part) => part !== undefined).join("/")}`];
}

export const portsAreUnique: Rule = {
  code: "ZD016",
  check: ({ ports }) => {
    const entries = Object.entries(ports).map(([name, { container, service, protocol, served }]) => ({
      name,
      ends: [`container ${container}/${protocol}`, ...(served ? [`service ${service ?? container}/${protocol}`] : [])],
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
