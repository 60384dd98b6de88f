import assert from "node:assert/strict";
import { V1MicroTime } from "@kubernetes/client-node";
import { setTimeout as sleep } from "node:timers/promises";
import { lockTimes } from "../../../lock/times.ts";
import { release } from "../../../release/release.ts";
import { isConflict } from "../../../cluster/apiError.ts";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, steady, useProject } from "./project.ts";

describe("a release that is interrupted", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "interrupt");
  const project = useProject();
  before(async () => {
    project().stack(namespace(), { web: { version: "v1" } });
    await project().release([]);
  });

  it("keeps another operator out, who is told who releases and since when: exit 4, nothing touched", async () => {
    const first = project().start(["up", "web=never-ready", "-m", "a long one"]);
    await first.saw(/new available/);
    const before = project().read();
    const { code, stderr } = await project().start(["up", "web=v3"], { RELEASE_OPERATOR: "bob" }).ended;
    assert.equal(code, 4);
    assert.match(
      steady(stderr),
      /RELEASE_IN_PROGRESS: another release holds the lock: ada \(process \d+ on \S+\) since TIME, for N s, release ID\n {2}at lease \S+\/release-lock-releases-staging\n {2}next: wait for it \(release status --watch\), or end it there with Ctrl-C; a holder that was killed frees the lock within N s\n$/,
    );
    assert.equal(project().read(), before);
    const status = await project().cli("status");
    assert.match(status.stdout, /^releasing now: ada \(process /m);
    const cancel = await project().cli("cancel");
    assert.equal(cancel.code, 4);
    assert.match(cancel.stdout, /^releasing now: ada \(process /);

    first.child.kill("SIGINT");
    const ended = await first.ended;
    assert.equal(ended.code, 5, ended.stderr);
    assert.match(ended.stderr, /Finishing the running step; Ctrl-C again stops at once\./);
    assert.match(
      steady(ended.stdout),
      /^cancelled: deploy web v1 → never-ready in N s \(ID\)\n {2}next: release up goes on; release recover goes back to the last good release, or finishes this one if it has arrived by then\n$/,
    );
    assert.equal(await serving("v1"), true);
  });

  it("is taken back by recover after Ctrl-C; a second recover has nothing to mend", async () => {
    const [{ id } = { id: "" }] = await project().session().records.list();
    const other = await project().cli("recover", "--of", "20261129-000000-aaaa", "-m", "of another one");
    assert.equal(
      other.stdout,
      `20261129-000000-aaaa is not the newest release, ${id} is: nothing is taken back\n`,
      other.stderr,
    );
    const { code, stdout, stderr } = await project().cli("recover", "--of", id, "-m", "v1 is enough");
    assert.equal(code, 0, stderr);
    assert.match(steady(stdout), /restore succeeded: web never-ready → v1 \(ID\)\n$/);
    const [back, cancelled] = await project().session().records.list();
    assert.deepEqual(
      [cancelled?.result, cancelled?.restoredBy, cancelled?.reason],
      ["cancelled", back?.id, "taken back by ada: v1 is enough"],
    );
    assert.match(project().read(), /web: \{ version: v1 \}/);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
    const again = await project().cli("recover");
    assert.equal(again.code, 0);
    assert.equal(again.stdout, "nothing to mend\n");
  });

  it("goes on to its end where its terminal is gone", async () => {
    const running = project().start(["up", "web=v2"]);
    await running.saw(/apply/);
    running.child.kill("SIGHUP");
    const { code, stderr } = await running.ended;
    assert.equal(code, 0, stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
    assert.equal((await project().cli("rollback", "web")).code, 0);
  });

  it("stops at once, and takes nothing back, where somebody else took its lock", async () => {
    const running = project().start(["up", "web=never-ready", "--force", "-m", "again"]);
    await running.saw(/new available/);
    await takeLease();
    const { code, stdout, stderr } = await running.ended;
    assert.equal(code, 5, stderr);
    assert.match(
      steady(stdout),
      // On a slow machine the rollout may have failed by then: that is said too, and not taken back either.
      /^interrupted: deploy web v1 → never-ready in N s \(ID\)\n {2}why: (.*; not taken back: )?the release lock was taken by somebody else while this release ran\n(.*\n)? {2}next: release status \(who releases now\), then release recover\n$/,
    );
    // It does not renew it, and after half a minute counts as gone.
    await takeLease();
    assert.match((await project().cli("status")).stdout, /^releasing now: somebody with kubectl since /m);
    await cluster().coordination.deleteNamespacedLease(lease());
    assert.equal((await project().cli("recover")).code, 0);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
  });

  it("is interrupted, not just failed, where its lock goes while the evidence is taken: recover takes it back", async () => {
    const context = await project().context();
    const edited = { service: "web", release: { version: "crash" } };
    const request = { kind: "deploy" as const, edits: [edited], restore: true, force: false, commit: false };
    const saveEvidence: typeof context.records.saveEvidence = async () => {
      await takeLease();
      // Noticed with the next renewal, however long that takes on a machine with much to do.
      await sleep(2 * lockTimes.renewEvery);
    };
    const { record } = await release(request, { ...context, records: { ...context.records, saveEvidence } });
    assert.equal(record.result, "interrupted");
    assert.match(
      record.reason!,
      /^container web of .*; not taken back: the release lock was taken by somebody else while this release ran$/,
    );
    await cluster().coordination.deleteNamespacedLease(lease());
    assert.equal((await project().cli("recover")).code, 0);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
  });

  it("has failed once --timeout is over, is taken back, and not tried again unchanged", async () => {
    const { code, stdout, stderr } = await project().cli(
      ...["up", "web=never-ready", "--timeout", "4s", "--force", "-m", "again"],
    );
    assert.equal(code, 2, stderr);
    assert.match(steady(stdout), /^ {2}why: the release was not over after N s \(--timeout\)$/m);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
    const again = await project().cli("up", "web=never-ready");
    assert.equal(again.code, 1);
    assert.match(
      steady(again.stderr),
      /^REDEPLOY_REFUSED: .*\n {2}- web never-ready: release ID rolled back: the release was not over after N s \(--timeout\)$/m,
    );
  });

  async function serving(version: string): Promise<boolean> {
    const { items } = await cluster().core.listNamespacedPod({ namespace: namespace() });
    return items.some(
      ({ spec, status }) =>
        spec?.containers[0]?.image === `localhost/web:${version}` &&
        status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True"),
    );
  }

  const lease = () => ({ namespace: namespace(), name: "release-lock-releases-staging" });

  /** Its holder may renew it between the two requests. */
  async function takeLease(): Promise<void> {
    const { coordination } = cluster();
    const taken = await coordination.readNamespacedLease(lease());
    taken.spec!.holderIdentity = "somebody with kubectl";
    taken.spec!.renewTime = new V1MicroTime();
    await coordination.replaceNamespacedLease({ ...lease(), body: taken }).catch((error: unknown) => {
      if (!isConflict(error)) throw error;
      return takeLease();
    });
  }
});
