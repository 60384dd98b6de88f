import type { Command } from "commander";

/** The Kubernetes manifests a stack comes to, without cluster or state: for review, diff and GitOps. */
export function addRenderCommands(program: Command): void {
  program
    .command("render [services...]")
    .summary("the Kubernetes manifests, as YAML; needs no cluster")
    .addHelpText(
      "after",
      "\nSecrets are left out; a comment names those that must be there.\n\nExamples:\n  release render website --stack prod > website.yaml\n  release render --json | jq .",
    )
    .action(async (services: string[], _options: unknown, command: Command) => {
      (await import("../actions/render.ts")).render(services, command);
    });
}
