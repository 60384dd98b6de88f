import { daemonNames } from "./daemons.ts";
import type { LabState } from "./status.ts";

/** The lab's state for a person. */
export function describeState(state: LabState): string {
  const dead = daemonNames.filter((name) => !state.daemons[name].alive);
  if (dead.length === daemonNames.length) return "The lab is down. Start it: npm run lab -- up";
  if (!state.ready) {
    return [
      `The lab is not ready: ${dead.length === 0 ? "the node does not report, or its network is gone" : `${dead.join(", ")} not running`}.`,
      "  start again  npm run lab -- up",
      `  see why      npm run lab -- logs${dead[0] === undefined ? "" : ` ${dead[0]}`}`,
    ].join("\n");
  }
  return [
    `The lab is ready: Kubernetes ${state.version ?? ""}, ${state.pods ?? 0} pods.`,
    `  kubeconfig  ${state.kubeconfig}  (context ${state.context})`,
    `  kubectl     npm run lab -- kubectl -- get pods -A`,
    `  inside      npm run lab -- exec -- COMMAND`,
  ].join("\n");
}
