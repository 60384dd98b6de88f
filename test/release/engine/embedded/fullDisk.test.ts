import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exitCodes, Problem } from "../../../../errors/problem.ts";
import { writeFileAtomic } from "../../../../release/atomicFile.ts";
import { StateFile } from "../../../../release/engine/embedded/stateFile.ts";
import type { ReleaseEvent } from "../../../../release/events.ts";
import { smallDisk, type SmallDisk } from "../../../smallDisk.ts";
import { engineOf, noCluster, testProject } from "../support.ts";

const page = 4096;
const program = `
import * as random from "@pulumi/random";
export const hex = new random.RandomId("id", { byteLength: 4 }).hex;
`;

describe("on a full disk", function () {
  this.timeout(30_000);
  let disk: SmallDisk | undefined;
  const mount = (path?: string): SmallDisk => {
    disk = smallDisk(512, path);
    assert.ok(disk);
    return disk;
  };
  const problemOf = async (work: Promise<unknown>): Promise<Problem> => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof Problem, String(error));
    return error;
  };
  before(function () {
    if (process.getuid?.() !== 0) this.skip();
    const probe = smallDisk(64);
    if (probe === undefined) this.skip();
    probe.remove();
  });
  afterEach(() => {
    disk?.remove();
    disk = undefined;
  });

  it("the state and its backup each stay whole, and both are written once there is room", async () => {
    const { path, fill, clear } = mount();
    const file = join(path, "prod.json");
    const old = "o".repeat(5 * page);
    writeFileSync(file, old);
    const state = new StateFile(file, () => "n".repeat(5 * page));
    for (const room of [0, 2 * page, 7 * page]) {
      fill(room);
      const { code, where, exitCode } = await problemOf(state.save());
      assert.deepEqual([code, where, exitCode], ["STATE_UNWRITABLE", file, exitCodes.unreachable]);
      assert.equal(readFileSync(file, "utf8"), old);
      const others = readdirSync(path).filter((name) => !["ballast", "prod.json"].includes(name));
      assert.deepEqual(others, room < 5 * page ? [] : ["prod.json.bak"]);
      assert.equal(state.written, false);
    }
    clear();
    await state.save();
    assert.equal(readFileSync(`${file}.bak`, "utf8"), old);
    assert.equal(readFileSync(file, "utf8"), "n".repeat(5 * page));
  });

  it("a file of the project stays as it was", async () => {
    const { path, fill } = mount();
    const file = join(path, "Pulumi.prod.yaml");
    writeFileSync(file, "config: {}\n");
    fill();
    const problem = await problemOf(writeFileAtomic(file, "config: { a: b }\n"));
    assert.equal(problem.code, "FILE_UNWRITABLE");
    assert.equal(
      problem.message,
      "the file could not be written and is as it was: ENOSPC: no space left on device, write",
    );
    assert.equal(problem.where, file);
    assert.equal(problem.exitCode, exitCodes.usage);
    assert.equal(readFileSync(file, "utf8"), "config: {}\n");
    assert.deepEqual(readdirSync(path).sort(), ["Pulumi.prod.yaml", "ballast"]);
  });

  it("an update does not begin: no lock is left, and the next one goes on", async () => {
    const project = testProject(program);
    project.configure({ version: undefined, greeting: undefined });
    try {
      const { path, fill, clear, readOnly } = mount();
      const env = { ...project.env, PULUMI_BACKEND_URL: `file://${path}` };
      const engine = await engineOf(project, noCluster, { env });
      assert.equal((await engine.up({ message: "first" })).result, "succeeded");
      fill();
      const full = await problemOf(engine.up({ message: "full" }));
      assert.equal(full.code, "BACKEND_UNWRITABLE");
      assert.match(full.message, /^the state backend cannot be written: ENOSPC: no space left on device/);
      clear();
      readOnly(true);
      const locked = await problemOf(engine.up({ message: "read-only" }));
      assert.match(locked.message, /^the state backend cannot be written: EROFS: read-only file system/);
      readOnly(false);
      assert.equal(await engine.lockHolder(), undefined);
      assert.equal((await engine.up({ message: "again" })).result, "succeeded");
      assert.deepEqual(
        (await engine.history()).map(({ message }) => message),
        ["again", "first"],
      );
    } finally {
      project.remove();
    }
  });

  it("an update that only its history has no room for has succeeded, and says so", async () => {
    const project = testProject(program);
    project.configure({ version: undefined, greeting: undefined });
    try {
      mount(join(project.dir, "backend/.pulumi/history/golden/prod")).fill();
      const engine = await engineOf(project, noCluster);
      const events: ReleaseEvent[] = [];
      const { result } = await engine.up({ message: "first", emit: (event) => events.push(event) });
      assert.equal(result, "succeeded");
      const notes = events.flatMap((event) => (event.type === "note" ? event.message : []));
      assert.match(
        notes.join(),
        /^this update is missing in Pulumi's history: Error: ENOSPC: .* \(.*\/history\/golden\/prod\)$/,
      );
      assert.ok(project.resources().some(({ type }) => type === "random:index/randomId:RandomId"));
    } finally {
      disk?.remove();
      disk = undefined;
      project.remove();
    }
  });
});
