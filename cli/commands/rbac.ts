import type { Command } from "commander";
import type { AccessLevel } from "../../components/rbac.ts";

/** The roles that a team binds its people to: printed for a cluster owner to look at and apply. */
export function addRbacCommand(program: Command): void {
  program
    .command("rbac")
    .summary("the roles for viewers, releasers and owners, as YAML; needs no cluster")
    .option("--viewer <group>", "your identity provider's group of those who look", "releases-viewers")
    .option("--releaser <group>", "of those who release", "releases-releasers")
    .option("--owner <group>", "of those who own the services' basic parameters", "releases-owners")
    .addHelpText("after", "\nExamples:\n  release rbac -s prod --releaser web-team | kubectl apply -f -")
    .action(async (groups: Record<AccessLevel, string>, command: Command) => {
      (await import("../actions/rbac.ts")).rbac(groups, command);
    });
}
