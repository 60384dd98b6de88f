import type { Service } from "./stackConfig.ts";
import { fileKey } from "./fileKey.ts";
import { layerOf } from "./effective.ts";
import { parseQuantity } from "./quantity.ts";
import { releaseJobs } from "./releaseJobs.ts";
import type { Resources } from "./resources.ts";

/** What the API server or the kubelet would refuse, in mid-release, of parameters that are each right by themselves. */
export function refusedByCluster(service: Service): string[] {
  return [...requestsAboveLimits(service), ...tooManyBytes(service), ...rootUser(service)];
}

const amounts = ["cpu", "memory", "ephemeral-storage"] as const;

function requestsAboveLimits(service: Service): string[] {
  const containers: [string, Resources][] = [
    ["resources", service.resources],
    ...(["sidecars", "initContainers"] as const).flatMap((kind) =>
      Object.entries(service[kind]).map(([name, { resources }]): [string, Resources] => [
        `${kind}.${name}.resources`,
        resources,
      ]),
    ),
    ...releaseJobs(service).flatMap(({ at, job: { resources } }): [string, Resources][] =>
      resources === undefined ? [] : [[`${at}.resources`, resources]],
    ),
  ];
  return containers.flatMap(([at, { requests, limits }]) =>
    amounts.flatMap((amount) => {
      const [request, limit] = [requests[amount] ?? "", limits[amount] ?? ""];
      if ((parseQuantity(request) ?? 0) <= (parseQuantity(limit) ?? Infinity) * (1 + 1e-9)) return [];
      return [aboveLimit(service, at, amount, { request, limit })];
    }),
  );
}

/** Told at the one of the two that the service itself says, for that is the line to change. */
function aboveLimit(
  service: Service,
  at: string,
  amount: (typeof amounts)[number],
  { request, limit }: { request: string; limit: string },
): string {
  const root = `releases:services.${service.name}`;
  const [requestAt, limitAt] = [`${at}.requests.${amount}`, `${at}.limits.${amount}`];
  const whose = (path: string) => (layerOf(path.split("."), service) === "template" ? ", which is the template's" : "");
  if (whose(requestAt) !== "" && whose(limitAt) === "") {
    return `${root}.${limitAt}: ${limit} is below the request of ${request}${whose(requestAt)}; raise the limit, or lower ${requestAt}`;
  }
  return `${root}.${requestAt}: ${request} is above the limit of ${limit}${whose(limitAt)}; lower the request, or raise ${limitAt}`;
}

/** Of a ConfigMap, names included: the API server counts the contents alone, etcd the whole object. */
const mostBytes = 2 ** 20;

function tooManyBytes({ name, files }: Service): string[] {
  const entries = Object.entries(files).map(([path, content]) => fileKey(path) + content);
  const bytes = entries.reduce((sum, entry) => sum + Buffer.byteLength(entry), 0);
  if (bytes <= mostBytes) return [];
  return [
    `releases:services.${name}.files: ${bytes} bytes together; a ConfigMap holds ${mostBytes}, names included; put what is large into the image or on a volume`,
  ];
}

function rootUser({ name, security: { user, nonRoot } }: Service): string[] {
  if (user !== 0 || !nonRoot) return [];
  return [
    `releases:services.${name}.security.user: 0 is root, which nonRoot: true forbids: the kubelet would start no container; choose another user, or set nonRoot: false and waive SC001 with the reason`,
  ];
}
