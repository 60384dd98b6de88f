import type { Cluster } from "../cluster/cluster.ts";
import type { Engine } from "../engine/engine.ts";
import type { Removal } from "./removal.ts";
import type { Emit } from "./events.ts";
import type { ReleasePlan } from "./plan.ts";
import type { CanaryRecord } from "../records/canary.ts";
import type { KnownProposal, ProposedRequest } from "../records/proposal.ts";
import type { ReleaseKind, ReleaseRecord } from "../records/record.ts";
import type { RecordStore } from "../records/store.ts";
import type { StackLocation } from "../parameters/location.ts";

/** What a release works with: one stack, one cluster, one engine, one operator. */
export interface ReleaseContext {
  location: StackLocation;
  cluster: Cluster;
  engine: Engine;
  records: RecordStore;
  operator: string;
  /** Whom the API server takes them for; undefined as long as it has not said. */
  user: () => string | undefined;
  emit: Emit;
  /** Ctrl-C: the running step is finished, then the release stops. */
  signal: AbortSignal;
  /** Told of each release that has come to its end, also of an earlier one that nobody saw the end of. */
  ended?(record: ReleaseRecord, restore?: ReleaseRecord): void;
  /** Told of what stands proposed from now on, and of what it stands in the place of. */
  proposed?(proposal: KnownProposal, stale?: KnownProposal): void;
  /** Asked once the plan is known and before anything is touched. */
  approve(plan: ReleasePlan): Promise<boolean>;
  /** Asked besides where services would leave that nobody has named; absent where there is nobody to ask. */
  approveRemoval?(removals: readonly Removal[]): Promise<boolean>;
}

/** What a person asks for. Every verb (deploy, rollback, resubmit …) comes down to one of these. */
export interface ReleaseRequest extends ProposedRequest {
  kind: ReleaseKind;
  description?: string;
  /** Of kind `canary`: what it does to which, for the record. */
  canary?: CanaryRecord;
  /** Why it is done where nobody has said so: what a canary's checks found. */
  reason?: string;
  /** Asked under the lock, of all releases: throws where what it was decided on is no longer so. */
  expected?: (records: readonly ReleaseRecord[]) => void;
  /** How long to wait in line behind another release, in s; default: behind one of other services alone. */
  waitSeconds?: number;
  /** Why it goes ahead though nobody has approved it, on a stack that asks for that. */
  emergency?: string;
  /** The proposal that is carried out. */
  proposal?: string;
  /** What comes after releases the whole stack: then nothing frozen is left out, and the release is held. */
  allOrNothing?: boolean;
  /** All of the stack but what is frozen; the edits name it. */
  besideFrozen?: true;
  /** Commit the stack file's change once the release is over. */
  commit: boolean;
  /** Push that, too. */
  push?: true;
}
