import { basicParameters } from "../config/service.ts";
import type { Service, StackConfig } from "../config/stackConfig.ts";
import { volume, type Volume } from "../config/storage.ts";
import type { Watch } from "../config/watch.ts";
import { watcherPaths } from "../config/watcherNames.ts";
import { claimName } from "./volumes.ts";

/** Whom an image runs as that needs nothing of root's. */
const nobody = 65532;

/** What a stack's file says of each `release` command that it runs in the cluster. */
export type CommandParameters = Pick<
  Watch,
  | "image"
  | "replicas"
  | "imagePullSecrets"
  | "env"
  | "valueFrom"
  | "envFrom"
  | "volumes"
  | "resources"
  | "account"
  | "network"
  | "gracePeriod"
>;

/** What one of them is beside that. */
export interface CommandShape {
  name: string;
  /** As which it works: `release-watch`. */
  operator: string;
  args: string[];
  /** Those that the stack sets go before these. */
  variables: Record<string, string>;
  volumes: Record<string, object>;
  /** Basic parameters that the other commands do not have. */
  more: object;
  /** Between being taken out and being told to end, in s. */
  sleep: number;
}

/** A `release` command with a clone of the stack's project, as a service like any other: its objects are made as theirs are. */
export function commandService(
  { stack, namespace }: Pick<StackConfig, "stack" | "namespace">,
  given: CommandParameters,
  { name, operator, args, variables, volumes, more, sleep }: CommandShape,
): Service {
  const { image, version } = imageParts(given.image);
  const { replicas, imagePullSecrets, valueFrom, envFrom, resources, account, network, gracePeriod } = given;
  const ours = Object.entries({ ...commonVariables(operator), ...variables });
  const plain = basicParameters.parse({
    template: "worker",
    image,
    replicas,
    imagePullSecrets,
    command: ["release"],
    args,
    env: { ...Object.fromEntries(ours.filter(([variable]) => !(variable in valueFrom))), ...given.env },
    probes: {
      // Ready once it has the clone and the stack: until then, one that it is to replace goes on.
      readiness: { http: { path: "/readyz" } },
      liveness: { http: { path: "/healthz" }, period: "10s", timeout: "5s" },
    },
    rollout: { minReady: "0s", deadline: "10m", history: 2 },
    security: { user: nobody, group: nobody, fsGroup: nobody, apiAccess: true },
    ...more,
  });
  const own: Partial<Service> = {
    valueFrom,
    envFrom,
    resources,
    account: { ...plain.account, ...account },
    volumes: { ...parsedVolumes({ ...commonVolumes(name), ...volumes }), ...given.volumes },
    drain: { ...plain.drain, sleep, time: gracePeriod, margin: 0 },
    ...(network === undefined ? {} : { network: { ...network, from: [] } }),
  };
  const layers = { template: {}, stack: {}, basic: {}, release: {} };
  return { ...plain, ...own, name, stack, namespace, release: { version }, peers: {}, layers };
}

function commonVariables(operator: string): Record<string, string> {
  return {
    HOME: watcherPaths.work,
    // The account has no entry among the image's users.
    USER: operator,
    RELEASE_OPERATOR: operator,
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

function commonVolumes(name: string): Record<string, object> {
  return {
    work: { kind: "scratch", mount: watcherPaths.work },
    temporary: { kind: "scratch", mount: watcherPaths.temporary },
    // By this name it counts as its own.
    cluster: { kind: "configMap", from: claimName(name, "cluster"), mount: watcherPaths.cluster },
  };
}

function parsedVolumes(volumes: Record<string, object>): Record<string, Volume> {
  return Object.fromEntries(Object.entries(volumes).map(([key, given]) => [key, volume.parse(given)]));
}

/** The Secret with what git asks for. */
export function gitVolume(secret: string | undefined): Record<string, object> {
  return secret === undefined ? {} : { git: { kind: "secret", from: secret, mode: "0440", mount: watcherPaths.git } };
}

/** `registry.example/team/watch:v1`, as a service says it. */
function imageParts(reference: string): { image: string; version: string } {
  const [, image = "", tag, digest] = /^(.+?)(?::([\w.-]+))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(reference) ?? [];
  return { image, version: [tag, digest].filter((part) => part !== undefined).join("@") };
}

/** git asks for what is in the Secret's files as it needs it: it may be changed at any time, and stands nowhere else. */
export function gitVariables(repository: string): Record<string, string> {
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
