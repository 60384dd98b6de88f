import type { Service } from "../config/stackConfig.ts";
import { isLeaving, routedWeight } from "./canaryPods.ts";
import { splitOf } from "./canarySplit.ts";

/** Whether ingress-nginx shares the requests out: by annotations, the Gateway API being none of its own. */
function byNginx(service: Service): boolean {
  return service.canary !== undefined && splitOf(service) === "ingress-nginx";
}

/**
 * By which a second Ingress gets a share of the first one's requests; undefined while there is none to give.
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary
 */
export function canaryAnnotations(service: Service): Record<string, string> | undefined {
  // Who is kept on it by a cookie would come back to it at a weight of 0.
  if (!byNginx(service) || service.release.canary === undefined || isLeaving(service)) return undefined;
  const { headers = {}, cookie } = service.canary?.first ?? {};
  const [header] = Object.entries(headers);
  return named({
    canary: "true",
    "canary-weight": String(routedWeight(service)),
    ...(header === undefined ? {} : { "canary-by-header": header[0], "canary-by-header-value": header[1] }),
    ...(cookie === undefined ? {} : { "canary-by-cookie": cookie.name }),
  });
}

/** By which whoever met a track, or a pod of it, comes back to it. */
export function stickyAnnotations(service: Service): Record<string, string> {
  const sticky = service.canary?.sticky;
  if (!byNginx(service) || sticky === undefined) return {};
  return named({
    affinity: "cookie",
    "affinity-canary-behavior": "sticky",
    "session-cookie-name": sticky.cookie,
    "session-cookie-max-age": String(sticky.for),
    "session-cookie-expires": String(sticky.for),
  });
}

function named(annotations: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
  );
}
