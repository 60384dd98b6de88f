import type { Command } from "commander";
import { manifestsYaml, renderService, renderStack } from "../../components/render.ts";
import { readStack } from "../../release/parameters/stack.ts";
import { serviceNamed } from "../../release/verbs/serviceNamed.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";
import { locateStack } from "../project.ts";

/** The Kubernetes manifests a stack comes to, without cluster or state: for review, diff and GitOps. */
export function addRenderCommands(program: Command): void {
  program
    .command("render [services...]")
    .summary("the Kubernetes manifests, as YAML; needs no cluster")
    .addHelpText(
      "after",
      "\nExamples:\n  release render website --stack prod > website.yaml\n  release render --json | jq .",
    )
    .action((services: string[], _options: unknown, command: Command) => {
      const stack = readStack(locateStack(globalOptions(command)));
      const wanted = new Set(services.map((name) => serviceNamed(stack, name).service));
      const manifests =
        wanted.size === 0
          ? renderStack(stack.config)
          : stack.config.services.filter(({ name }) => wanted.has(name)).flatMap(renderService);
      processOutput(globalOptions(command)).result([manifestsYaml(manifests).trimEnd()], manifests);
    });
}
