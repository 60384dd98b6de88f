import type { Command } from "commander";
import { manifestsYaml, renderService, renderStack, secretsComment } from "../../components/render.ts";
import { readServices, readStack } from "../../parameters/stack.ts";
import { serviceNamed } from "../../release/verbs/serviceNamed.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";
import { locateStack } from "../project.ts";

/** The Kubernetes manifests a stack comes to, without cluster or state; of named services whatever the others break. */
export function render(names: string[], command: Command): void {
  const location = locateStack(globalOptions(command));
  const stack = names.length === 0 ? readStack(location) : readServices(location, names);
  const wanted = new Set(names.map((name) => serviceNamed(stack, name).service));
  const services = stack.config.services.filter(({ name }) => wanted.size === 0 || wanted.has(name));
  const manifests = wanted.size === 0 ? renderStack(stack.config) : services.flatMap(renderService);
  const yaml = `${secretsComment(services)}${manifestsYaml(manifests, services)}`;
  processOutput(globalOptions(command)).result([yaml.trimEnd()], manifests);
}
