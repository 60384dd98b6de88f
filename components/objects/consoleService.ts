import type { ConsoleParameters } from "../config/console.ts";
import { basicParameters } from "../config/service.ts";
import type { Service, StackConfig } from "../config/stackConfig.ts";
import { volume, type Volume } from "../config/storage.ts";
import { consoleName, watcherPaths } from "../config/watcherNames.ts";
import { gitVariables, imageParts, nobody } from "./fromGit.ts";
import { claimName } from "./volumes.ts";

const port = 8080;
/** Where the Secret's entries are. */
const keys = "/etc/release-console";

/** The console, as a service like any other: its objects are made as theirs are. */
export function consoleService(
  { stack, namespace }: Pick<StackConfig, "stack" | "namespace">,
  console: ConsoleParameters,
): Service {
  const name = consoleName(stack);
  const { image, version } = imageParts(console.image);
  const { replicas, imagePullSecrets, valueFrom, envFrom, resources, account, network, route } = console;
  const plain = basicParameters.parse({
    template: "worker",
    image,
    replicas,
    imagePullSecrets,
    command: ["release"],
    args: argumentsOf(stack, console),
    env: variables(console),
    ports: { http: { container: port } },
    probes: {
      readiness: { http: { path: "/readyz" } },
      liveness: { http: { path: "/healthz" }, period: "10s", timeout: "5s" },
    },
    budget: { maxUnavailable: 1 },
    // What was begun on one pod only that one follows; another takes its place when it is gone.
    service: { stickyFor: "8h" },
    rollout: { minReady: "0s", deadline: "10m", history: 2 },
    security: { user: nobody, group: nobody, fsGroup: nobody, apiAccess: true },
  });
  const own: Partial<Service> = {
    valueFrom,
    envFrom,
    resources,
    account: { ...plain.account, ...account },
    volumes: { ...volumesOf(name, console), ...console.volumes },
    // What was begun there is seen through before its pod goes.
    drain: { ...plain.drain, sleep: 5, time: console.gracePeriod, margin: 0 },
    ...(route === undefined ? {} : { route }),
    ...(network === undefined ? {} : { network: { ...network, from: [] } }),
  };
  const layers = { template: {}, stack: {}, basic: {}, release: {} };
  return { ...plain, ...own, name, stack, namespace, release: { version }, peers: {}, layers };
}

function argumentsOf(stack: string, console: ConsoleParameters): string[] {
  const { repository, branch, folder, url, groups, oidc, proxy } = console;
  return [
    ...["console", "--stacks", stack, "--kubeconfig", `${watcherPaths.cluster}/kubeconfig`],
    ...["--repository", repository, "--branch", branch, "--folder", folder, "--work", `${watcherPaths.work}/clone`],
    ...["--data", `${watcherPaths.work}/acts`, "--listen", "0.0.0.0", "--port", String(port), "--url", url],
    ...["--groups", ...groups],
    ...(oidc === undefined ? [] : oidcArguments(oidc)),
    ...(proxy === undefined
      ? []
      : [
          ...["--trusted-proxy-header", proxy.header, "--trusted-proxy-groups-header", proxy.groupsHeader],
          ...["--trusted-proxy", ...proxy.from],
        ]),
  ];
}

function oidcArguments(oidc: NonNullable<ConsoleParameters["oidc"]>): string[] {
  const { issuer, client, userClaim, groupsClaim, userPrefix, groupsPrefix } = oidc;
  return [
    ...["--oidc-issuer", issuer, "--oidc-client", client],
    ...["--oidc-user-claim", userClaim, "--oidc-groups-claim", groupsClaim],
    ...(userPrefix === undefined ? [] : [`--oidc-user-prefix=${userPrefix}`]),
    ...(groupsPrefix === undefined ? [] : [`--oidc-groups-prefix=${groupsPrefix}`]),
  ];
}

/** Those that the stack sets go before ours. */
function variables({ env, valueFrom, git, repository, oidc }: ConsoleParameters): Record<string, string> {
  const ours = {
    HOME: watcherPaths.work,
    // The account has no entry among the image's users.
    USER: "release-console",
    RELEASE_OPERATOR: "release-console",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    RELEASE_CONSOLE_KEY_FILE: `${keys}/key`,
    ...(oidc === undefined ? {} : { RELEASE_CONSOLE_OIDC_SECRET_FILE: `${keys}/oidc` }),
    ...(git === undefined ? {} : gitVariables(repository)),
  };
  const left = Object.entries(ours).filter(([variable]) => !(variable in valueFrom));
  return { ...Object.fromEntries(left), ...env };
}

function volumesOf(name: string, { git, secret }: ConsoleParameters): Record<string, Volume> {
  const entries = {
    work: { kind: "scratch", mount: watcherPaths.work },
    temporary: { kind: "scratch", mount: watcherPaths.temporary },
    // By this name it counts as its own.
    cluster: { kind: "configMap", from: claimName(name, "cluster"), mount: watcherPaths.cluster },
    keys: { kind: "secret", from: secret, mode: "0440", mount: keys },
    ...(git === undefined ? {} : { git: { kind: "secret", from: git, mode: "0440", mount: watcherPaths.git } }),
  };
  return Object.fromEntries(Object.entries(entries).map(([key, given]) => [key, volume.parse(given)]));
}
