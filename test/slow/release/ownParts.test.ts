import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setHeaderOptions } from "@kubernetes/client-node";
import { labPaths } from "../../../lab/paths.ts";
import { isNotFound } from "../../../cluster/apiError.ts";
import { useOwnParts } from "../../../components/ownParts.ts";
import { useCauses } from "../../../rollout/ownCauses.ts";
import { docsExample } from "../../docsExample.ts";
import { pulumi } from "../../engine/support.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, quick, useProject } from "../../cluster/release/project.ts";

const mergePatch = setHeaderOptions("Content-Type", "application/merge-patch+json");
const two = quick.replace("replicas: 1", "replicas: 2");
const contact = 'contact: "#shop"';

const board = `
export const objects = ({ name, owner }) => [
  { apiVersion: "v1", kind: "ConfigMap", metadata: { name: name + "-board" }, data: { owner } },
];
`;

describe("a project with rules, objects and causes of its own", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "parts");
  const project = useProject();
  const write = (path: string, text: string): void => {
    mkdirSync(join(project().directory, path, ".."), { recursive: true });
    writeFileSync(join(project().directory, path), text);
  };
  const boardOf = () => cluster().core.readNamespacedConfigMap({ namespace: namespace(), name: "web-board" });

  before(() => {
    write("rules/contact.ts", docsExample("package.md", "rules/contact.ts"));
    write("causes/licence.ts", docsExample("package.md", "causes/licence.ts"));
    write("objects/board.ts", board);
    project().stack(namespace(), { web: { version: "v1", basic: two } });
  });

  // Other tests run in this process after it.
  after(() => {
    useOwnParts(tmpdir());
    useCauses(tmpdir());
  });

  it("is refused what breaks its rule, before anything is touched", async () => {
    const { code, stderr } = await project().cli("up");
    assert.equal(code, 1);
    assert.match(stderr, /SHOP001 at releases:services\.web\.contact: 2 pods serve, and nobody is named/);
    assert.deepEqual(await project().running(namespace()), {});
  });

  it("has its objects made with the service, and sees them changed by hand", async () => {
    project().stack(namespace(), { web: { version: "v1", basic: `${two}, ${contact}` } });
    const first = await project().cli("up");
    assert.equal(first.code, 0, first.stderr);
    assert.deepEqual((await boardOf()).data, { owner: "tests" });
    assert.equal((await boardOf()).metadata?.labels?.["app.kubernetes.io/name"], "web");
    const body = { data: { owner: "somebody" } };
    await cluster().core.patchNamespacedConfigMap({ namespace: namespace(), name: "web-board", body }, mergePatch);
    const { stdout } = await project().cli("drift");
    assert.match(stdout, /web ConfigMap web-board data\.owner: tests → somebody by /);
    const mended = await project().cli("up");
    assert.equal(mended.code, 0, mended.stderr);
    assert.deepEqual((await boardOf()).data, { owner: "tests" });
  });

  it("has an object of a newer file made by the next release, as one that was never there", async () => {
    write("objects/more.ts", board.replace("-board", "-more"));
    assert.equal((await project().cli("drift")).stdout, "as it was last applied\n");
    const { code, stderr } = await project().cli("up");
    assert.equal(code, 0, stderr);
    const made = await cluster().core.readNamespacedConfigMap({ namespace: namespace(), name: "web-more" });
    assert.deepEqual(made.data, { owner: "tests" });
  });

  it("is refused an object of a kind that the cluster does not have, before anything is touched", async () => {
    write("objects/monitor.ts", docsExample("package.md", "objects/monitor.ts"));
    const before = project().read();
    project().write(
      before.replace("replicas: 2", "replicas: 2, ports: { metrics: { container: 9090, served: false } }"),
    );
    const { code, stderr } = await project().cli("up");
    project().write(before);
    rmSync(join(project().directory, "objects/monitor.ts"));
    assert.equal(code, 1, stderr);
    assert.match(
      stderr,
      /KIND_MISSING: the cluster has no PodMonitor \(monitoring\.coreos\.com\/v1\), which an object of web needs/,
    );
  });

  it("goes back to what is older than a rule", async () => {
    write(
      "rules/env.ts",
      `export const rule = { code: "SHOP002", check: ({ env }) => ("CHECKED" in env ? [] : [{ parameter: "env", message: "is not checked", fix: "set CHECKED" }]) };`,
    );
    const before = project().read();
    project().write(
      before
        .replace("replicas: 2", "replicas: 2, env: { CHECKED: yes it is }")
        .replace("version: v1", "version: crash"),
    );
    const { code, stderr } = await project().cli("up");
    rmSync(join(project().directory, "rules/env.ts"));
    assert.equal(code, 2, stderr);
    assert.equal(project().read(), before);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
  });

  it("is told its own cause where a release crashes, and goes back", async () => {
    const { record } = await project().release([{ service: "web", release: { version: "crash" } }]);
    assert.equal(record.result, "rolled back");
    assert.equal(record.cause?.code, "LicenceRefused");
    assert.match(record.reason ?? "", /^the licence server refused web-\S+: is its licence in the stack's secrets\?$/);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
  });

  it("is told it by a plain pulumi up, too", async () => {
    const brief = two
      .replace("deadline: 70s", "deadline: 70s, timeout: 20s")
      .replace("waivers: {", "waivers: { ZD007: what fails here is known at once,");
    project().stack(namespace(), { web: { version: "crash", basic: `${brief}, ${contact}` } });
    const { directory } = project();
    const env = { ...process.env, KUBECONFIG: labPaths().kubeconfig };
    const { code, stdout } = await pulumi(
      { dir: directory, env },
      ...["up", "--yes", "--skip-preview", "--stack", "staging"],
    );
    assert.notEqual(code, 0);
    assert.match(stdout, /web is doomed: the licence server refused web-\S+/);
    assert.match(stdout, /\[LicenceRefused\]/);
  });

  it("loses an object with the file that asks for it", async () => {
    project().stack(namespace(), { web: { version: "v1", basic: `${two}, ${contact}` } });
    rmSync(join(project().directory, "objects/board.ts"));
    const { code, stderr } = await project().cli("up");
    assert.equal(code, 0, stderr);
    await assert.rejects(boardOf(), isNotFound);
  });
});
