import type { Command } from "commander";
import { manifestsYaml } from "../../components/render.ts";
import { accessManifests, type AccessLevel } from "../../components/rbac.ts";
import { readStack } from "../../release/parameters/stack.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";
import { locateStack } from "../project.ts";

/** The roles that a team binds its people to: printed for a cluster owner to look at and apply. */
export function addRbacCommand(program: Command): void {
  program
    .command("rbac")
    .summary("the roles for viewers, releasers and owners, as YAML; needs no cluster")
    .option("--viewer <group>", "your identity provider's group of those who look", "releases-viewers")
    .option("--releaser <group>", "of those who release", "releases-releasers")
    .option("--owner <group>", "of those who own the services' basic parameters", "releases-owners")
    .addHelpText("after", "\nExamples:\n  release rbac -s prod --releaser web-team | kubectl apply -f -")
    .action((groups: Record<AccessLevel, string>, command: Command) => {
      const { config, services } = readStack(locateStack(globalOptions(command)));
      const namespaces = new Set([config.namespace, ...[...services.values()].map(({ namespace }) => namespace)]);
      const manifests = [...namespaces].flatMap((namespace) => accessManifests(namespace, groups));
      processOutput(globalOptions(command)).result([manifestsYaml(manifests)], manifests);
    });
}
