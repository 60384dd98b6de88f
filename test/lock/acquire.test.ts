import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiException, V1MicroTime, type V1Lease } from "@kubernetes/client-node";
import type { Cluster } from "../../cluster/cluster.ts";
import type { ReleaseEvent } from "../../release/events.ts";
import { acquireLock } from "../../lock/acquire.ts";
import type { ReleaseLock } from "../../lock/keep.ts";
import { lockTimes, type LockTimes } from "../../lock/times.ts";

const request = { namespace: "staging", project: "releases", stack: "staging", operator: "ada", release: "r1" };
const elsewhere = { operator: "bob", host: "another-host", pid: 7, release: "r0" };
/** A hundredth of what it is in earnest. */
const times = Object.fromEntries(
  Object.entries(lockTimes).map(([name, ms]: [string, number]) => [name, ms / 100]),
) as unknown as LockTimes;

/** An API server that keeps one lease as the real one does, and may hang or be changed by others. */
class LeaseServer {
  lease: V1Lease | undefined;
  hasNamespace = true;
  hangs = false;
  #version = 0;

  set(change: V1Lease["spec"], labels?: Record<string, string>): void {
    const metadata = { ...this.lease?.metadata, ...(labels === undefined ? {} : { labels }) };
    this.#store({ ...this.lease, metadata, spec: { ...this.lease?.spec, ...change } });
  }

  get cluster(): Cluster {
    const server = (lease: () => V1Lease) => () =>
      this.hangs ? new Promise<V1Lease>(() => undefined) : Promise.resolve().then(lease);
    return {
      // No pod is there.
      core: { readNamespacedPod: () => Promise.reject(new ApiException(404, "NotFound", "", {})) },
      coordination: {
        createNamespacedLease: (asked: { body: V1Lease }) =>
          server(() => {
            if (!this.hasNamespace) throw new ApiException(404, "NotFound", "", {});
            if (this.lease !== undefined) throw new ApiException(409, "AlreadyExists", "", {});
            return this.#store(asked.body);
          })(),
        readNamespacedLease: server(() => {
          if (this.lease === undefined) throw new ApiException(404, "NotFound", "", {});
          return structuredClone(this.lease);
        }),
        replaceNamespacedLease: (asked: { body: V1Lease }) =>
          server(() => {
            if (this.lease === undefined) throw new ApiException(404, "NotFound", "", {});
            if (asked.body.metadata?.resourceVersion !== this.lease.metadata?.resourceVersion)
              throw new ApiException(409, "Conflict", "", {});
            return this.#store(asked.body);
          })(),
      },
    } as unknown as Cluster;
  }

  #store(lease: V1Lease): V1Lease {
    this.lease = structuredClone({
      ...lease,
      metadata: { ...lease.metadata, resourceVersion: String(++this.#version) },
    });
    return structuredClone(this.lease);
  }
}

describe("the release lock", () => {
  const locks: ReleaseLock[] = [];
  let server = new LeaseServer();
  let events: ReleaseEvent[] = [];
  const acquire = async (signal = new AbortController().signal): Promise<ReleaseLock> => {
    const lock = await acquireLock(server.cluster, request, { emit: (event) => events.push(event), signal }, times);
    locks.push(lock);
    return lock;
  };
  const heldBy = (holder: object | string, secondsAgo: number): void => {
    server.set({
      holderIdentity: typeof holder === "string" ? holder : JSON.stringify(holder),
      leaseDurationSeconds: 30,
      renewTime: new V1MicroTime(Date.now() - secondsAgo * 1000),
    });
  };
  beforeEach(() => {
    server = new LeaseServer();
    events = [];
  });
  afterEach(async () => {
    server.hangs = false;
    await Promise.all(locks.splice(0).map((lock) => lock.release()));
  });

  it("is taken where there is none, and given back", async () => {
    const lock = await acquire();
    assert.match(server.lease!.spec!.holderIdentity!, /"operator":"ada"/);
    await lock.release();
    assert.equal(server.lease!.spec!.holderIdentity, "");
    await acquire();
    assert.deepEqual(events, []);
  });

  it("cannot be taken in a namespace that is not there", async () => {
    server.hasNamespace = false;
    await assert.rejects(acquire(), /taking the release lock in namespace staging/);
  });

  it("is taken at once from a pod that watched the stack and is gone", async () => {
    heldBy({ ...elsewhere, host: "release-watch-staging-7d9f8c6b5-x2x4z" }, 1);
    await acquire();
    assert.match(server.lease!.spec!.holderIdentity!, /"operator":"ada"/);
    assert.deepEqual(events, []);
  });

  it("is refused at once where its holder renews it, whoever wrote it", async () => {
    heldBy(elsewhere, 5);
    await assert.rejects(acquire(), { code: "RELEASE_IN_PROGRESS", message: /bob \(process 7 on another-host\)/ });
    heldBy("somebody with kubectl", 5);
    await assert.rejects(acquire(), { code: "RELEASE_IN_PROGRESS", message: /somebody with kubectl/ });
    assert.deepEqual(events, []);
  });

  for (const [what, seconds] of [
    ["ahead of its holder's", 40],
    ["behind its holder's", -40],
  ] as const) {
    it(`is not taken from a live holder by a machine whose clock is ${what}`, async () => {
      heldBy(elsewhere, seconds);
      const renewing = setInterval(() => {
        heldBy(elsewhere, seconds);
      }, times.renewEvery);
      try {
        await assert.rejects(acquire(), { code: "RELEASE_IN_PROGRESS" });
      } finally {
        clearInterval(renewing);
      }
      assert.deepEqual(
        events.map((event) => event.type === "note" && event.message),
        [
          "bob (process 7 on another-host) holds the release lock and seems gone; watching for 1 s whether it is renewed, as the clocks of two machines may differ",
        ],
      );
    });
  }

  it("is taken once a silent holder has stayed so for as long as a lease lasts", async () => {
    heldBy(elsewhere, 40);
    const from = performance.now();
    await acquire();
    assert.ok(performance.now() - from >= times.lease);
    assert.match(server.lease!.spec!.holderIdentity!, /"operator":"ada"/);
  });

  it("can be cancelled while it watches", async () => {
    heldBy(elsewhere, 40);
    const abort = new AbortController();
    setTimeout(() => {
      abort.abort();
    }, 30);
    await assert.rejects(acquire(abort.signal), { code: "CANCELLED" });
  });

  it("outlives a change by others that leaves the holder as it is", async () => {
    const lock = await acquire();
    server.set({}, { looked: "at" });
    const { renewTime } = server.lease!.spec!;
    await sleep(times.renewEvery * 2);
    assert.equal(lock.lost.aborted, false);
    assert.notDeepEqual(server.lease!.spec!.renewTime, renewTime);
    assert.deepEqual(server.lease!.metadata!.labels, { looked: "at" });
  });

  it("is lost where somebody else took it", async () => {
    const lock = await acquire();
    heldBy("somebody with kubectl", 0);
    await sleep(times.renewEvery * 2);
    assert.equal(lock.lost.aborted, true);
    assert.match(String(lock.lost.reason), /the release lock was taken by somebody else while this release ran/);
    await lock.release();
    assert.equal(server.lease!.spec!.holderIdentity, "somebody with kubectl");
  });

  it("is lost in time though its renewal hangs", async () => {
    const lock = await acquire();
    server.hangs = true;
    await sleep(times.lease * 0.8);
    assert.equal(lock.lost.aborted, false);
    await sleep(times.lease * 0.5);
    assert.equal(lock.lost.aborted, true);
    assert.match(String(lock.lost.reason), /the release lock could not be renewed for 0.3 s/);
  });
});
