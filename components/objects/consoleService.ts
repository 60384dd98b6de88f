import type { ConsoleParameters } from "../config/console.ts";
import type { Service, StackConfig } from "../config/stackConfig.ts";
import { consoleName, watcherPaths } from "../config/watcherNames.ts";
import { commandService, gitVariables, gitVolume } from "./commandService.ts";

const port = 8080;
/** It lives long and keeps little: what is new is looked through more often, for 100 MB less. bench/console.ts */
export const serverOptions = "--max-semi-space-size=4";
/** Where the Secret's entries are. */
const keys = "/etc/release-console";

/** The console, as a service like any other. */
export function consoleService(stack: Pick<StackConfig, "stack" | "namespace">, console: ConsoleParameters): Service {
  const { git, repository, oidc, secret, route } = console;
  const made = commandService(stack, console, {
    name: consoleName(stack.stack),
    operator: "release-console",
    args: argumentsOf(stack.stack, console),
    variables: {
      NODE_OPTIONS: serverOptions,
      RELEASE_CONSOLE_KEY_FILE: `${keys}/key`,
      ...(oidc === undefined ? {} : { RELEASE_CONSOLE_OIDC_SECRET_FILE: `${keys}/oidc` }),
      ...(git === undefined ? {} : gitVariables(repository)),
    },
    volumes: { keys: { kind: "secret", from: secret, mode: "0440", mount: keys }, ...gitVolume(git) },
    more: {
      ports: { http: { container: port } },
      budget: { maxUnavailable: 1 },
      // What was begun on one pod only that one follows; another takes its place when it is gone.
      service: { stickyFor: "8h" },
    },
    // What was begun there is seen through before its pod goes.
    sleep: 5,
  });
  return { ...made, ...(route === undefined ? {} : { route }) };
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
