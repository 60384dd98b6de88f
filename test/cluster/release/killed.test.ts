import assert from "node:assert/strict";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, useProject } from "./project.ts";

describe("a release that is killed", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "killed");
  const project = useProject();
  before(async () => {
    project().stack(namespace(), { web: { version: "v1" } });
    await project().release([]);
  });

  for (const { moment, pattern } of [
    { moment: "in the check", pattern: /check/ },
    { moment: "in the apply", pattern: /apply/ },
    { moment: "in the roll out", pattern: /new available/ },
    { moment: "in the restore", pattern: /^ {2}restore/m },
  ]) {
    it(`is mended by recover after kill -9 ${moment}: nothing lost, the last good version serves`, async () => {
      const target = moment === "in the restore" ? "crash" : "never-ready";
      const running = project().start(["up", `web=${target}`, "--force", "-m", "again"]);
      await running.saw(pattern);
      running.child.kill("SIGKILL");
      assert.equal((await running.ended).signal, "SIGKILL");
      assert.equal(await serving("v1"), true);

      const { code, stderr } = await project().cli("recover");
      assert.equal(code, 0, stderr);
      assert.match(project().read(), /web: \{ version: v1 \} # of web/);
      assert.deepEqual(await project().running(namespace()), { web: "v1" });
      const records = await project().session().records.list();
      assert.deepEqual(
        records.filter(({ result }) => result === "running"),
        [],
      );
      const again = await project().cli("up");
      assert.equal(again.code, 0, again.stderr);
      assert.match(again.stdout, /^no change: staging already is as asked for\n$/);
    });
  }

  async function serving(version: string): Promise<boolean> {
    const { items } = await cluster().core.listNamespacedPod({ namespace: namespace() });
    return items.some(
      ({ spec, status }) =>
        spec?.containers[0]?.image === `localhost/web:${version}` &&
        status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True"),
    );
  }
});
