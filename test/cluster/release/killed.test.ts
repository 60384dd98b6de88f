import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { descendants } from "../../slow/release/processTree.ts";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, quick, steady, useProject } from "./project.ts";

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
      await saysCutOff(moment === "in the check" ? 0 : 1);

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

  it("is mended by recover after kill -9 of the provider that had just sent the change, of which Pulumi knows nothing", async () => {
    const running = project().start(["up", "web=never-ready", "--force", "-m", "again"]);
    await Promise.race([sent("localhost/web:never-ready"), running.ended]);
    for (const { pid, name } of descendants(running.child.pid!)) {
      if (name === "pulumi-resource-kubernetes") process.kill(pid, "SIGKILL");
    }
    const { code, stderr } = await running.ended;
    assert.equal(code, 5, stderr);
    assert.match(
      steady(stderr),
      /PROVIDER_ENDED: release ID was cut off: Pulumi's Kubernetes provider ended while web was applied: .*\n {2}next: once that is mended: release recover, /,
    );
    const { stdout } = await project().cli("recover");
    assert.match(steady(stdout), /^restore succeeded: web never-ready → v1 \(ID\)$/m);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
    assert.match(project().read(), /web: \{ version: v1 \} # of web/);
    assert.equal((await project().cli("up")).stdout, "no change: staging already is as asked for\n");
  });

  describe("with configuration alone", () => {
    before(async () => {
      project().stack(namespace(), { web: { version: "v1", basic: `${quick}, files: { /etc/greeting: hello }` } });
      assert.equal((await project().release([])).record.result, "succeeded");
    });

    it("is undone by recover where it never reached the pods", async () => {
      const before = project().read();
      project().write(before.replace("greeting: hello", "greeting: good evening"));
      await killedAt(/apply/);
      const { code, stdout, stderr } = await project().cli("recover");
      assert.equal(code, 0, stderr);
      assert.match(steady(stdout), /^release ID \(deploy by ada\) was interrupted; its record is closed$/m);
      assert.match(steady(stdout), /^restore succeeded: web v1 \(ID\)$/m);
      assert.equal(project().read(), before);
      assert.equal(await greeting(), "hello");
      assert.equal((await project().cli("recover")).stdout, "nothing to mend\n");
    });

    it("is finished by recover where it went on with one whose pods serve", async () => {
      const after = project().read().replace("greeting: hello", "greeting: good day");
      project().write(after);
      await killedAt(/rolled out/);
      await killedAt(/apply/);
      const { code, stdout, stderr } = await project().cli("recover");
      assert.equal(code, 0, stderr);
      assert.match(steady(stdout), /^finished: web v1 \(ID\)$/m);
      assert.equal(await greeting(), "good day");
      project().write(after.replace("greeting: good day", "greeting: hello"));
      assert.equal((await project().cli("up")).code, 0);
    });

    it("is finished by recover where its pods serve", async () => {
      const after = project().read().replace("greeting: hello", "greeting: good morning");
      project().write(after);
      await killedAt(/rolled out/);
      const { code, stdout, stderr } = await project().cli("recover");
      assert.equal(code, 0, stderr);
      assert.match(steady(stdout), /^finished: web v1 \(ID\)$/m);
      assert.equal(project().read(), after);
      assert.equal(await greeting(), "good morning");
      const [newest] = await project().session().records.list();
      assert.equal(newest?.result, "succeeded");
    });
  });

  /** Status and history tell of a release that nobody runs any more; a restore is one of its own. */
  async function saysCutOff(atLeast: number): Promise<void> {
    for (const verb of ["status", "history"]) {
      const { stdout } = await project().cli(verb);
      const lines = stdout.match(/^cut off: \w+ web .* by ada \(\S+\): its process is gone; next: release recover$/gm);
      assert.ok((lines?.length ?? 0) >= atLeast, `${verb}: ${stdout}`);
    }
  }

  /** Settles when the Deployment has this image. */
  async function sent(image: string): Promise<void> {
    for (;;) {
      const { spec } = await cluster().apps.readNamespacedDeployment({ namespace: namespace(), name: "web" });
      if (spec?.template.spec?.containers[0]?.image === image) return;
      await sleep(20);
    }
  }

  async function killedAt(pattern: RegExp): Promise<void> {
    const running = project().start(["up"]);
    await running.saw(pattern);
    running.child.kill("SIGKILL");
    assert.equal((await running.ended).signal, "SIGKILL");
  }

  async function greeting(): Promise<string | undefined> {
    const deployment = await cluster().apps.readNamespacedDeployment({ namespace: namespace(), name: "web" });
    const volume = deployment.spec?.template.spec?.volumes?.find(({ configMap }) => configMap !== undefined);
    const name = volume!.configMap!.name!;
    return Object.values((await cluster().core.readNamespacedConfigMap({ namespace: namespace(), name })).data!)[0];
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
