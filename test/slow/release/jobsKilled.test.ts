import assert from "node:assert/strict";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, quick, useProject } from "../../cluster/release/project.ts";

describe("a release that is killed while its job runs", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "jobs-killed");
  const project = useProject();
  const stack = (version: string, env: string) => {
    const job = `{ name: migrate, compatible: true, deadline: 20s, env: { ${env} } }`;
    project().stack(namespace(), { web: { version, basic: `${quick}, jobs: { before: [${job}] }` } });
  };

  before(async () => {
    stack("v1", "WEB_EXIT: true");
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
  });

  it("is recovered once the job is over, and the pods were never touched", async () => {
    // It serves until its deadline.
    stack("v2", "MODE: slow");
    const up = project().start(["up"]);
    await up.saw(/web job migrate {2}runs/);
    up.child.kill("SIGKILL");
    await up.ended;
    const { code, stdout, stderr } = await project().cli("recover");
    assert.equal(code, 0, stderr + stdout);
    assert.match(stderr, /job migrate of web still runs: waiting for its end/);
    assert.match(stderr, /job migrate {2}timed out: job migrate of web was not over after 20 s \(deadline\)/);
    assert.match(stdout, /^restore succeeded: web v2 → v1 \(/m);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
    const [, killed] = await project().session().records.list();
    assert.deepEqual(
      killed?.jobs?.map(({ job, result }) => [job, result]),
      [["migrate", "timed out"]],
    );
    const again = await project().cli("up");
    assert.equal(again.stdout, "no change: staging already is as asked for\n", again.stderr);
  });
});
