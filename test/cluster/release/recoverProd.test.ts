import assert from "node:assert/strict";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, steady, useProject } from "./project.ts";

describe("recovering prod", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "recoverprod");
  const project = useProject();
  before(async () => {
    project().stack(namespace(), { web: { version: "v1" } }, "prod");
    await project().release([], {}, "prod");
  });

  it("asks a person before it goes back: refused without --yes and without a terminal, with the plan on screen", async () => {
    await killedAt(/new available/, "up", "web=never-ready", "--yes");
    const { code, stderr } = await project().cli("recover");
    assert.equal(code, 1, stderr);
    assert.match(stderr, /web\n {6}~ release.version: never-ready → v1\n/);
    assert.match(
      steady(stderr),
      /release ID \(deploy by ada\) was interrupted; its record is closed\nCONFIRMATION_NEEDED: a restore of prod wants a person's yes, and there is no terminal to ask at\n {2}next: look at what would change, above, then add --yes\n$/,
    );
    assert.deepEqual(await project().running(namespace()), { web: "never-ready" });
    const agreed = await project().cli("recover", "--yes");
    assert.equal(agreed.code, 0, agreed.stderr);
    assert.match(steady(agreed.stdout), /^restore succeeded: web v1 \(ID\)$|^restore succeeded: web never-ready → v1/m);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
  });

  it("finishes what has arrived, unasked, also where an up has closed its record and then was not let go ahead", async () => {
    await killedAt(/rolled out/, "up", "web=v2", "--yes");
    const refused = await project().cli("up", "web=v3");
    assert.match(
      refused.stderr,
      /was interrupted; this release goes on from where it stopped\n[^]*CONFIRMATION_NEEDED/,
    );
    const [closed] = await project().session("prod").records.list();
    assert.equal(closed?.result, "interrupted");
    const { code, stdout, stderr } = await project().cli("recover");
    assert.equal(code, 0, stderr);
    assert.match(steady(stdout), /^finished: web v1 → v2 \(ID\)$/m);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
    assert.equal((await project().cli("recover")).stdout, "nothing to mend\n");
  });

  async function killedAt(pattern: RegExp, ...args: string[]): Promise<void> {
    const running = project().start(args);
    await running.saw(pattern);
    running.child.kill("SIGKILL");
    assert.equal((await running.ended).signal, "SIGKILL");
  }
});
