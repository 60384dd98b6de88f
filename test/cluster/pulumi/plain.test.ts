import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ownPackage } from "../../../host/ownPackage.ts";
import { labPaths } from "../../../lab/paths.ts";
import { pulumi as run } from "../../engine/support.ts";
import { patienceMs, quick, toVersion, useProject } from "../release/project.ts";
import { useLab, useNamespace } from "../support.ts";

const root = resolve(import.meta.dirname, "../../..");

/** As a person runs it: no `release` command anywhere, the program's own hooks watch. */
describe("plain pulumi up", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "plain");
  const project = useProject();
  const stack = ["--stack", "staging"];
  const pulumi = (...args: string[]) => {
    const { directory } = project();
    const env = { ...process.env, KUBECONFIG: labPaths().kubeconfig };
    return run({ dir: directory, env }, ...args, ...stack);
  };
  const up = (...args: string[]) => pulumi("up", "--yes", "--skip-preview", ...args);
  const version = (to: string) => {
    project().write(
      project()
        .read()
        .replace(/web:\n? *\{? ?version: [\w-]+/, (text) => text.replace(/[\w-]+$/, to)),
    );
  };
  const noChange = async (): Promise<void> => {
    const { code, stdout } = await pulumi("preview", "--expect-no-changes");
    assert.equal(code, 0, stdout);
  };

  before(async () => {
    project().stack(namespace(), { web: { version: "v1" }, docs: { version: "v1" } });
    assert.equal((await pulumi("stack", "init", "--no-select")).code, 0);
  });

  it("makes a stack, and has nothing to do then", async () => {
    const { code, stdout } = await up("--message", "first");
    assert.equal(code, 0, stdout);
    assert.deepEqual(await project().running(namespace()), { web: "v1", docs: "v1" });
    await noChange();
  });

  it("refuses a number where a text is meant, of which Pulumi hands over no more than the value", async () => {
    const text = project().read();
    const [salt = ""] = /^encryptionsalt:.*\n/m.exec(text) ?? [];
    project().stack(namespace(), { web: { version: "v1", basic: `${quick}, env: { ZIP: 01234, ROUND: 1234 }` } });
    project().write(`${salt}${project().read()}`);
    const { code, stdout } = await pulumi("preview");
    project().write(text);
    assert.notEqual(code, 0);
    assert.match(
      stdout,
      /releases:services\.web\.env\.ZIP: 01234 without quotes is read as a number, not as it is written; write "01234"/,
    );
    assert.doesNotMatch(stdout, /ROUND/);
  });

  it("releases a version, and tells what each service came to", async () => {
    version("v2");
    const { code, stdout } = await up("--message", "web v2");
    assert.equal(code, 0, stdout);
    assert.match(stdout, /web: 1 pod available after /);
    const output = JSON.parse((await pulumi("stack", "output", "--json")).stdout) as Record<
      string,
      { version: string }
    >;
    assert.deepEqual([output.web?.version, output.docs?.version], ["v2", "v1"]);
    await noChange();
  });

  it("ends by itself where a version crashes, with its cause, and what served serves on", async () => {
    version("crash");
    const { code, stdout } = await up("--message", "web crash");
    assert.notEqual(code, 0);
    assert.match(stdout, /web is doomed: container web of pod web-\S+ exits with code 3 right after its start/);
    assert.match(stdout, /\[CrashLoop\]/);
    const service = await cluster().core.readNamespacedEndpoints({ namespace: namespace(), name: "web" });
    assert.equal(service.subsets?.[0]?.addresses?.length, 1);
  });

  it("goes back by history and redeploy", async () => {
    const history = JSON.parse((await pulumi("stack", "history", "--json")).stdout) as {
      message: string;
      result: string;
    }[];
    assert.deepEqual(
      history.slice(0, 2).map(({ message, result }) => [message, result]),
      [
        ["web crash", "failed"],
        ["web v2", "succeeded"],
      ],
    );
    version("v2");
    const { code, stdout } = await up("--message", "back to web v2");
    assert.equal(code, 0, stdout);
    assert.deepEqual(await project().running(namespace()), { web: "v2", docs: "v1" });
    await noChange();
  });

  it("finds nothing to do after a release, a rollback and a restore of the release command; nor does a refresh", async () => {
    assert.equal((await project().release([toVersion("web", "v3")])).record.result, "succeeded");
    await noChange();
    assert.equal((await project().cli("rollback", "web")).code, 0);
    await noChange();
    assert.equal((await project().release([toVersion("web", "crash")])).record.result, "rolled back");
    await noChange();
    const { code, stdout } = await pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    assert.equal(code, 0, stdout);
  });

  it("is held to the policy pack by Pulumi's own policy engine", async () => {
    const pack = "installed/dist/policy";
    const kept = await pulumi("preview", "--policy-pack", pack, "--policy-pack-config", join(root, "policy/lab.json"));
    assert.equal(kept.code, 0, kept.stdout + kept.stderr);
    assert.ok(kept.stdout.includes(`service-releases@v${ownPackage().version}`), kept.stdout);
    const strict = join(project().directory, "strict.json");
    writeFileSync(strict, '{ "images-pinned": { "pinned": ["staging"] } }');
    const refused = await pulumi("preview", "--policy-pack", pack, "--policy-pack-config", strict);
    assert.notEqual(refused.code, 0);
    assert.match(refused.stdout, /images-pinned/);
  });

  it("takes over a workload that others made, by pulumi import", async () => {
    const body = {
      metadata: { name: "theirs", namespace: namespace() },
      spec: {
        selector: { matchLabels: { app: "theirs" } },
        template: {
          metadata: { labels: { app: "theirs" } },
          spec: { containers: [{ name: "web", image: "localhost/web:v1" }] },
        },
      },
    };
    await cluster().apps.createNamespacedDeployment({ namespace: namespace(), body });
    const { code, stdout, stderr } = await pulumi(
      ...["import", "kubernetes:apps/v1:Deployment", "theirs", `${namespace()}/theirs`],
      ...["--yes", "--generate-code=false", "--skip-preview", "--protect=false"],
    );
    assert.equal(code, 0, stdout + stderr);
    assert.match((await pulumi("stack", "export")).stdout, /"id": "plain-\w+\/theirs"/);
  });

  it("destroys all that it made", async () => {
    const { code, stdout } = await pulumi("destroy", "--yes", "--skip-preview");
    assert.equal(code, 0, stdout);
    assert.deepEqual(await project().running(namespace()), {});
    assert.match(readFileSync(project().file(), "utf8"), /version: /);
  });
});
