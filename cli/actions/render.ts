import type { Command } from "commander";
import { manifestsYaml, renderService, renderStack } from "../../components/render.ts";
import { readStack } from "../../release/parameters/stack.ts";
import { serviceNamed } from "../../release/verbs/serviceNamed.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";
import { locateStack } from "../project.ts";

/** The Kubernetes manifests a stack comes to, without cluster or state. */
export function render(services: string[], command: Command): void {
  const stack = readStack(locateStack(globalOptions(command)));
  const wanted = new Set(services.map((name) => serviceNamed(stack, name).service));
  const manifests =
    wanted.size === 0
      ? renderStack(stack.config)
      : stack.config.services.filter(({ name }) => wanted.has(name)).flatMap(renderService);
  processOutput(globalOptions(command)).result([manifestsYaml(manifests).trimEnd()], manifests);
}
