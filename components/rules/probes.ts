import { formatDuration } from "../config/duration.ts";
import type { Probe } from "../config/probes.ts";
import { routedPorts, routesOf } from "../config/routesOf.ts";
import { defaultPort } from "../config/defaultPort.ts";
import { servedPort } from "../config/servedPorts.ts";
import type { Service } from "../config/stackConfig.ts";
import { probeBudget } from "../objects/startBudget.ts";
import { serves } from "./rule.ts";
import type { Breach, Rule } from "./rule.ts";

export const readinessExists: Rule = {
  code: "ZD002",
  check: (service) => {
    if (!serves(service) || service.probes.readiness !== undefined) return [];
    return [
      {
        parameter: "probes.readiness",
        message: "without a readiness probe a pod gets requests as soon as its container runs, ready or not",
        fix: "set probes.readiness, e.g. {http: {path: /healthz}}",
      },
    ];
  },
};

export const onlyReadyIsPublished: Rule = {
  code: "ZD023",
  check: (service) =>
    serves(service) && service.service.publishNotReady
      ? [
          {
            parameter: "service.publishNotReady",
            message: "the Service leads to pods that are not ready: requests reach those that start or cannot answer",
            fix: "leave it false, or waive the rule where the pods look for one another by that name",
          },
        ]
      : [],
};

export const readinessTestsWhatIsServed: Rule = {
  code: "ZD003",
  check: (service) => {
    const { readiness } = service.probes;
    if (!serves(service) || readiness === undefined) return [];
    return untested(service, readiness).map(({ message, fix }) => ({ parameter: "probes.readiness", message, fix }));
  },
};

function untested(service: Service, probe: Probe): Omit<Breach, "parameter">[] {
  const { ports } = service;
  const first = defaultPort(Object.keys(ports)) ?? "";
  const own = servedPort(service) ?? first;
  const routed = routesOf(service).flatMap(({ route }) => routedPorts(route).map((port) => port ?? own));
  const [served = own] = routed;
  if (probe.exec !== undefined) {
    return [
      {
        message: `the command runs in the container and says nothing about port ${served}, which is served`,
        fix: `ask the port: {http: {path: /healthz, port: ${served}}}, tcp or grpc`,
      },
    ];
  }
  const asked = (probe.http ?? probe.tcp ?? probe.grpc)?.port ?? first;
  if (asked !== served && !routed.includes(asked)) {
    return [{ message: `it asks port ${asked}, but ${served} is served`, fix: `ask port ${served}` }];
  }
  const protocol = ports[asked]?.appProtocol;
  if (probe.tcp !== undefined && (protocol === "http" || protocol === "grpc")) {
    return [
      {
        message: `it only opens a connection to port ${asked}, which speaks ${protocol}: the port opens before the service can answer`,
        fix: protocol === "http" ? "use {http: {path: /healthz}}" : "use {grpc: {}}",
      },
    ];
  }
  return [];
}

export const livenessNoStricter: Rule = {
  code: "ZD010",
  check: ({ probes: { liveness, readiness } }) => {
    if (liveness === undefined || readiness === undefined) return [];
    const [killed, unready] = [tolerance(liveness), tolerance(readiness)];
    if (killed > unready) return [];
    return [
      {
        parameter: "probes.liveness",
        message:
          `a pod that does not answer is killed after ${formatDuration(killed)} but taken out of traffic only after ` +
          `${formatDuration(unready)}: an overload kills pods that would recover`,
        fix: `let liveness fail for longer than ${formatDuration(unready)} (period or timeout, whichever is longer, x failures)`,
      },
    ];
  },
};

/** Time without an answer until a running container's probe has failed, in seconds: the next one waits for this one. */
function tolerance({ period, timeout, failures }: Probe): number {
  return Math.max(period, timeout) * failures;
}

export const livenessWaitsForStart: Rule = {
  code: "ZD011",
  check: ({ probes: { liveness, startup } }) => {
    if (liveness === undefined || startup !== undefined) return [];
    return [
      {
        parameter: "probes.startup",
        message: `without a startup probe, a start that takes longer than ${formatDuration(probeBudget(liveness))} is killed by the liveness probe, again and again`,
        fix: "set probes.startup with the same request and enough failures for the slowest start",
      },
    ];
  },
};
