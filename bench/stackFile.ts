import { stringify } from "yaml";

export interface StackShape {
  services: readonly string[];
  replicas: number;
  /** Default: the website template's own. */
  minReady: string | undefined;
  version: string;
}

/** Names of `count` services: `web-01` … */
export function serviceNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `web-${String(index + 1).padStart(2, "0")}`);
}

/** Pods of each service: what 2 processors and 250 pods bear while kubectl's copies run beside. */
export function defaultReplicas(services: number): number {
  if (services === 1) return 3;
  return services <= 10 ? 2 : 1;
}

/** The group of all services: `release up all=v2`. */
export const everyService = "all";

/** Pulumi.<stack>.yaml of a stack with these services: the website template, with requests small enough for 150 pods. */
export function benchStackFile({ services, replicas, minReady, version }: StackShape): string {
  const basic = {
    template: "website",
    image: "localhost/web",
    owner: "bench",
    replicas,
    resources: { requests: { cpu: "5m", memory: "16Mi" }, limits: { memory: "64Mi" } },
    ...(minReady === undefined ? {} : { rollout: { minReady } }),
  };
  const each = <T>(value: T): Record<string, T> => Object.fromEntries(services.map((name) => [name, value]));
  return stringify(
    {
      config: {
        "releases:services": each(basic),
        "releases:current": each({ version }),
        "releases:groups": { [everyService]: [...services] },
      },
    },
    { aliasDuplicateObjects: false },
  );
}

/** v1 → v2 → … → v9 → v1: the lab's good images. */
export function versionAfter(version: string): string {
  const number = Number(/^v([1-8])$/.exec(version)?.[1] ?? 0);
  return `v${number + 1}`;
}
