import type { Command } from "commander";
import type { RbacOptions } from "../actions/rbac.ts";

/** The roles that a team binds its people to: printed for a cluster owner to look at and apply. */
export function addRbacCommand(program: Command): void {
  program
    .command("rbac")
    .summary("the roles for viewers, releasers and owners, and a policy for fields, as YAML; needs no cluster")
    .option("--viewer <group>", "your identity provider's group of those who look", "releases-viewers")
    .option("--releaser <group>", "of those who release", "releases-releasers")
    .option("--owner <group>", "of those who own the services' basic parameters", "releases-owners")
    .option("--no-policy", "the roles alone; without it a releaser may change any field, replicas too")
    .addHelpText("after", "\nExamples:\n  release rbac -s prod --releaser web-team | kubectl apply -f -")
    .action(async (options: RbacOptions, command: Command) => {
      (await import("../actions/rbac.ts")).rbac(options, command);
    });
}
