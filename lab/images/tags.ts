import { kubernetesVersion } from "../build.ts";

/** Images carry a name that resolves to no machine: they are imported, never pulled. */
export const imageNames = {
  web: "localhost/web",
  pause: "localhost/pause",
  load: "localhost/load",
  wordpress: "localhost/wordpress",
  mariadb: "localhost/mariadb",
  dns: "localhost/coredns",
  kubectl: "localhost/kubectl",
  metrics: "localhost/metrics-server",
  releaseWatch: "localhost/release-watch",
  traefik: "localhost/traefik",
  prometheus: "localhost/prometheus",
} as const;

/** The faults that can be released by tag; the same variables in a container's `env` override them. */
const faults = {
  crash: { WEB_CRASH: "true" },
  "crash-after-5s": { WEB_CRASH_AFTER: "5s" },
  panic: { WEB_PANIC: "true" },
  "exit-0": { WEB_EXIT: "true" },
  "never-ready": { WEB_NEVER_READY: "true" },
  "slow-start-10s": { WEB_START_DELAY: "10s" },
  "unready-after-10s": { WEB_UNREADY_AFTER: "10s" },
  "hang-after-10s": { WEB_HANG_AFTER: "10s" },
  "errors-10pct": { WEB_ERROR_SHARE: "10%" },
  "errors-20pct": { WEB_ERROR_SHARE: "20%" },
  "latency-200ms": { WEB_LATENCY: "200ms" },
  leak: { WEB_LEAK_MB_PER_S: "64" },
  "ignore-sigterm": { WEB_IGNORE_SIGTERM: "true" },
} as const satisfies Record<string, Record<string, string>>;

/** Every tag of the sample server with the environment it stands for: `v1` to `v9` are good. */
export const webTags: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map([
  ...Array.from({ length: 9 }, (_, index) => `v${index + 1}`).map((tag) => [tag, { WEB_VERSION: tag }] as const),
  ...Object.entries(faults).map(([tag, env]) => [tag, { WEB_VERSION: tag, ...env }] as const),
]);

export const pauseImage = `${imageNames.pause}:v1`;
export const loadImage = `${imageNames.load}:v1`;
export const kubectlImage = `${imageNames.kubectl}:${kubernetesVersion}`;
export const metricsImage = `${imageNames.metrics}:v0.9.0`;
export const dnsImage = `${imageNames.dns}:v1.12.3`;
export const traefikImage = `${imageNames.traefik}:v3.6.12`;
export const prometheusImage = `${imageNames.prometheus}:v3.16.0`;
export const releaseWatchImages = ["v1", "v2"].map((tag) => `${imageNames.releaseWatch}:${tag}`);
