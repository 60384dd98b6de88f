import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { useBranch } from "./branch.ts";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, useProject, type RunningCli } from "./project.ts";

describe("a branch that is watched", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "watch");
  const project = useProject();
  const { begin, push } = useBranch(project);
  const watch = (): RunningCli => project().start(["watch", "--interval", "1"]);
  const results = async () =>
    (await project().session().records.list()).map(({ operator, description, result }) => [
      operator,
      description,
      result,
    ]);

  before(async () => {
    project().stack(namespace(), { web: { version: "v1" }, docs: { version: "v1" } });
    await project().release([]);
    begin();
  });

  let watching: RunningCli;

  it("is released as it goes on, in the name of the commit's author", async () => {
    watching = watch();
    await watching.saw(/ first is released/);
    const commit = push("new nav", { web: "v2" });
    await watching.saw(/ new nav is released/);
    assert.deepEqual(await project().running(namespace()), { web: "v2", docs: "v1" }, watching.text());
    const [[operator, description, result] = []] = await results();
    assert.equal(operator, "Grace, by release watch");
    assert.equal(description, `new nav (${commit.slice(0, 8)})`);
    assert.equal(result, "succeeded");
  });

  it("has a commit that fails taken back, once, and what comes after it released", async () => {
    push("a crash", { web: "crash" });
    await watching.saw(/ a crash failed, and is not tried again/);
    assert.deepEqual(await project().running(namespace()), { web: "v2", docs: "v1" });
    await sleep(5_000);
    assert.equal((await results()).filter(([, , outcome]) => outcome === "rolled back").length, 1);
    push("docs go on", { docs: "v2" });
    await watching.saw(/ docs go on is released/);
    assert.deepEqual(await project().running(namespace()), { web: "v2", docs: "v2" }, watching.text());
    assert.equal((await results()).filter(([, , outcome]) => outcome === "rolled back").length, 1);
  });

  it("is watched by one alone, and by another once that is killed", async () => {
    const second = watch();
    await second.saw(/stands by: ada \(process \d+ on \S+\) watches/);
    watching.child.kill("SIGKILL");
    await watching.ended;
    await second.saw(/ watches main of /);
    push("mended", { web: "v1" });
    await second.saw(/ mended is released/);
    assert.deepEqual(await project().running(namespace()), { web: "v1", docs: "v2" }, second.text());
    second.child.kill("SIGTERM");
    assert.equal((await second.ended).code, 0);
    assert.match(second.text(), /Z stopped\n/);
  });

  it("is waited for where its stack was never released, and that is said", async () => {
    project().stack("nowhere", { web: { version: "v1" } }, "other");
    const waiting = project().start(["watch", "--stack", "other"]);
    await waiting.saw(
      /Z NAMESPACE_MISSING: the stack's namespace is not there: its first release, by release up, makes it; /,
    );
    waiting.child.kill("SIGTERM");
    assert.equal((await waiting.ended).code, 0, waiting.text());
  });
});
