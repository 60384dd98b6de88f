import type { Command } from "commander";

/** Whether everything that a release needs is in place. */
export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .summary("check that all is in place for a release: Node, project, configuration, cluster, rights, Pulumi, locks")
    .option("--install-pulumi", "install the Pulumi CLI first, by Pulumi's own installer, into ~/.pulumi/versions")
    .addHelpText("after", "\nExamples:\n  release doctor --stack staging\n  release doctor --install-pulumi")
    .action(async (chosen: { installPulumi?: boolean }, command: Command) => {
      await (await import("../actions/doctor.ts")).doctor(chosen, command);
    });
}
