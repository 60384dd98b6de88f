import assert from "node:assert/strict";
import { parse, parseDocument } from "yaml";
import { steady, useProject } from "../../cluster/release/project.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { pulumi } from "../../engine/support.ts";
import { examplesOf } from "./examples.ts";
import { installCommand, typed, type Typed } from "./npx.ts";
import { importWebsite } from "./websiteImages.ts";

interface StackFile {
  config: { "releases:services": { website: { image: string } }; "releases:current": { website: unknown } };
}

const { yaml, commands } = examplesOf("grayscale.md");
// The third is run by grayscaleEvidence.test.ts.
const [whole = "", standing = ""] = yaml;
const stands = (parse(standing) as StackFile).config["releases:current"];

const unused = new Set(commands);
/** The document's line for it, its comment included. */
function shown(command: string): string {
  const line = commands.find((one) => one.replace(/ +#.*/, "") === command);
  assert.ok(line !== undefined, `docs/grayscale.md does not show: ${command}`);
  unused.delete(line);
  return line;
}

describe("the walk that docs/grayscale.md shows", function () {
  this.timeout(300_000);
  const lab = useLab();
  // Services whose stack's file names no namespace are in that of the stack's name.
  const namespace = useNamespace(lab, "docs");
  const project = useProject();
  const current = () => (parse(project().read(namespace())) as StackFile).config["releases:current"];
  const running = () => project().running(namespace());
  const canaryPods = async () =>
    (await lab().apps.readNamespacedDeployment({ namespace: namespace(), name: "website-canary" })).spec?.replicas;
  const type = (line: string): Typed => typed(line, project());

  before(async () => {
    installCommand(project());
    project().write(whole, namespace());
    const { config } = parse(whole) as StackFile;
    await importWebsite(config["releases:services"].website.image);
    await done("npx release up");
    assert.deepEqual(await running(), { website: "v1" });
  });

  it("begins with a step that stands in the file as shown, and Ctrl-C leaves it standing", async () => {
    const walk = type(shown('npx release up website=v2 --canary -m "new navigation"'));
    const text = await walk.saw(/^ +website v2 .* for 5 min at the least$/m);
    const outline = "25 % (1 pod more) for 5m, then 50 % (3 pods more) for 10m, then everybody";
    assert.ok(text.includes(`    website v2 by replicas: ${outline}\n`), text);
    assert.match(text, / {2}■■■□□□□□□□ 25 % {2}step 1 of 2, 25 %, by replicas {2}for 5 min at the least\n/);
    assert.deepEqual(current(), stands);
    assert.deepEqual(await running(), { website: "v1", "website-canary": "v2" });
    await ctrlC(walk);
    assert.deepEqual(current(), stands);
    assert.deepEqual(await running(), { website: "v1", "website-canary": "v2" });
  });

  it("tells where it stands, since when and by whom", async () => {
    assert.match(await done(shown("npx release canary status")), statusOf("25 %  step 1 of 2, 25 %"));
  });

  it("is paused, and resumed at the step that stands", async () => {
    assert.match(await done(shown("npx release canary pause website")), /^standing: website v2$/m);
    assert.deepEqual(current(), { website: { ...(stands.website as object), canary: paused() } });
    assert.match(await done("npx release canary status"), /^ {2}paused: release canary resume goes on$/m);
    const walk = type(shown("npx release canary resume website"));
    await walk.saw(/step 1 of 2, 25 %, by replicas {2}for 5 min at the least/);
    assert.deepEqual(current(), stands);
    await ctrlC(walk);
  });

  it("takes the next step at once, and goes on from there", async () => {
    const walk = type(shown("npx release canary next website"));
    await walk.saw(/■■■■■□□□□□ 50 % {2}step 2 of 2, 50 %, by replicas {2}for 10 min at the least/);
    assert.equal(await canaryPods(), 3);
    await ctrlC(walk);
  });

  it("is promoted, each step on record, and rollback goes past them", async () => {
    assert.match(steady(await done(shown("npx release canary promote website"))), /^promoted: website v2 \(ID\)$/m);
    assert.deepEqual(current(), { website: { version: "v2" } });
    assert.deepEqual(await running(), { website: "v2" });
    const rolledBack = steady(await done("npx release rollback website"));
    assert.match(rolledBack, /^succeeded: rollback website v2 → v1 in N s \(ID\)$/m);
    assert.deepEqual(await running(), { website: "v1" });
    const story = await done("npx release history --kind canary");
    assert.deepEqual(
      [...story.matchAll(/ {2}website v2 (.+?) {2,}/g)].map(([, what]) => what),
      [
        "is promoted",
        "goes on: step 2 of 2, 50 %",
        "goes on: step 1 of 2, 25 %",
        "pauses: step 1 of 2, 25 %",
        "starts: step 1 of 2, 25 %",
      ],
    );
  });

  it("is walked by a plain pulumi up after an edit of the weight, and what that began is aborted by the command", async () => {
    await plainUp(stands.website);
    assert.deepEqual(await running(), { website: "v1", "website-canary": "v2" });
    assert.equal(await canaryPods(), 1);
    await plainUp({ version: "v1", canary: { version: "v2", weight: 50, step: 2 } });
    assert.equal(await canaryPods(), 3);
    const text = steady(await done(shown('npx release canary abort website -m "carts are lost"')));
    assert.match(
      text,
      /^aborted: website v2; nobody meets it any more \(ID\)\n {2}why: carts are lost\n {2}next: release show ID \(figures, logs, events\)$/m,
    );
    assert.deepEqual(current(), { website: { version: "v1" } });
    assert.deepEqual(await running(), { website: "v1" });
    assert.match(await done("npx release set website=v2", 1), /aborted its canary: carts are lost/);
  });

  it("is promoted by a plain pulumi up with the version, and no canary", async () => {
    write(stands.website);
    assert.match(
      await done("npx release canary abort website", 1),
      /^CANARY_NONE: website has no canary: that of the stack's file does not run$/m,
    );
    await plainUp(stands.website);
    await plainUp({ version: "v2" });
    assert.deepEqual(await running(), { website: "v2" });
  });

  it("is all that the document shows", () => {
    assert.deepEqual([...unused], []);
    assert.equal(yaml.length, 3);
  });

  async function done(line: string, wanted = 0): Promise<string> {
    const { code, text } = await type(line).ended;
    assert.equal(code, wanted, `${line}\n${text}`);
    return text;
  }

  /** No exit code: npx ends by the signal itself. */
  async function ctrlC(walk: Typed): Promise<void> {
    assert.match(
      (await walk.ctrlC()).text,
      /^cancelled: website v2 stands where it stood\n {2}next: release canary resume goes on; release canary abort takes it back$/m,
    );
  }

  function statusOf(where: string): RegExp {
    const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`;
    return new RegExp(
      `^website v2 {2}■+□+ ${where}, by replicas\n {2}1/1 pods available\n {2}since ${time}, by ada \\(admin\\)\n {2}more: release show \\S+\n`,
    );
  }

  function paused(): object {
    return { ...(stands.website as { canary: object }).canary, paused: true };
  }

  /** By hand. */
  function write(release: unknown): void {
    const file = parseDocument(project().read(namespace()));
    file.setIn(["config", "releases:current", "website"], release);
    project().write(String(file), namespace());
  }

  async function plainUp(release: unknown): Promise<void> {
    write(release);
    const env = { ...process.env, KUBECONFIG: project().kubeconfig };
    const args = ["up", "--yes", "--skip-preview", "--stack", namespace()];
    const { code, stdout, stderr } = await pulumi({ dir: project().directory, env }, ...args);
    assert.equal(code, 0, stdout + stderr);
  }
});
