import { Option, type Command } from "commander";
import type { ConsoleCommandOptions } from "../actions/console.ts";

/** Releases on a page. */
export function addConsoleCommand(program: Command): void {
  program
    .command("console")
    .summary("releases on a page: start it, and open the browser")
    .description(
      "Serves the console on this machine's loopback, and prints a link that lets one browser in, once. Ctrl-C ends it; a release that was begun there goes on.\n" +
        "With --oidc-issuer or --trusted-proxy it is for a team, in the cluster: whoever signs in acts as themselves.",
    )
    .option("--port <port>", "port to listen on (default: any that is free)")
    .option("--no-open", "print the link, and open no browser")
    .option("--stacks <names...>", "the stacks to show (default: --stack, else all of the project)")
    .option("--data <folder>", "where what was begun is kept (default: below $XDG_STATE_HOME)")
    .option(
      "--repository <url>",
      "in the cluster: the repository with the project; what is released is committed and pushed",
    )
    .option("--branch <name>", "its branch", "main")
    .option("--folder <path>", "the project's folder in it", ".")
    .option("--work <folder>", "where to keep the clone (default: a temporary folder)")
    .option("--url <address>", "for a team: the address that browsers come by, https://console.example.com")
    .option("--listen <address>", "address to listen on (default 127.0.0.1)")
    .option("--oidc-issuer <url>", "sign in with this provider of identities")
    .option("--oidc-client <id>", "the console as the provider knows it; its secret in $RELEASE_CONSOLE_OIDC_SECRET")
    .addOption(new Option("--oidc-scope <scopes...>", "what is asked for beside openid").default(["email", "groups"]))
    .option("--oidc-user-claim <claim>", "which claim is the user's name, as the API server takes it", "email")
    .option("--oidc-groups-claim <claim>", "which claim holds the groups", "groups")
    .option("--oidc-user-prefix <text>", "put before the name, as the API server is told to", "")
    .option("--oidc-groups-prefix <text>", "put before each group, as the API server is told to", "")
    .option("--groups <names...>", "groups that count; others are left out (default: all)")
    .option(
      "--trusted-proxy <addresses...>",
      "proxies whose headers are believed, from these addresses alone: 10.0.0.0/8",
    )
    .option("--trusted-proxy-header <name>", "the header in which such a proxy names who is signed in")
    .option("--trusted-proxy-groups-header <name>", "the header with their groups", "x-forwarded-groups")
    .addHelpText(
      "after",
      "\nExamples:\n  release console --stack staging\n  release console --port 7420 --no-open\n  release console --url https://releases.example.com --listen 0.0.0.0 --port 8080 --oidc-issuer https://id.example.com --oidc-client releases",
    )
    .action(async (options: ConsoleCommandOptions, command: Command) => {
      await (await import("../actions/console.ts")).runConsole(options, command);
    });
}
