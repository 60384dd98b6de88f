import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { checkedServices, checkedStack } from "../components/checkedStack.ts";
import { describedConfig } from "../components/config.ts";
import { defaultPort } from "../components/config/defaultPort.ts";
import type { Service, StackConfig } from "../components/config/stackConfig.ts";
import { parseServiceFiles, type ServiceFiles } from "../components/config/serviceFiles.ts";
import { parseStackText, readText, serviceFilesOf } from "../components/config/stackFile.ts";
import { withServiceFiles } from "../components/config/withServiceFiles.ts";
import { secretEntries } from "../components/objects.ts";
import { useOwnParts } from "../components/ownParts.ts";
import { servicePorts } from "../components/objects/service.ts";
import type { ClusterChoice } from "../cluster/choice.ts";
import type { ServiceProbe } from "../rollout/serviceProbe.ts";
import { clusterInFile } from "./clusterInFile.ts";
import { setConfigValue } from "./configEdit.ts";
import { filesAtCommit } from "./gitFiles.ts";
import { stackFile, type StackLocation } from "./location.ts";
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
  /** What the project's files say of its services. */
  files: ServiceFiles;
  /** What they said at a commit; undefined where that is not known. */
  filesAt?: (commit: string) => ServiceFiles | undefined;
  /** Where a line about `releases:services.NAME…` has its place: `services/web.yaml:3: replicas`. */
  located?: (line: string) => string;
  /** The cluster that the stack's own file names (`kubernetes:context`, `kubernetes:kubeconfig`). */
  cluster: ClusterChoice;
}

/** Where the stack's lock, records and freezes are, and whose they are. */
export interface StackPlace {
  namespace: string;
  project: string;
  stack: string;
}

export function placeOf({ namespace, project, name }: Pick<Stack, "namespace" | "project" | "name">): StackPlace {
  return { namespace, project, stack: name };
}

export interface StackService {
  namespace: string;
  parameters: ServiceParameters;
  /** What to ask from outside the pods once a release is over; undefined for a service without an HTTP readiness probe. */
  probe: ServiceProbe | undefined;
}

/**
 * Reads a stack from its file, or from `text` that the file is going to have; so with the files of its services.
 * @throws UsageProblem for all that is wrong in it: STACK_UNKNOWN, YAML_INVALID, CONFIG_INVALID, RULES_BROKEN
 */
export function readStack(location: StackLocation, text?: string, files?: ServiceFiles): Stack {
  return stackOf(location, text, checkedStack, files);
}

/** What the project's files say of its services. @throws UsageProblem YAML_INVALID */
export function serviceFiles({ projectDir, stack }: StackLocation): ServiceFiles {
  return serviceFilesOf(projectDir, stack);
}

function serviceFilesAt(projectDir: string, commit: string): ServiceFiles | undefined {
  const found = filesAtCommit(projectDir, commit);
  try {
    return found === undefined ? undefined : parseServiceFiles(found.services, [...found.stacks.keys()]);
  } catch {
    // It was no YAML, and nothing can have come of it.
    return undefined;
  }
}

/**
 * The same for some of its services, whatever may be wrong with the others.
 * @throws UsageProblem as {@link readStack}, for what is wrong with these
 */
export function readServices(location: StackLocation, names: readonly string[]): Stack {
  return stackOf(location, undefined, checkedServices(names));
}

/**
 * The same without the rules, for whoever only looks: a service that must not be released as it is written does not hide
 * how the others do.
 * @throws UsageProblem STACK_UNKNOWN, YAML_INVALID, CONFIG_INVALID
 */
export function describedStack(location: StackLocation, text?: string, files?: ServiceFiles): Stack {
  return stackOf(location, text, describedConfig, files);
}

/** The same of a file that may have no services yet. */
export function startedStack(location: StackLocation): Stack {
  const file = stackFile(location);
  const text = readText(file, location.stack);
  const { raw } = parseStackText(file, text);
  const started = (["services", "current"] as const)
    .filter((key) => raw[key] === undefined || raw[key] === null)
    .reduce((given, key) => setConfigValue(given, { key: `releases:${key}`, path: [] }, {}), text);
  return stackOf(location, started, describedConfig);
}

function stackOf(
  location: StackLocation,
  text: string | undefined,
  read: typeof checkedStack,
  files: ServiceFiles = serviceFiles(location),
): Stack {
  useOwnParts(location.projectDir);
  const file = stackFile(location);
  const { raw: written, config: keys, ciphertexts } = parseStackText(file, text ?? readText(file, location.stack));
  const raw = withServiceFiles({ ...written, stack: location.stack }, files);
  const config = read(raw, { file: basename(file) });
  return {
    project: projectName(location.projectDir),
    name: location.stack,
    file: basename(file),
    namespace: config.namespace,
    config,
    files,
    ...(raw.files === undefined ? {} : { located: raw.files.located }),
    filesAt: (commit) => serviceFilesAt(location.projectDir, commit),
    services: new Map(
      config.services.map((service) => [
        service.name,
        {
          namespace: service.namespace,
          parameters: {
            basic: block(raw.services, service.name),
            release: block(raw.current, service.name) as ReleaseParameters,
            secrets: secretsOf(service, ciphertexts),
          },
          probe: probeOf(service),
        },
      ]),
    ),
    cluster: clusterInFile(keys),
  };
}

/** The block of one service, as written. The check before has made sure that it is one. */
function block(services: unknown, name: string): Record<string, unknown> {
  return (services as Record<string, Record<string, unknown>>)[name] ?? {};
}

/** Their plain text is read nowhere but in the program. */
function secretsOf(service: Service, ciphertexts: Map<string, string>): Record<string, string> {
  const keys = secretEntries(service).map(({ key }) => key);
  return Object.fromEntries(
    keys.flatMap((key): [string, string][] => {
      const ciphertext = ciphertexts.get(`releases:${key}`);
      return ciphertext === undefined ? [] : [[key, ciphertext]];
    }),
  );
}

/**
 * The readiness probe's own port: the service's first one may be for metrics, and know nothing of its path. Headers do
 * not go through the API server's proxy, and an answer to another request says nothing.
 */
function probeOf(service: Service): StackService["probe"] {
  const { http } = service.probes.readiness ?? {};
  if (http === undefined || Object.keys(http.headers).length > 0) return undefined;
  const name = http.port ?? defaultPort(Object.keys(service.ports));
  const port = servicePorts(service).find((offered) => offered.name === name)?.port;
  if (typeof port !== "number") return undefined;
  const asked = { service: service.name, port, path: http.path };
  return http.scheme === "HTTPS" ? { ...asked, scheme: "https" } : asked;
}

function projectName(projectDir: string): string {
  const { name } = parse(readFileSync(join(projectDir, "Pulumi.yaml"), "utf8")) as { name?: unknown };
  return typeof name === "string" ? name : "releases";
}
