import { setTimeout as sleep } from "node:timers/promises";
import { namespacesOf } from "../../components/config/namespacesOf.ts";
import { leaseSeconds } from "../../lock/lease.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { ServicePods } from "../api/live.ts";
import type { Overview, ServiceRow } from "../api/overview.ts";
import { Bus } from "./bus.ts";
import { lookAt } from "./picture.ts";
import { RecordBook } from "./recordBook.ts";
import { changedRows } from "./rows.ts";
import type { StackSource } from "./source.ts";
import { StackObjects } from "./stackObjects.ts";
import type { Watches } from "./watches.ts";

/** Changes come in bursts of several objects; one look at them together is enough. ms */
const gatherMs = 50;
/** Who asks a console that has just started waits so long for its first look. ms */
const firstLookMs = 5_000;
/** After so long a lease that was not renewed is not held any more. */
const leaseMs = (leaseSeconds + 1) * 1000;

function askedOf({ config: { approval } }: Stack): Pick<Overview, "asked"> {
  return approval === undefined ? {} : { asked: { from: approval.from, count: approval.count } };
}

/** One stack as it is now: watched, never polled; each change is told on its bus. */
export class StackLive {
  readonly bus = new Bus();
  readonly source: StackSource;
  /** Hears of each service that runs another version now. */
  onVersion: (service: string) => void = () => undefined;
  readonly #firstLook = Promise.withResolvers<undefined>();
  #looked: Promise<undefined> | undefined;
  readonly #watches: Watches;
  readonly #elsewhere: (service: string) => Record<string, string>;
  #stop = new AbortController();
  #stack: Stack;
  #objects: StackObjects;
  readonly #book = new RecordBook();
  #rows = new Map<string, ServiceRow>();
  readonly #pods = new Map<string, ServicePods[]>();
  #drift: ReadonlyMap<string, number> = new Map();
  /** Names to be looked at anew; undefined: all. */
  #dirty: Set<string> | undefined;
  #recordsDirty = true;
  #proposalsDirty = false;
  #timer: NodeJS.Timeout | undefined;
  #silence: NodeJS.Timeout | undefined;
  #reached = false;
  #seen = new Date();
  /** What was told last of the stack's lock and freezes. */
  #told = "";

  /** @param elsewhere the versions that other stacks run of a service */
  constructor(source: StackSource, watches: Watches, elsewhere: (service: string) => Record<string, string>) {
    this.source = source;
    this.#watches = watches;
    this.#elsewhere = elsewhere;
    this.#stack = source.read();
    this.#objects = this.#watch();
  }

  get stack(): Stack {
    return this.#stack;
  }

  /** Newest first. */
  get records(): readonly ReleaseRecord[] {
    return this.#book.records;
  }

  /** All was read once. */
  get synced(): boolean {
    return this.#objects.synced;
  }

  /** Settles once all was looked at; where the cluster does not answer, after a while all the same. */
  looked(): Promise<undefined> {
    return (this.#looked ??= Promise.race([this.#firstLook.promise, sleep(firstLookMs, undefined, { ref: false })]));
  }

  overview(): Omit<Overview, "stacks"> {
    return {
      stack: this.#stack.name,
      project: this.#stack.project,
      cluster: this.source.cluster.server,
      ...this.#cluster(),
      rows: [...this.#rows.values()],
      ...this.#about(),
      ...askedOf(this.#stack),
      groups: this.#stack.config.groups,
    };
  }

  row(service: string): ServiceRow | undefined {
    return this.#rows.get(service);
  }

  /** Of the service's Deployment, and of its canary's. */
  pods(service: string): ServicePods[] {
    return this.#pods.get(service) ?? [];
  }

  /** Of all services whose pods are being swapped, or fail. */
  moving(): ServicePods[] {
    return [...this.#pods.values()].flat().filter(({ status }) => status.phase !== "complete");
  }

  /** The stack's file says something else. @throws UsageProblem for what is wrong in it: then it is as it was */
  reread(): void {
    const next = this.source.read();
    const watched = (stack: Stack) =>
      JSON.stringify([
        namespacesOf(stack.config),
        stack.config.services.some(({ cronJob }) => cronJob !== undefined),
        stack.config.approval !== undefined,
      ]);
    const other = watched(next) !== watched(this.#stack);
    this.#stack = next;
    if (other) {
      this.#stop.abort();
      this.#stop = new AbortController();
      this.#objects = this.#watch();
    }
    this.bus.publish({ type: "file" });
    this.#lookAtAll();
  }

  changedElsewhere(service: string): void {
    this.#lookAgain(service);
  }

  /** Objects changed by hand, by service. */
  setDrift(drift: ReadonlyMap<string, number>): void {
    this.#drift = drift;
    this.#lookAtAll();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    this.#stop.abort();
  }

  #watch(): StackObjects {
    const changes = {
      workload: (_namespace: string, name: string | undefined) => {
        if (name === undefined) this.#lookAtAll();
        else for (const service of [name, name.replace(/-canary$/, "")]) this.#lookAgain(service);
      },
      record: () => {
        this.#recordsDirty = true;
        this.#later();
      },
      proposal: () => {
        this.#proposalsDirty = true;
        this.#later();
      },
      lease: () => {
        this.#later();
        // Nothing happens when one that is held runs out.
        clearTimeout(this.#silence);
        this.#silence = setTimeout(() => {
          this.#later();
        }, leaseMs).unref();
      },
      schedule: () => {
        this.#lookAtAll();
      },
    };
    return new StackObjects(this.source, this.#stack, this.#watches, changes, this.#stop.signal);
  }

  #lookAtAll(): void {
    this.#dirty = undefined;
    this.#later();
  }

  #lookAgain(service: string): void {
    this.#dirty?.add(service);
    this.#later();
  }

  #later(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#look();
    }, gatherMs);
  }

  /** Looks at what changed, and tells it. */
  #look(): void {
    this.#tellCluster();
    if (!this.#objects.synced) return;
    if (this.#recordsDirty) this.#readRecords();
    if (this.#proposalsDirty) this.bus.publish({ type: "proposals" });
    this.#proposalsDirty = false;
    const names =
      this.#dirty ?? new Set([...this.#stack.services.keys(), ...this.#book.left.keys(), ...this.#rows.keys()]);
    this.#dirty = new Set();
    const before = this.#rows;
    const after = new Map(before);
    for (const name of names) this.#lookAt(name, after);
    this.#rows = after;
    this.#firstLook.resolve(undefined);
    const changed = changedRows(before, after);
    const about = this.#about();
    const told = JSON.stringify([about.releasing?.id, about.frozen]);
    if (changed.rows.length + changed.removed.length > 0 || told !== this.#told) {
      this.bus.publish({ type: "overview", ...changed, ...about });
    }
    this.#told = told;
    for (const { service, runs } of changed.rows) if (before.get(service)?.runs !== runs) this.onVersion(service);
  }

  #lookAt(name: string, rows: Map<string, ServiceRow>): void {
    const known = this.#stack.services.has(name) || this.#book.left.has(name);
    const { stories, left } = this.#book;
    const of = { stack: this.#stack, objects: this.#objects, drift: this.#drift, elsewhere: this.#elsewhere };
    const look = known ? lookAt(name, { ...of, stories, left }, new Date()) : { row: undefined, pods: [] };
    const { row, pods } = look;
    if (row === undefined) rows.delete(name);
    else rows.set(name, row);
    const told = new Map((this.#pods.get(name) ?? []).map((one) => [one.canary, JSON.stringify(one)]));
    this.#pods.set(name, pods);
    for (const one of pods)
      if (told.get(one.canary) !== JSON.stringify(one)) this.bus.publish({ type: "pods", ...one });
  }

  #readRecords(): void {
    this.#recordsDirty = false;
    this.#dirty = undefined;
    const events = this.#book.update(this.#objects.records(), new Set(this.#stack.services.keys()));
    for (const event of events) this.bus.publish(event);
  }

  #about(): Pick<Overview, "releasing" | "frozen"> {
    const now = new Date();
    const releasing = this.#objects.releasing(now);
    return { ...(releasing === undefined ? {} : { releasing }), frozen: this.#objects.frozen(now) };
  }

  #cluster(): Pick<Overview, "reached" | "lastSeen"> {
    if (this.#reached) this.#seen = new Date();
    return { reached: this.#reached, lastSeen: this.#seen.toISOString() };
  }

  #tellCluster(): void {
    const reached = this.#objects.trouble === undefined && this.#objects.synced;
    if (reached === this.#reached) return;
    this.#cluster();
    this.#reached = reached;
    this.bus.publish({ type: "cluster", ...this.#cluster() });
  }
}
