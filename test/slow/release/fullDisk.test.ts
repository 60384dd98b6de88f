import assert from "node:assert/strict";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { useSmallDisk } from "../../smallDisk.ts";
import { patienceMs, steady, useProject, type CliResult } from "../../cluster/release/project.ts";

describe("a release whose disk is full", function () {
  this.timeout(patienceMs);
  const disk = useSmallDisk(16_384);
  const fileDisk = useSmallDisk(64);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "disk");
  const project = useProject();
  const cli = (...args: string[]): Promise<CliResult> => start(...args).ended;
  const start = (...args: string[]) => project().start(args, { PULUMI_BACKEND_URL: `file://${disk().path}` });
  const stateFile = () => join(disk().path, ".pulumi/stacks/releases/staging.json");
  before(async () => {
    project().stack(namespace(), { web: { version: "v1" } });
    const { code, stderr } = await cli("up");
    assert.equal(code, 0, stderr);
  });

  it("touches nothing where the state cannot be written from the start: exit 6", async () => {
    const before = project().read();
    const records = await project().session().records.list();
    disk().fill();
    const { code, stderr } = await cli("up", "web=v2");
    disk().clear();
    assert.equal(code, 6, stderr);
    assert.match(
      stderr,
      /BACKEND_FULL: the state's disk has 0\.0 MB left; a release may write [\d.]+ MB, and a state cut off by a full disk is lost\n {2}at \S+\/\.pulumi\n {2}next: make room there, or /,
    );
    assert.equal(project().read(), before);
    assert.deepEqual(await project().session().records.list(), records);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
  });

  it("is cut off where it fills up in mid-release: no half file, nothing down, and recover finishes it once there is room", async () => {
    const running = start("up", "web=slow-start-10s");
    await running.saw(/new available/);
    disk().fill();
    const { code, stderr } = await running.ended;
    assert.equal(code, 6, stderr);
    assert.match(
      steady(stderr),
      /BACKEND_UNWRITABLE: release ID was cut off: the state backend cannot be written: .*no space left on device\n {2}next: once that is mended: release recover, which finishes the release if it has arrived, else goes back to the last good one\n$/,
    );
    const still = await cli("recover");
    assert.equal(still.code, 6);
    assert.match(still.stderr, /^(BACKEND_FULL|BACKEND_UNWRITABLE|STATE_BROKEN): /m);

    disk().clear();
    const recovered = await cli("recover");
    assert.equal(recovered.code, 0, recovered.stderr);
    // It was the state that could not be written; the pods had come up.
    assert.match(steady(recovered.stdout), /^finished: web v1 → slow-start-10s \(ID\)$/m);
    assert.deepEqual(await project().running(namespace()), { web: "slow-start-10s" });
    assert.equal((await cli("rollback", "web")).code, 0);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
    assert.match(project().read(), /web: \{ version: v1 \}/);
    assert.equal((await cli("recover")).stdout, "nothing to mend\n");
    assert.doesNotThrow(() => void JSON.parse(readFileSync(stateFile(), "utf8")));
  });

  it("touches nothing where the stack's file cannot be written: exit 1", async () => {
    const file = fileOnDisk();
    fileDisk().fill();
    const { code, stderr } = await cli("--config-file", file, "up", "web=v2");
    fileDisk().clear();
    assert.equal(code, 1, stderr);
    assert.match(
      stderr,
      /FILE_UNWRITABLE: the file could not be written and is as it was: ENOSPC: no space left on device, write\n {2}at \S+Pulumi\.staging\.yaml\n {2}next: make room, or give yourself the right to write there, then run it again\n$/,
    );
    assert.equal(readFileSync(file, "utf8"), project().read());
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
  });

  it("brings the services back also where the stack's file can no longer be put back, and says so", async () => {
    const file = fileOnDisk();
    const running = start("--config-file", file, "up", "web=crash");
    await running.saw(/new available/);
    fileDisk().fill();
    const { code, stdout, stderr } = await running.ended;
    fileDisk().clear();
    assert.equal(code, 2, stderr);
    assert.match(
      stderr,
      /the services go back, but \S+Pulumi\.staging\.yaml does not: the file could not be written and is as it was: ENOSPC: no space left on device, write\. Once it can be written, set it back by hand: web v1$/m,
    );
    assert.match(stdout, /^ {2}restored: web v1 in /m);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
    assert.match(readFileSync(file, "utf8"), /web: \{ version: crash \}/);
  });

  function fileOnDisk(): string {
    const file = join(fileDisk().path, "Pulumi.staging.yaml");
    copyFileSync(project().file(), file);
    return file;
  }
});
