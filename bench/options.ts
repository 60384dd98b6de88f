import { parseArgs } from "node:util";
import { errorText } from "../errors/errorText.ts";
import { UsageProblem } from "../errors/problem.ts";

export interface BenchOptions {
  /** Names of benchmarks; all when none was named. */
  benchmarks: string[];
  /** How many services; each benchmark on a cluster runs with each number. Default 1, 6, 50. */
  services: number[];
  /** Rounds of each benchmark. Default 3. */
  runs: number;
  /** Pods of each service; default 3 of one service, 2 of up to ten, 1 of more. */
  replicas: number | undefined;
  /** How long a new pod must stay ready, `2s`; default: the website template's own. */
  minReady: string | undefined;
  json: boolean;
  help: boolean;
}

export interface Named {
  name: string;
  about: string;
}

export function benchHelp(benchmarks: readonly Named[]): string {
  return [
    "npm run bench: what a release costs, beside kubectl, plain pulumi up and helm doing the same on the same cluster (the lab) in the same run.",
    "",
    "  npm run bench                                    all, with 1, 6 and 50 services (about an hour)",
    "  npm run bench -- good-release --services 1,6 --runs 3",
    "",
    ...benchmarks.map(({ name, about }) => `  ${name.padEnd(18)} ${about}`),
    "",
    "  --services N,N     how many services; default 1,6,50",
    "  --runs N           rounds of each; default 3",
    "  --replicas N       pods of each service; default 3 of one service, 2 of up to ten, 1 of more",
    "  --min-ready 0s     how long a new pod must stay ready; default: the website template's 2s",
    "  --json             one JSON value on stdout instead of the table",
    "",
    "Results are kept in bench/results/. Exit codes: 0 all limits hold; 2 one does not; others as of the release command.",
  ].join("\n");
}

/** @throws UsageProblem OPTION_UNKNOWN, OPTION_INVALID, BENCHMARK_UNKNOWN */
export function parseBenchOptions(args: readonly string[], known: readonly string[]): BenchOptions {
  const { values, positionals } = parsed(args);
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw wrong("BENCHMARK_UNKNOWN", `there is no benchmark "${unknown}"; there are: ${known.join(", ")}`);
  }
  return {
    benchmarks: positionals,
    services: values.services === undefined ? [] : values.services.split(",").map((text) => whole("--services", text)),
    runs: values.runs === undefined ? 3 : whole("--runs", values.runs),
    replicas: values.replicas === undefined ? undefined : whole("--replicas", values.replicas),
    minReady: values["min-ready"],
    json: values.json,
    help: values.help,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        services: { type: "string" },
        runs: { type: "string" },
        replicas: { type: "string" },
        "min-ready": { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw wrong("OPTION_UNKNOWN", errorText(error));
  }
}

const most = 500;

function whole(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw wrong("OPTION_INVALID", `${option}: "${text}" is no whole number from 1 to ${most}`);
}

function wrong(code: string, what: string): UsageProblem {
  return new UsageProblem({ code, what, next: "npm run bench -- --help" });
}
