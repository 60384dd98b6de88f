import assert from "node:assert/strict";
import { join } from "node:path";
import { Problem } from "../../../errors/problem.ts";
import type { Engine, UpResult } from "../../../engine/engine.ts";
import type { ReleaseEvent } from "../../../release/events.ts";
import { engineOf, pulumi, testProject } from "../../engine/support.ts";
import type { TestProject } from "../../engine/support.ts";

/** Makes nothing on a cluster: what any engine must do with any program. */
const contractProgram = `
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
const config = new pulumi.Config();
class Site extends pulumi.ComponentResource {
  readonly hex: pulumi.Output<string>;
  constructor(name: string) {
    super("contract:index:Site", name, {});
    const id = new random.RandomId(name + "-id", { byteLength: 4, keepers: { version: config.require("version") } }, { parent: this });
    if (config.getBoolean("extra")) new random.RandomUuid(name + "-extra", {}, { parent: this, dependsOn: [id] });
    this.hex = id.hex;
    this.registerOutputs({ hex: id.hex });
  }
}
const site = new Site("website");
if (config.getBoolean("second")) new Site("second");
if (config.getBoolean("shout")) console.log("hello from the program");
if (config.getBoolean("throw")) throw new Error("no such luck");
if (config.getBoolean("runError")) throw new pulumi.RunError("the config makes no sense");
export const hex = site.hex;
export const shown = config.require("version");
export const token = config.requireSecret("token");
`;

function operations(result: Pick<UpResult, "steps">): Record<string, string> {
  return Object.fromEntries(result.steps.map(({ name, operation }) => [name, operation]));
}

/** The state's resources; a secret is encrypted anew with each update. */
function unencrypted(project: TestProject): string {
  return JSON.stringify(project.resources()).replaceAll(/"ciphertext":"[^"]+"/g, "");
}

/** Outputs of the stack, plain; secrets as `[secret]` unless asked for. */
async function outputs(project: TestProject, ...more: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await pulumi(project, "stack", "output", "--json", "--stack", "prod", ...more);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe("Pulumi's CLI keeps the contract of Engine:", function () {
  this.timeout(240_000);
  let project: TestProject;
  let engine: Engine;

  before(async () => {
    project = testProject(contractProgram);
    project.configure({ version: "v1", greeting: undefined });
    engine = await engineOf(project);
  });
  after(() => {
    project.remove();
  });

  it("says which CLI it is and where the state is, in one line each", () => {
    assert.match(engine.description, /^.*pulumi.*$/);
    assert.equal(engine.backend, `file://${project.dir}/backend`);
  });

  it("preview tells what would be made and makes nothing", async () => {
    const { steps } = await engine.preview();
    assert.deepEqual(operations({ steps }), { "golden-prod": "create", website: "create", "website-id": "create" });
    assert.deepEqual(await engine.history(), []);
    assert.deepEqual(await outputs(project), {});
  });

  it("up makes it, and outputs come back, secret ones marked", async () => {
    const result = await engine.up({ message: "first" });
    assert.equal(result.result, "succeeded", JSON.stringify(result.failures));
    assert.deepEqual(operations(result), { "golden-prod": "create", website: "create", "website-id": "create" });
    const { hex, shown, token } = await outputs(project);
    assert.match(String(hex), /^[0-9a-f]{8}$/);
    assert.deepEqual([shown, token], ["v1", "[secret]"]);
    assert.equal((await outputs(project, "--show-secrets")).token, "s3cret-token");
  });

  it("a second up changes nothing", async () => {
    const before = await outputs(project);
    const result = await engine.up({ message: "again" });
    assert.deepEqual(operations(result), { "golden-prod": "same", website: "same", "website-id": "same" });
    assert.deepEqual(await outputs(project), before);
  });

  it("preview shows each property that would change", async () => {
    project.configure({ version: "v2" });
    const { steps } = await engine.preview();
    const step = steps.find((each) => each.name === "website-id");
    assert.equal(step?.operation, "replace");
    assert.deepEqual(step.changes, [{ path: "keepers.version", before: "v1", after: "v2" }]);
  });

  it("up replaces what cannot change, and deletes what the program no longer declares", async () => {
    const before = await outputs(project);
    project.configure({ extra: "true" });
    const replaced = await engine.up({ message: "second" });
    assert.deepEqual(operations(replaced), {
      "golden-prod": "same",
      website: "same",
      "website-id": "replace",
      "website-extra": "create",
    });
    assert.notDeepEqual((await outputs(project)).hex, before.hex);
    project.configure({ extra: undefined });
    const deleted = await engine.up({ message: "third" });
    assert.deepEqual(operations(deleted), {
      "golden-prod": "same",
      website: "same",
      "website-id": "same",
      "website-extra": "delete",
    });
  });

  it("up with targets leaves everything else alone", async () => {
    const before = await outputs(project);
    project.configure({ version: "v3", extra: "true" });
    const extra = "urn:pulumi:prod::golden::contract:index:Site$random:index/randomUuid:RandomUuid::website-extra";
    const result = await engine.up({ message: "only the extra one", targets: [extra] });
    assert.equal(result.result, "succeeded", JSON.stringify(result.failures));
    assert.equal(operations(result)["website-extra"], "create");
    assert.equal(operations(result)["website-id"], "same");
    assert.deepEqual((await outputs(project)).hex, before.hex);
    project.configure({ version: "v2", extra: undefined });
  });

  it("what the program writes is a note", async () => {
    const events: ReleaseEvent[] = [];
    project.configure({ shout: "true" });
    await engine.preview({ emit: (event) => events.push(event) });
    project.configure({ shout: undefined });
    assert.ok(events.some((event) => event.type === "note" && event.message.includes("hello from the program")));
  });

  it("a program that fails is a problem with its own words, and changes nothing", async () => {
    const before = unencrypted(project);
    for (const [setting, message] of [
      ["throw", /no such luck/],
      ["runError", /^the config makes no sense$/],
    ] as const) {
      project.configure({ [setting]: "true" });
      await assert.rejects(engine.up({ message: "fails" }), (error: unknown) => {
        assert.ok(error instanceof Problem);
        assert.equal(error.code, "PROGRAM_FAILED");
        assert.match(error.message, message);
        return true;
      });
      project.configure({ [setting]: undefined });
    }
    assert.deepEqual(unencrypted(project), before);
    assert.equal(await engine.lockHolder(), undefined);
  });

  it("history tells each update, the newest first, its secrets hidden", async () => {
    const history = (await engine.history()).filter(({ result }) => result === "succeeded");
    assert.deepEqual(
      history.map(({ message }) => message),
      ["only the extra one", "third", "second", "again", "first"],
    );
    const first = history.at(-1);
    assert.equal(first?.kind, "update");
    assert.deepEqual(first.resourceChanges, { create: 3 });
    assert.deepEqual(first.config, { "golden:version": "v1", "golden:token": "[secret]" });
    assert.ok(first.endTime !== undefined && first.startTime <= first.endTime);
  });

  it("up from another file makes what that says; with targets a component goes with all that is in it, and no other", async () => {
    project.write("other.yaml", `${project.read("Pulumi.prod.yaml")}  golden:second: true\n`);
    const other = { message: "other", configFile: join(project.dir, "other.yaml") };
    assert.equal(operations(await engine.up(other))["second-id"], "create");
    const names = () => project.resources().map(({ urn }) => String(urn).split("::").at(-1));
    const site = (name: string) => `urn:pulumi:prod::golden::contract:index:Site::${name}`;
    await engine.up({ message: "only the first", targets: [site("website")] });
    assert.deepEqual(names().sort().slice(-4), ["second", "second-id", "website", "website-id"]);
    const result = await engine.up({ message: "only the second", targets: [site("second")] });
    assert.equal(operations(result)["second-id"], "delete");
    assert.equal(names().includes("second"), false);
  });

  it("an update that is cancelled before it began changes nothing and holds no lock", async () => {
    const result = await engine
      .up({ message: "cancelled", signal: AbortSignal.abort() })
      .catch((error: unknown) => error as Problem);
    assert.ok(result instanceof Problem || result.result === "cancelled");
    assert.equal(await engine.lockHolder(), undefined);
  });

  it("recover has nothing to mend after all this", async () => {
    assert.deepEqual(await engine.recover(), []);
  });

  it("destroy takes everything away", async () => {
    const { code, stderr } = await pulumi(project, "destroy", "--yes", "--skip-preview", "--stack", "prod");
    assert.equal(code, 0, stderr);
    assert.deepEqual(project.resources(), []);
    assert.deepEqual(await outputs(project), {});
  });
});
