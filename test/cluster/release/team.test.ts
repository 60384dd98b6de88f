import assert from "node:assert/strict";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, steady, useProject, type RunningCli } from "./project.ts";
import { useStore } from "./store.ts";

describe("two operators with their state in a bucket", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "team");
  const store = useStore();
  const ada = useProject();
  const ben = useProject();

  const asAda = (...args: string[]): RunningCli => ada().start(args, { ...store(), RELEASE_OPERATOR: "ada" });
  const asBen = (...args: string[]): RunningCli => ben().start(args, { ...store(), RELEASE_OPERATOR: "ben" });

  before(async () => {
    for (const project of [ada(), ben()])
      project.stack(namespace(), { web: { version: "v1" }, docs: { version: "v1" } });
    const { code, stdout, stderr } = await asAda("up").ended;
    assert.equal(code, 0, stderr);
    assert.match(stdout + stderr, /^state {6}s3:\/\/team\?endpoint=127\.0\.0\.1:\S+, stack releases\/staging$/m);
    // As git would bring it: with the salt that the first release has added.
    ben().write(ada().read());
  });

  it("go on from what the other has released, and see it in the history", async () => {
    const { code, stderr } = await asBen("up", "web=v2", "-m", "from another folder").ended;
    assert.equal(code, 0, stderr);
    assert.deepEqual(await ada().running(namespace()), { web: "v2", docs: "v1" });
    const { stdout } = await asAda("history").ended;
    assert.match(steady(stdout), /web v1 → v2.*ben/);
    ada().write(ben().read());
  });

  it("are kept apart: the second is told who releases, and nothing is touched", async () => {
    const first = asAda("up", "docs=slow-start-10s");
    await first.saw(/new available/);
    const { code, stderr } = await asBen("up", "docs=v2").ended;
    assert.equal(code, 4, stderr);
    assert.match(stderr, /^RELEASE_IN_PROGRESS: another release holds the lock: ada /m);
    assert.equal((await first.ended).code, 0);
  });

  it("roll back what the other has released", async () => {
    const { code, stderr } = await asAda("rollback", "docs").ended;
    assert.equal(code, 0, stderr);
    assert.deepEqual(await ada().running(namespace()), { web: "v2", docs: "v1" });
  });

  it("mend what was killed under the other, the bucket's lock too", async () => {
    ben().write(ada().read());
    const killed = asAda("up", "web=never-ready");
    await killed.saw(/new available/);
    killed.child.kill("SIGKILL");
    await killed.ended;
    const { code, stdout, stderr } = await asBen("recover").ended;
    assert.equal(code, 0, stderr);
    assert.match(steady(stdout), /^restore succeeded: web never-ready → v2 \(ID\)$/m);
    assert.deepEqual(await ada().running(namespace()), { web: "v2", docs: "v1" });
    assert.equal((await asBen("recover").ended).stdout, "nothing to mend\n");
  });

  it("are told that the bucket does not answer: exit 6, nothing touched", async () => {
    const away = {
      ...store(),
      PULUMI_BACKEND_URL: "s3://team?endpoint=127.0.0.1:1&s3ForcePathStyle=true&disableSSL=true&region=us-east-1",
      AWS_MAX_ATTEMPTS: "1",
    };
    const before = ada().read();
    const { code, stderr } = await ada().start(["up", "web=v1"], away).ended;
    assert.equal(code, 6, stderr);
    assert.match(stderr, /^BACKEND_UNREACHABLE: /m);
    assert.equal(ada().read(), before);
    assert.deepEqual(await ada().running(namespace()), { web: "v2", docs: "v1" });
  });
});
