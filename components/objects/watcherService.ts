import type { Service, StackConfig } from "../config/stackConfig.ts";
import type { Watch } from "../config/watch.ts";
import { watcherName, watcherPaths } from "../config/watcherNames.ts";
import { commandService, gitVariables, gitVolume } from "./commandService.ts";
import { consoleService } from "./consoleService.ts";

const healthPort = 8080;

/** All whose pods the stack makes. */
export function withWatcher(stack: StackConfig): Service[] {
  const { services, watch, console } = stack;
  const watcher = watch === undefined ? [] : [watcherService(stack, watch)];
  return [...services, ...watcher, ...(console === undefined ? [] : [consoleService(stack, console)])];
}

/** What watches the stack, as a service like any other. */
export function watcherService(stack: Pick<StackConfig, "stack" | "namespace">, watch: Watch): Service {
  const { git, repository, registry } = watch;
  return commandService(stack, watch, {
    name: watcherName(stack.stack),
    operator: "release-watch",
    args: argumentsOf(stack.stack, watch),
    variables: {
      ...(git === undefined ? {} : gitVariables(repository)),
      ...(registry === undefined ? {} : { DOCKER_CONFIG: watcherPaths.registry }),
    },
    volumes: { ...gitVolume(git), ...registryVolume(registry) },
    more: { ports: { http: { container: healthPort, served: false } } },
    sleep: 0,
  });
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

function registryVolume(secret: string | undefined): Record<string, object> {
  if (secret === undefined) return {};
  const items = { ".dockerconfigjson": "config.json" };
  return { registry: { kind: "secret", from: secret, items, mount: watcherPaths.registry } };
}
