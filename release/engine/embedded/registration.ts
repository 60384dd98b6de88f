import type { ResourceState } from "./checkpoint.ts";
import type { Hooks } from "./hooks.ts";
import type { Operations } from "./operations.ts";
import type { PropertyMap } from "./propertyValue.ts";
import type { Providers } from "./providers/providers.ts";
import type { Run } from "./run.ts";
import type { Snapshot } from "./snapshot.ts";

/** What the program gets back for a resource it declared. */
export interface Registered {
  urn: string;
  id: string;
  outputs: PropertyMap;
  /** Left out of this run: its outputs are not known. */
  unknown?: boolean;
}

export interface RegistrarParts {
  stack: string;
  project: string;
  run: Run;
  snapshot: Snapshot;
  providers: Providers;
  operations: Operations;
  hooks: Hooks;
  /** Throws for a state that cannot be kept. */
  guard: (state: ResourceState) => void;
  dryRun: boolean;
  /** URNs to limit the run to; all when absent. */
  targets: ReadonlySet<string> | undefined;
}
