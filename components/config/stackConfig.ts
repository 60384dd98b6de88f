import type { ApprovalParameters } from "./approval.ts";
import type { ConsoleParameters } from "./console.ts";
import type { ServiceLayers } from "./layers.ts";
import type { NotifyTarget } from "./notify.ts";
import type { Peer } from "./peers.ts";
import type { Unquoted } from "./unquoted.ts";
import type { ReleaseParameters } from "./release.ts";
import type { BasicParameters } from "./service.ts";
import type { ClusterFacts, NamespaceParameters } from "./stack.ts";
import type { Watch } from "./watch.ts";

/** What a stack's configuration says, as it was read, before anything is checked. Absent keys are undefined. */
export interface RawStackConfig {
  /** `staging` */
  stack: string;
  services: unknown;
  current: unknown;
  namespace?: unknown;
  namespaces?: unknown;
  groups?: unknown;
  cluster?: unknown;
  patience?: unknown;
  adopt?: unknown;
  notify?: unknown;
  watch?: unknown;
  console?: unknown;
  prometheus?: unknown;
  approval?: unknown;
  /** The config keys that hold secrets; undefined where that cannot be known, and is then not checked. */
  secretKeys?: readonly string[] | undefined;
  /** Config keys stored in plain text; naming one as a secret is an error. */
  plainKeys?: readonly string[] | undefined;
  /** Values whose text was lost in reading; absent where nobody saw how they were written. */
  unquoted?: readonly Unquoted[];
  /** Where the project keeps files of its services. */
  files?: OfServiceFiles;
}

/** What the files of the services add to a stack's configuration, beside their blocks. */
export interface OfServiceFiles {
  /** What is wrong with them by themselves, each with its place. */
  errors: readonly string[];
  /** Services that have a file, and that the stack does not have. */
  others: readonly string[];
  /** A line about `releases:services.web.replicas`, said of the place where that stands: `services/web.yaml:3: replicas`. */
  located: (line: string) => string;
}

/** Where the configuration was read, for errors. */
export interface ConfigSource {
  /** `Pulumi.staging.yaml` */
  file: string;
}

/** One service with all its parameters: template's, basic and release ones. */
export interface Service extends BasicParameters {
  /** Its key in `releases:services`, and the name of its Kubernetes objects. */
  name: string;
  stack: string;
  namespace: string;
  release: ReleaseParameters;
  /** The services that its network names. */
  peers: Record<string, Peer>;
  /** What each layer said, for `release config show`. */
  layers: ServiceLayers;
}

export interface StackConfig {
  stack: string;
  /** Home namespace of services that name none. */
  namespace: string;
  namespaces: Record<string, NamespaceParameters>;
  cluster: ClusterFacts;
  /** Objects that the next update takes over instead of making them (`Deployment/web`), by service. */
  adopt: Record<string, string[]>;
  /** Who is told how a release ended. */
  notify: NotifyTarget[];
  /** What runs `release watch` in the cluster, if anything does. */
  watch: Watch | undefined;
  /** What runs `release console` in the cluster, if anything does. */
  console: ConsoleParameters | undefined;
  /** Whom the checks of canaries ask: a URL, or `namespace/service:port`. */
  prometheus: string | undefined;
  /** Who approves a release before it begins; undefined: nobody. */
  approval: ApprovalParameters | undefined;
  /** Every service after those it depends on. */
  services: Service[];
  /** Services by group: `releases:groups` and the services' own `group`. */
  groups: Record<string, string[]>;
}

/** A configuration as far as it is right, and everything that is wrong with it. */
export interface StackReading {
  /** Of the services that are right by themselves; undefined where the stack's own keys are wrong. */
  config: StackConfig | undefined;
  /** One line each: path, what was given, what is allowed. */
  errors: string[];
  /** Likewise, of waivers whose rules there are not: no reason to refuse what has served. */
  stale: string[];
}
