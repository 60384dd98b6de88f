import { basicParameters } from "../config/service.ts";
import type { Service, StackConfig } from "../config/stackConfig.ts";
import { volume, type Volume } from "../config/storage.ts";
import type { Watch } from "../config/watch.ts";
import { watcherName, watcherPaths } from "../config/watcherNames.ts";
import { claimName } from "./volumes.ts";

const healthPort = 8080;
/** Whom an image runs as that needs nothing of root's. */
const nobody = 65532;

/** All whose pods the stack makes. */
export function withWatcher(stack: StackConfig): Service[] {
  const { services, watch } = stack;
  return watch === undefined ? services : [...services, watcherService(stack, watch)];
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

/** `registry.example/team/watch:v1`, as a service says it. */
function imageParts(reference: string): { image: string; version: string } {
  const [, image = "", tag, digest] = /^(.+?)(?::([\w.-]+))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(reference) ?? [];
  return { image, version: [tag, digest].filter((part) => part !== undefined).join("@") };
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

/** git asks for what is in the Secret's files as it needs it: it may be changed at any time, and stands nowhere else. */
function gitVariables(repository: string): Record<string, string> {
  const folder = watcherPaths.git;
  if (/^https?:/i.test(repository)) {
    return {
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "credential.helper",
      // Backquotes: $(…) is Kubernetes' own.
      GIT_CONFIG_VALUE_0: `!f() { test "$1" = get && echo "username=\`cat ${folder}/username\`" && echo "password=\`cat ${folder}/password\`"; }; f`,
    };
  }
  return {
    GIT_SSH_COMMAND: `ssh -i ${folder}/ssh-privatekey -o IdentitiesOnly=yes -o UserKnownHostsFile=${folder}/known_hosts -o StrictHostKeyChecking=yes`,
  };
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
