import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "../../../../release/cluster/cluster.ts";
import { deadKubeconfig, engineOf, goldenDir, testProject } from "../support.ts";
import type { TestProject } from "../support.ts";

describe("The embedded engine, on a state that the Pulumi CLI has written,", function () {
  this.timeout(20_000);
  let project: TestProject;
  before(() => {
    project = testProject(readFileSync(join(goldenDir, "program.ts.txt"), "utf8"));
    cpSync(join(goldenDir, "state/dot-pulumi"), join(project.dir, "backend/.pulumi"), { recursive: true });
    writeFileSync(join(project.dir, "kubeconfig"), deadKubeconfig);
  });
  after(() => {
    project.remove();
  });
  const engine = (): ReturnType<typeof engineOf> =>
    engineOf(project, () => connect({ kubeconfig: join(project.dir, "kubeconfig") }));

  it("finds nothing to change, without asking a cluster", async () => {
    const { steps } = await (await engine()).preview();
    assert.deepEqual(
      steps.map(({ name, operation }) => `${operation} ${name}`).sort(),
      [
        "golden-prod",
        "website",
        "website",
        "website",
        "website-nickname",
        "website-release",
        "website-settings",
        "website-token",
      ].map((name) => `same ${name}`),
    );
  });

  it("finds what a new version changes, and that a new content needs a new ConfigMap", async () => {
    project.configure({ version: "v3" });
    const { steps } = await (await engine()).preview();
    const changed = Object.fromEntries(
      steps.filter(({ operation }) => operation !== "same").map((step) => [step.type, step]),
    );
    assert.deepEqual(
      Object.values(changed)
        .map(({ operation, name }) => `${operation} ${name}`)
        .sort(),
      ["replace website-nickname", "replace website-release", "replace website-settings", "update website"],
    );
    assert.deepEqual(changed["kubernetes:apps/v1:Deployment"]?.changes, [
      {
        path: "spec.template.spec.containers[0].envFrom[0].configMapRef.name",
        before: "website-5ca08756",
        after: "[unknown]",
      },
      { path: "spec.template.spec.containers[0].image", before: "docker.io/lab/web:v2", after: "docker.io/lab/web:v3" },
    ]);
  });

  it("reads its outputs and its history", async () => {
    assert.deepEqual(await (await engine()).outputs(), {
      secretLength: { value: 12, secret: true },
      shownVersion: { value: "v2", secret: false },
    });
    const history = await (await engine()).history();
    assert.deepEqual(
      history.map(({ message, result }) => `${result}: ${message}`),
      [
        "succeeded: rollback website to v2",
        "failed: deploy website crash",
        "succeeded: new greeting",
        "succeeded: deploy website v2",
        "succeeded: deploy website v1",
      ],
    );
    assert.equal(history[0]?.config["golden:token"], "[secret]");
  });
});
