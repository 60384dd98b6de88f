import { UsageProblem } from "../errors/problem.ts";
import { moreImages } from "./moreImages.ts";
import { daemonNames } from "./daemons.ts";

export const verbs = [
  "up",
  "down",
  "status",
  "reset",
  "exec",
  "logs",
  "kubeconfig",
  "kubectl",
  "pulumi",
  "images",
  "gateway",
  "prometheus",
  "metrics",
] as const;
export type Verb = (typeof verbs)[number];

export interface LabArguments {
  verb: Verb | "help";
  /** What follows the verb, options taken out; for `exec` and `kubectl` the command as it stands. */
  rest: string[];
  json: boolean;
}

export const help = `A real Kubernetes on this machine, in a network of its own that nothing leaves.

usage: npm run lab -- VERB

  up                 build what is missing, start, wait until pods can run (nothing to do: at once)
  down               stop and undo everything; the cluster's data and the builds stay
  reset              down, forget the cluster's data, up
  status             what runs
  exec -- CMD …      run a command inside the lab's network (pods, services and kubectl are reachable there)
  kubectl -- ARGS …  kubectl of the lab's own version
  pulumi             build Pulumi's CLI, with its providers, from Go modules; needs neither root nor the lab
  pulumi ARGS …      that CLI, on the lab and with the state that is kept with it
  kubeconfig         path of the kubeconfig, for other tools on this machine
  logs [NAME]        the end of a daemon's log: ${daemonNames.slice(0, 4).join(", ")},
                     ${daemonNames.slice(4).join(", ")}
  images wordpress   build and import WordPress and MariaDB, from Debian's packages
  images kubectl     build and import kubectl, for services with a scheduled restart
  images watch       build and import this checkout as an image, for what watches a stack in the cluster
  gateway            build and deploy a real gateway, Traefik: services with an HTTPRoute are reached through it
                     (--throttle=DURATION: how long it gathers changes; default 2s, as anywhere)
  gateway kinds      only teach the API server the Gateway API's kinds, such as HTTPRoute; nothing serves them
  prometheus         build and deploy Prometheus, which asks the gateway for its figures each second
  metrics            build and deploy metrics-server: autoscalers then decide by what pods use

  --json             up, down, reset, pulumi, images, gateway, prometheus, metrics: one JSON event a line;
                     status, kubeconfig: one object
  --help             this text

examples:
  npm run lab -- up
  npm run lab -- kubectl -- get pods --all-namespaces
  npm run -s lab -- pulumi up --stack staging
  npm run lab -- exec -- wrk --duration 10s http://198.18.128.20/
  KUBECONFIG=$(npm run -s lab -- kubeconfig) kubectl get nodes

docs/lab.md says what it does to this machine.`;

/**
 * Reads the command line after `lab`.
 * @throws UsageProblem LAB_VERB_UNKNOWN, LAB_ARGUMENT_UNKNOWN, LAB_ARGUMENT_MISSING
 */
export function parseArguments(argv: readonly string[]): LabArguments {
  const [first, ...after] = argv.filter((argument, index) => !(argument === "--json" && index === 0));
  const early = argv[0] === "--json";
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    return { verb: "help", rest: [], json: false };
  }
  const verb = verbs.find((known) => known === first);
  if (verb === undefined) {
    throw wrong("LAB_VERB_UNKNOWN", `"${first}" is none of the lab's verbs: ${verbs.join(", ")}`);
  }
  if (verb === "pulumi" && after.some((argument) => argument !== "--json")) {
    return { verb, rest: commandOf(verb, after), json: early };
  }
  if (verb === "exec" || verb === "kubectl") return { verb, rest: commandOf(verb, after), json: early };
  if (after.includes("--help") || after.includes("-h")) return { verb: "help", rest: [], json: false };
  const rest = after.filter((argument) => argument !== "--json");
  checkRest(verb, rest);
  if (verb === "images" && rest.length === 0) {
    throw wrong("LAB_ARGUMENT_MISSING", `\`lab images\` needs to be told which: ${moreImages.join(", ")}`);
  }
  return { verb, rest, json: early || rest.length < after.length };
}

function commandOf(verb: Verb, after: string[]): string[] {
  const command = after[0] === "--" ? after.slice(1) : after;
  if (command.length > 0) return command;
  throw wrong("LAB_ARGUMENT_MISSING", `\`lab ${verb}\` needs a command: npm run lab -- ${verb} -- …`);
}

const allowed: Partial<Record<Verb, readonly string[]>> = {
  logs: daemonNames,
  images: moreImages,
  gateway: ["kinds"],
};
const throttle = /^--throttle=(\d+m?s)$/;

function checkRest(verb: Verb, rest: string[]): void {
  const known = allowed[verb] ?? [];
  const throttled = verb === "gateway" && throttle.test(rest[0] ?? "");
  const unknown = rest.find((argument, index) => index > 0 || !(throttled || known.includes(argument)));
  if (unknown === undefined) return;
  const all = verb === "gateway" ? [...known, "--throttle=DURATION"] : known;
  const choice = all.length === 0 ? "it takes none" : `it takes one of: ${all.join(", ")}`;
  throw wrong("LAB_ARGUMENT_UNKNOWN", `\`lab ${verb}\` does not know "${unknown}": ${choice}`);
}

/** How long the gateway shall gather changes, if it was said. */
export function throttleOf({ rest }: LabArguments): string | undefined {
  return throttle.exec(rest[0] ?? "")?.[1];
}

function wrong(code: string, what: string): UsageProblem {
  return new UsageProblem({ code, what, next: "npm run lab -- --help" });
}
