import type { V1CronJob, V1Job, V1Lease } from "@kubernetes/client-node";
import { namespacesOf } from "../../components/config/namespacesOf.ts";
import { freezeLease, freezesIn } from "../../lock/freezes.ts";
import { leaseName } from "../../lock/acquire.ts";
import { describeHolder, holderOf, leaseState } from "../../lock/lease.ts";
import { placeOf, type Stack } from "../../parameters/stack.ts";
import { standing, type Freeze } from "../../records/freeze.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { proposalSelector } from "../../records/proposals.ts";
import { newestFirst, recordSelector } from "../../records/store.ts";
import type { NamespaceWatch } from "../../rollout/namespaceWatch.ts";
import { keptRecord, recordPages, type KeptRecord } from "./keptRecord.ts";
import { mirror, mirrorAs, type Mirror } from "./mirror.ts";
import type { StackSource } from "./source.ts";
import type { Watches } from "./watches.ts";

/** What changed. */
export interface Changes {
  /** A Deployment's pods, or the Deployment; all of the namespace where no name is given. */
  workload: (namespace: string, name: string | undefined) => void;
  record: () => void;
  proposal: () => void;
  lease: () => void;
  schedule: () => void;
}

/** The objects of one stack as they are now: one watch for each kind and namespace. */
export class StackObjects {
  readonly namespaces: readonly string[];
  readonly #watches: ReadonlyMap<string, NamespaceWatch>;
  readonly #records: Mirror<KeptRecord>;
  readonly #leases: Mirror<V1Lease>;
  readonly #cronJobs: Mirror<V1CronJob>[];
  readonly #jobs: Mirror<V1Job>[];
  readonly #place: { project: string; stack: string };

  constructor(source: StackSource, stack: Stack, shared: Watches, changes: Changes, signal: AbortSignal) {
    const { cluster } = source;
    const { core, coordination, batch, kubeConfig } = cluster;
    const { namespace } = stack;
    const place = placeOf(stack);
    this.#place = place;
    this.namespaces = namespacesOf(stack.config);
    this.#watches = new Map(this.namespaces.map((name) => [name, shared.of(cluster, name)]));
    for (const [name, { listeners }] of this.#watches) {
      const listener = {
        changed: (deployment: string | undefined) => {
          changes.workload(name, deployment);
        },
      };
      listeners.add(listener);
      signal.addEventListener("abort", () => listeners.delete(listener));
    }
    const maps = (labelSelector: string) =>
      `/api/v1/namespaces/${namespace}/configmaps?labelSelector=${encodeURIComponent(labelSelector)}`;
    const records = maps(recordSelector(place));
    this.#records = mirrorAs(
      kubeConfig,
      { path: records, page: recordPages(cluster, records) },
      { keep: keptRecord, changed: changes.record },
      signal,
    );
    // What they say is the command's to tell: only that they changed is heard here.
    if (stack.config.approval !== undefined) {
      const labelSelector = proposalSelector(place);
      const list = () => core.listNamespacedConfigMap({ namespace, labelSelector });
      mirror(kubeConfig, { path: maps(labelSelector), list }, changes.proposal, signal);
    }
    const leases = {
      path: `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`,
      list: () => coordination.listNamespacedLease({ namespace }),
    };
    this.#leases = mirror(kubeConfig, leases, changes.lease, signal);
    const scheduled = [
      ...new Set(stack.config.services.filter(({ cronJob }) => cronJob !== undefined).map((one) => one.namespace)),
    ];
    const of = (name: string, kind: string) => `/apis/batch/v1/namespaces/${name}/${kind}`;
    this.#cronJobs = scheduled.map((name) => {
      const from = { path: of(name, "cronjobs"), list: () => batch.listNamespacedCronJob({ namespace: name }) };
      return mirror(kubeConfig, from, changes.schedule, signal);
    });
    this.#jobs = scheduled.map((name) => {
      const from = { path: of(name, "jobs"), list: () => batch.listNamespacedJob({ namespace: name }) };
      return mirror(kubeConfig, from, changes.schedule, signal);
    });
  }

  /** All that a row needs was read once. */
  get synced(): boolean {
    return [...this.#watches.values()].every(({ synced }) => synced) && this.#records.synced();
  }

  /** Why the picture may be out of date; undefined when all is well. */
  get trouble(): string | undefined {
    const watched = [...this.#watches.values()].map((watch) => watch.trouble);
    return [...watched, this.#records.trouble()].find((trouble) => trouble !== undefined);
  }

  snapshot(namespace: string, name: string) {
    const workload = { kind: "Deployment" as const, namespace, name };
    return this.#watches.get(namespace)?.store.snapshot(workload);
  }

  cronJobs(): V1CronJob[] {
    return this.#cronJobs.flatMap((mirrored) => mirrored.items());
  }

  jobs(): V1Job[] {
    return this.#jobs.flatMap((mirrored) => mirrored.items());
  }

  /** Newest first. */
  records(): ReleaseRecord[] {
    return this.#records
      .items()
      .flatMap(({ records }) => records)
      .sort(newestFirst);
  }

  frozen(now: Date): Freeze[] {
    return standing(freezesIn(this.#lease(freezeLease(this.#place))), now);
  }

  /** Who releases now, and which release. */
  releasing(now: Date): { id: string; text: string } | undefined {
    const lease = this.#lease(leaseName(this.#place));
    if (lease === undefined || leaseState(lease, now) !== "held") return undefined;
    return { id: holderOf(lease)?.release ?? "", text: describeHolder(lease, now) };
  }

  #lease(name: string): V1Lease | undefined {
    return this.#leases.items().find(({ metadata }) => metadata?.name === name);
  }
}
