import assert from "node:assert/strict";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, quick, steady, useProject } from "../../cluster/release/project.ts";

const group = "  releases:groups:\n    sites: [docs]\n";

describe("a frozen stack", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "freeze");
  const project = useProject();
  const told = (text: string) =>
    steady(text)
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, "TIME")
      .replaceAll(/\((\d+ (d|h|min)|N s)( \d+ min)? more\)/g, "(LEFT more)")
      .replaceAll(/ada \([^)]+\)/g, "ada");
  before(async () => {
    project().stack(namespace(), { web: { version: "v1" }, docs: { version: "v1", basic: quick } });
    project().write(project().read() + group);
    await project().release([]);
  });

  it("holds every release: who, until when, why, and what to do", async () => {
    const set = await project().cli("freeze", "--until", "4h", "--reason", "Black Friday");
    assert.equal(set.code, 0, set.stderr);
    assert.equal(told(set.stdout), 'frozen: the stack until TIME (LEFT more), by ada since TIME: "Black Friday"\n');
    const { code, stderr } = await project().cli("up", "web=v2");
    assert.equal(code, 4);
    assert.match(
      told(stderr),
      /FROZEN: stack staging is frozen; nothing was touched\n {2}at lease \S+\/release-freeze-releases-staging\n {2}- the stack until TIME \(LEFT more\), by ada since TIME: "Black Friday"\n {2}next: wait for its end, or ask who set it \(release unfreeze\); what cannot wait: --despite-freeze REASON, which is recorded; rollback and recover go ahead\n$/,
    );
    for (const verb of [["up"], ["restart", "web"], ["adopt", "--undo", "--yes", "web"]]) {
      const held = await project().cli(...verb);
      assert.equal(held.code, 4, held.stderr);
      assert.match(held.stderr, /^FROZEN: /m);
    }
    assert.deepEqual(await project().running(namespace()), { web: "v1", docs: "v1" });
    assert.match((await project().cli("status")).stdout, /^frozen: the stack until /m);
  });

  it("is gone past with a reason, which is on record, and lets every way back go ahead", async () => {
    const { code, stderr } = await project().cli("up", "web=v2", "--despite-freeze", "CVE-2026-1");
    assert.equal(code, 0, stderr);
    const [record] = await project().session().records.list();
    assert.deepEqual(
      [record?.despiteFreeze?.reason, record?.despiteFreeze?.freezes.map(({ reason }) => reason)],
      ["CVE-2026-1", ["Black Friday"]],
    );
    const shown = await project().cli("show", record?.id ?? "");
    assert.match(told(shown.stdout), /^despite {3}the freeze of ada until TIME \("Black Friday"\): CVE-2026-1$/m);
    const back = await project().cli("rollback", "web");
    assert.equal(back.code, 0, back.stderr);
    const mended = await project().cli("recover");
    assert.equal(mended.code, 0, mended.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v1", docs: "v1" });
  });

  it("is released again once nothing is frozen", async () => {
    const { stdout } = await project().cli("unfreeze");
    assert.equal(stdout, "nothing is frozen\n");
    const { code, stderr } = await project().cli("up", "web=v3");
    assert.equal(code, 0, stderr);
  });

  it("holds services by name or group; the whole stack is released without them, which is said", async () => {
    const set = await project().cli("freeze", "--until", "1h", "--reason", "audit", "--service", "sites", "--json");
    assert.deepEqual(
      (JSON.parse(set.stdout) as { frozen: { services: string[] }[] }).frozen.map(({ services }) => services),
      [["docs"]],
    );
    const named = await project().cli("up", "docs=v2");
    assert.equal(named.code, 4);
    assert.match(named.stderr, /FROZEN: docs of stack staging is frozen; nothing was touched/);
    project().write(
      project()
        .read()
        .replace("web: { version: v3", "web: { version: v4")
        .replace("docs: { version: v1", "docs: { version: v2"),
    );
    const { code, stderr } = await project().cli("up");
    assert.equal(code, 0, stderr);
    assert.match(told(stderr), /docs: left as it is, frozen until TIME \(LEFT more\), by ada since TIME: "audit"/);
    assert.deepEqual(await project().running(namespace()), { web: "v4", docs: "v1" });
    await project().cli("unfreeze", "--service", "docs");
    assert.equal((await project().cli("freeze")).stdout, "nothing is frozen\n");
  });

  it("wants an end and a reason, and services that there are", async () => {
    for (const [args, code] of [
      [["--until", "4h"], "FREEZE_INCOMPLETE"],
      [["--until", "soon", "--reason", "x"], "FREEZE_TIME_MALFORMED"],
      [["--until", "4h", "--reason", "x", "--service", "wbe"], "SERVICE_UNKNOWN"],
    ] as const) {
      const { code: exit, stderr } = await project().cli("freeze", ...args);
      assert.equal(exit, 1);
      assert.match(stderr, new RegExp(`^${code}: `));
    }
  });
});
