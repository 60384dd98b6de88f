import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseStackConfig, type Service, type StackConfig } from "../../components/config.ts";
import { parseStackText, type StackText } from "../../components/config/stackFile.ts";
import { assertRules } from "../../components/rules.ts";
import type { StackLocation } from "../engine/engine.ts";
import type { ClusterChoice } from "../cluster/cluster.ts";
import type { ReleaseParameters, ServiceParameters } from "./serviceParameters.ts";

/** A stack as its file describes it: checked, every service whole. */
export interface Stack {
  project: string;
  name: string;
  /** `Pulumi.staging.yaml`, for messages. */
  file: string;
  /** Home namespace: the lock and the records live there. */
  namespace: string;
  config: StackConfig;
  services: Map<string, StackService>;
  /** The cluster that the stack's own file names (`kubernetes:context`, `kubernetes:kubeconfig`). */
  cluster: ClusterChoice;
}

export interface StackService {
  namespace: string;
  parameters: ServiceParameters;
  /** What to ask from outside the pods once a release is over; undefined for a service without an HTTP readiness probe. */
  probe: { service: string; port: number; path: string } | undefined;
}

/** The file with the stack's parameters. */
export function stackFile(location: StackLocation): string {
  return location.configFile ?? join(location.projectDir, `Pulumi.${location.stack}.yaml`);
}

/**
 * Reads a stack from its file, or from `text` that the file is going to have.
 * @throws UsageProblem for all that is wrong in it: STACK_UNKNOWN, YAML_INVALID, CONFIG_INVALID, RULES_BROKEN
 */
export function readStack(location: StackLocation, text?: string): Stack {
  const file = stackFile(location);
  const read = parseStackText(file, text ?? readFileSync(file, "utf8"));
  const config = parseStackConfig({ ...read.raw, stack: location.stack }, { file: basename(file) });
  assertRules(config);
  return {
    project: projectName(location.projectDir),
    name: location.stack,
    file: basename(file),
    namespace: config.namespace,
    config,
    services: new Map(config.services.map((service) => [service.name, stackService(service, read)])),
    cluster: clusterOf(read),
  };
}
