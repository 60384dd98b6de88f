import { formatDuration } from "../config/duration.ts";
import type { Service } from "../config/stackConfig.ts";
import { isLeaving, routedWeight } from "./canaryPods.ts";
import { hasTracks, isWeighed } from "./canarySplit.ts";
import type { Backend, HeaderMatch, RuleShape } from "./ruleShapes.ts";

/** How a route of the Gateway API shares requests out among the tracks. */
export interface TrackRouting {
  backends: (port: number) => Backend[];
  /** Sets of headers, of which one is enough to be led to the canary. */
  first: { headers: HeaderMatch[][]; backends: (port: number) => Backend[] } | undefined;
  /** Copies requests to the canary. */
  mirror: ((port: number) => object) | undefined;
  sticky: object | undefined;
  /** Answers by itself which weight the gateway goes by: an HTTPRoute's alone can. */
  probe: RuleShape | undefined;
}

/** Where a service's routes lead to just now. */
export function trackRouting(service: Service): TrackRouting {
  const { name, canary, release } = service;
  const to = (track: string) => (port: number) => ({ name: `${name}-${track}`, port });
  const none = { first: undefined, mirror: undefined, sticky: undefined, probe: undefined };
  if (!hasTracks(service) && !isWeighed(service)) return { ...none, backends: (port) => [{ name, port }] };
  if (release.canary === undefined) return { ...none, backends: (port) => [to("stable")(port)] };
  const weight = routedWeight(service);
  const probe = canary === undefined ? undefined : weightProbe(name, weight);
  if (isLeaving(service)) return { ...none, probe, backends: (port) => [to("stable")(port)] };
  return {
    backends: (port) => [
      { ...to("stable")(port), weight: 100 - weight },
      { ...to("canary")(port), weight },
    ],
    first:
      canary?.first === undefined
        ? undefined
        : { headers: firstHeaders(canary.first), backends: (port) => [to("canary")(port)] },
    mirror:
      canary?.mirror === undefined
        ? undefined
        : (port) => ({
            type: "RequestMirror",
            requestMirror: { backendRef: to("canary")(port), percent: canary.mirror },
          }),
    sticky:
      canary?.sticky === undefined
        ? undefined
        : {
            type: "Cookie",
            sessionName: canary.sticky.cookie,
            absoluteTimeout: formatDuration(canary.sticky.for),
            cookieConfig: { lifetimeType: "Permanent" },
          },
    probe,
  };
}

/**
 * What a gateway says by itself, once it goes by this weight: which host it names cannot be reached, and no pod is asked.
 * Made of the filters that every gateway has.
 */
function weightProbe(service: string, weight: number): RuleShape {
  return {
    matches: [{ path: { type: "Exact", value: probePath(service, weight) } }],
    filters: [{ type: "RequestRedirect", requestRedirect: { hostname: probeHost(service, weight), statusCode: 302 } }],
  };
}

/** Asked of a gateway, tells whether it goes by a weight. */
export function probePath(service: string, weight: number): string {
  return `/.well-known/release/${service}-${weight}`;
}

/** Where it then sends whoever asked. */
export function probeHost(service: string, weight: number): string {
  return `weight-${weight}.${service}.canary.invalid`;
}

function firstHeaders({ headers = {}, cookie }: NonNullable<NonNullable<Service["canary"]>["first"]>): HeaderMatch[][] {
  const named = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return [
    ...(named.length === 0 ? [] : [named]),
    ...(cookie === undefined ? [] : [[{ type: "RegularExpression" as const, name: "Cookie", value: holding(cookie) }]]),
  ];
}

/** Of a whole header: some gateways look for the expression anywhere in it, others hold all of it to that. */
function holding({ name, value }: { name: string; value: string }): string {
  return `^(.*;\\s*)?${name}=${value.replaceAll(/[.+]/g, "\\$&")}(\\s*;.*)?$`;
}
