import type { Command } from "commander";

interface SetOptions {
  secret?: boolean;
  onlyThisStack?: boolean;
}

/** Verbs that change the stack's file, or a service's, by one value. Nothing is released by them. */
export function addConfigEditCommands(config: Command): void {
  config
    .command("set <key> [value]")
    .summary("set one value in the file that says it; a secret comes from stdin, never as an argument")
    .option("--secret", "encrypt it; the value is read from stdin, or asked for at the terminal")
    .option("--only-this-stack", "of a service with a file in services/: set it there for the chosen stack alone")
    .addHelpText(
      "after",
      `
Examples:
  release config set services.website.replicas 3
  release config set services.website.replicas 5 --stack prod --only-this-stack
  release config set 'services.website.files["/etc/web/site.conf"]' 'port 80'
  release config set kubernetes:context prod-eu
  release config set --secret dbPassword            asks, and does not show it
  pass show prod/db | release config set --secret dbPassword

Secrets are encrypted with $PULUMI_CONFIG_PASSPHRASE, as the Pulumi CLI does it.`,
    )
    .action(async (key: string, value: string | undefined, options: SetOptions, command: Command) => {
      await (await import("../actions/configSet.ts")).setConfig(key, value, options, command);
    });

  config
    .command("rm <key>")
    .summary("take one value out of the file that says it")
    .addHelpText("after", "\nExamples:\n  release config rm services.website.waivers.ZD004")
    .action(async (key: string, _options: unknown, command: Command) => {
      await (await import("../actions/configSet.ts")).removeConfig(key, command);
    });
}
