import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describeProblem, exitCodes, Problem, UnreachableProblem } from "../errors/problem.ts";
import { help, parseArguments, throttleOf, type LabArguments } from "./arguments.ts";
import { describeState } from "./describe.ts";
import { labDown } from "./down.ts";
import { daemonNames } from "./daemons.ts";
import type { LabEmit } from "./events.ts";
import { labExec } from "./exec.ts";
import { defaultThrottle, labGateway } from "./gateway.ts";
import { labGatewayKinds } from "./gatewayKinds.ts";
import { readIfThere } from "./host/files.ts";
import { requireRoot } from "./host/requirements.ts";
import { labMetrics } from "./metrics.ts";
import { labImages, type MoreImages } from "./moreImages.ts";
import { labPaths } from "./paths.ts";
import { showProgress } from "./progress.ts";
import { labPrometheus } from "./prometheus.ts";
import { describePulumi, labPulumiBuild, labPulumiRun } from "./pulumiCommand.ts";
import { labStatus } from "./status.ts";
import { labUp } from "./up.ts";

const out = (text: string): void => void process.stdout.write(`${text}\n`);
const outJson = (value: unknown): void => {
  out(JSON.stringify(value));
};

async function main(argv: readonly string[]): Promise<number> {
  const chosen = parseArguments(argv);
  switch (chosen.verb) {
    case "help":
      out(help);
      return exitCodes.done;
    case "up":
      return await withProgress(chosen, async (emit) => {
        const state = await labUp({ emit });
        if (!chosen.json) out(describeState(state));
      });
    case "down":
      return await withProgress(chosen, async (emit) => {
        await labDown({ emit });
        if (!chosen.json) out("The lab is down. Its data is kept: `npm run lab -- up` goes on, `reset` forgets it.");
      });
    case "reset":
      return await withProgress(chosen, async (emit) => {
        await labDown({ emit, wipeData: true });
        const state = await labUp({ emit });
        if (!chosen.json) out(describeState(state));
      });
    case "status":
      return await showStatus(chosen);
    case "exec":
      return await labExec(chosen.rest);
    case "kubectl":
      return await labExec(["kubectl", ...chosen.rest]);
    case "pulumi":
      if (chosen.rest.length > 0) return await labPulumiRun(chosen.rest);
      return await withProgress(chosen, async (emit) => {
        const built = await labPulumiBuild(emit);
        if (!chosen.json) out(describePulumi(built));
      });
    case "kubeconfig":
      return showKubeconfig(chosen);
    case "images":
      return await withProgress(chosen, (emit) => labImages({ which: chosen.rest[0] as MoreImages, emit }));
    case "gateway":
      return await withProgress(chosen, (emit) => makeGateway(chosen, emit));
    case "prometheus":
      return await withProgress(chosen, (emit) => labPrometheus({ emit }));
    case "metrics":
      return await withProgress(chosen, (emit) => labMetrics({ emit }));
    case "logs":
      return await showLogs(chosen.rest[0]);
  }
}

async function makeGateway(chosen: LabArguments, emit: LabEmit): Promise<void> {
  if (chosen.rest[0] === "kinds") await labGatewayKinds({ emit });
  else await labGateway({ emit, throttle: throttleOf(chosen) ?? defaultThrottle });
}

async function withProgress({ json }: LabArguments, work: (emit: LabEmit) => Promise<void>): Promise<number> {
  if (json) {
    await work(outJson);
    return exitCodes.done;
  }
  const { stderr } = process;
  const progress = showProgress({
    write: (text) => void stderr.write(text),
    terminal: stderr.isTTY,
    columns: stderr.isTTY ? stderr.columns : 0,
  });
  try {
    await work(progress.show);
    return exitCodes.done;
  } finally {
    progress.close();
  }
}

async function showStatus({ json }: LabArguments): Promise<number> {
  const state = await labStatus();
  if (json) outJson(state);
  else out(describeState(state));
  return state.ready ? exitCodes.done : exitCodes.unreachable;
}

function showKubeconfig({ json }: LabArguments): number {
  const { kubeconfig, name } = labPaths();
  if (json) outJson({ kubeconfig, context: name });
  else out(kubeconfig);
  return exitCodes.done;
}

/** Without a name: the last lines of each, to see at a glance who complains. */
async function showLogs(name: string | undefined): Promise<number> {
  requireRoot(`npm run lab -- logs ${name ?? ""}`.trimEnd());
  const { logs } = labPaths();
  if (name !== undefined) {
    out((await readFile(join(logs, `${name}.log`), "utf8").catch(noLog)).trimEnd());
    return exitCodes.done;
  }
  for (const daemon of daemonNames) {
    const text = await readIfThere(join(logs, `${daemon}.log`));
    out(`── ${daemon}\n${text.trimEnd().split("\n").slice(-5).join("\n")}`);
  }
  return exitCodes.done;
}

function noLog(): never {
  throw new UnreachableProblem({
    code: "LAB_NO_LOG",
    what: "this daemon has never run here",
    next: "npm run lab -- up",
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`${describeProblem(error)}\n`);
  process.exitCode = error.exitCode;
}
