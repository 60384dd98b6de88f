import { spawn } from "node:child_process";
import { constants } from "node:os";
import { step, type LabEmit } from "./events.ts";
import { buildKube } from "./kube.ts";
import { labPaths, type LabPaths } from "./paths.ts";
import { labPulumi, type LabPulumi } from "../host/labPlace.ts";
import { buildPulumi, notBuilt } from "./pulumi.ts";

/** Builds Pulumi's CLI unless it is built; needs neither root nor a lab. */
export async function labPulumiBuild(emit: LabEmit, paths: LabPaths = labPaths()): Promise<LabPulumi> {
  const kube = await step(emit, "build kubernetes", (report) => buildKube(paths.cache, report));
  await step(emit, "build pulumi", (report) => buildPulumi(paths.cache, kube, report));
  return labPulumi(paths.cache) ?? notBuilt();
}

/**
 * Runs the lab's CLI as a person does by hand, on the lab's cluster and with the state that is kept with it, unless the
 * environment names others. @returns its exit code
 */
export async function labPulumiRun(args: readonly string[], paths: LabPaths = labPaths()): Promise<number> {
  const { command, env } = labPulumi(paths.cache) ?? notBuilt();
  const child = spawn(command, args, {
    stdio: "inherit",
    env: {
      PULUMI_BACKEND_URL: `file://${paths.state}`,
      PULUMI_CONFIG_PASSPHRASE: "",
      KUBECONFIG: paths.kubeconfig,
      ...process.env,
      ...env,
    },
  });
  // A terminal's Ctrl-C reaches it too, and it ends by itself.
  const ignore = (): void => undefined;
  process.on("SIGINT", ignore);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (...ended) => {
      resolve(ended);
    });
  });
  process.off("SIGINT", ignore);
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

/** How to use it by hand, without the lab's own verb. */
export function describePulumi({ command, env }: LabPulumi): string {
  const exports = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return [
    `pulumi      ${command}`,
    "by hand     npm run -s lab -- pulumi up --stack staging",
    `elsewhere   export ${exports.join(" ")} PATH=${command.replace(/\/pulumi$/, "")}:$PATH`,
  ].join("\n");
}
