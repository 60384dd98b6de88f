import { basicParameters } from "../config/service.ts";
import type { Service, StackConfig } from "../config/stackConfig.ts";
import { volume, type Volume } from "../config/storage.ts";
import type { Watch } from "../config/watch.ts";
import { watcherName, watcherPaths } from "../config/watcherNames.ts";
import { consoleService } from "./consoleService.ts";
import { gitVariables, imageParts, nobody } from "./fromGit.ts";
import { claimName } from "./volumes.ts";

const healthPort = 8080;

/** All whose pods the stack makes. */
export function withWatcher(stack: StackConfig): Service[] {
  const { services, watch, console } = stack;
  const watcher = watch === undefined ? [] : [watcherService(stack, watch)];
  return [...services, ...watcher, ...(console === undefined ? [] : [consoleService(stack, console)])];
}

/** What watches the stack, as a service like any other: its objects are made as theirs are. */
export function watcherService({ stack, namespace }: Pick<StackConfig, "stack" | "namespace">, watch: Watch): Service {
  const name = watcherName(stack);
  const { image, version } = imageParts(watch.image);
  const { replicas, imagePullSecrets, valueFrom, envFrom, resources, account, network } = watch;
  const plain = basicParameters.parse({
    template: "worker",
    image,
    replicas,
    imagePullSecrets,
    command: ["release"],
    args: argumentsOf(stack, watch),
    env: variables(watch),
    ports: { http: { container: healthPort, served: false } },
    probes: {
      // Ready once it has the clone and the stack: until then, one that it is to replace goes on.
      readiness: { http: { path: "/readyz" } },
      liveness: { http: { path: "/healthz" }, period: "10s", timeout: "5s" },
    },
    rollout: { minReady: "0s", deadline: "10m", history: 2 },
    security: { user: nobody, group: nobody, fsGroup: nobody, apiAccess: true },
  });
  const own: Partial<Service> = {
    valueFrom,
    envFrom,
    resources,
    account: { ...plain.account, ...account },
    volumes: { ...volumesOf(name, watch), ...watch.volumes },
    drain: { ...plain.drain, sleep: 0, time: watch.gracePeriod, margin: 0 },
    ...(network === undefined ? {} : { network: { ...network, from: [] } }),
  };
  const layers = { template: {}, stack: {}, basic: {}, release: {} };
  return { ...plain, ...own, name, stack, namespace, release: { version }, peers: {}, layers };
}

function argumentsOf(stack: string, watch: Watch): string[] {
  const { repository, branch, folder, interval, each, quietTimes, atMost } = watch;
  return [
    ...["watch", "--stack", stack, "--kubeconfig", `${watcherPaths.cluster}/kubeconfig`],
    ...["--repository", repository, "--branch", branch, "--folder", folder, "--work", `${watcherPaths.work}/clone`],
    ...["--interval", String(interval), "--health-port", String(healthPort)],
    ...(each ? ["--each"] : []),
    ...(quietTimes.length === 0 ? [] : ["--quiet-time", ...quietTimes]),
    ...(atMost === undefined ? [] : ["--at-most", atMost]),
  ];
}

/** Those that the stack sets go before ours. */
function variables({ env, valueFrom, git, registry, repository }: Watch): Record<string, string> {
  const ours = {
    HOME: watcherPaths.work,
    // The account has no entry among the image's users.
    USER: "release-watch",
    RELEASE_OPERATOR: "release-watch",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...(git === undefined ? {} : gitVariables(repository)),
    ...(registry === undefined ? {} : { DOCKER_CONFIG: watcherPaths.registry }),
  };
  const left = Object.entries(ours).filter(([variable]) => !(variable in valueFrom));
  return { ...Object.fromEntries(left), ...env };
}

function volumesOf(name: string, { git, registry }: Watch): Record<string, Volume> {
  const entries = {
    work: { kind: "scratch", mount: watcherPaths.work },
    temporary: { kind: "scratch", mount: watcherPaths.temporary },
    // By this name it counts as its own.
    cluster: { kind: "configMap", from: claimName(name, "cluster"), mount: watcherPaths.cluster },
    ...(git === undefined ? {} : { git: { kind: "secret", from: git, mode: "0440", mount: watcherPaths.git } }),
    ...(registry === undefined
      ? {}
      : {
          registry: {
            kind: "secret",
            from: registry,
            items: { ".dockerconfigjson": "config.json" },
            mount: watcherPaths.registry,
          },
        }),
  };
  return Object.fromEntries(Object.entries(entries).map(([key, given]) => [key, volume.parse(given)]));
}
