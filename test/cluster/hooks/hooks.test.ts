import assert from "node:assert/strict";
import { join } from "node:path";
import { labPaths } from "../../../lab/paths.ts";
import { pulumi, testProject, type TestProject } from "../../engine/support.ts";
import { useLab, useNamespace } from "../support.ts";

const hooksFile = join(import.meta.dirname, "../../../hooks/rolloutHooks.ts");

/** One Deployment whose image and namespace are configured, with the hooks that a plain `pulumi up` runs: nobody else follows. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { rolloutHooks } from "${hooksFile}";
const config = new pulumi.Config();
const labels = { app: "hooked" };
const readinessProbe = { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 1 };
const containers = [{ name: "web", image: config.require("image"), readinessProbe }];
const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
const annotations = { "pulumi.com/timeoutSeconds": "20" };
const metadata = { name: "hooked", namespace: config.require("namespace"), annotations };
new Deployment("hooked", { metadata, spec }, rolloutHooks({ kubeconfig: config.require("kubeconfig") }).deployments);
`;

describe("the hooks of a Pulumi program, under a plain pulumi up,", function () {
  this.timeout(240_000);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "hooks");
  let project: TestProject;

  before(async () => {
    project = testProject(program, "hooked");
    project.env.KUBECONFIG = labPaths().kubeconfig;
    const { code, stderr } = await pulumi(project, "stack", "init", "prod", "--no-select");
    assert.equal(code, 0, stderr);
  });
  after(() => {
    project.remove();
  });

  async function up(image: string) {
    project.configure({ image, namespace: namespace(), kubeconfig: labPaths().kubeconfig });
    return pulumi(project, "up", "--yes", "--skip-preview", "--stack", "prod");
  }

  it("leave a good rollout alone, and say when it is through", async () => {
    const { code, stdout } = await up("localhost/web:v1");
    assert.equal(code, 0, stdout);
    assert.match(stdout, /hooked: 1 pod available after \d+(\.\d)? s/);
    assert.doesNotMatch(stdout, /not watched/);
  });

  it("explain a failed rollout: the cause while it lasts, then the end of the log and the commands", async () => {
    const { code, stdout } = await up("localhost/web:crash");
    assert.notEqual(code, 0);
    assert.match(
      stdout,
      /hooked is doomed: container web of pod hooked-\S+ exits with code 3 right after its start \(2 times\)\. Ctrl-C once ends this update; then go back to the last good version: release rollback hooked/,
    );
    assert.match(
      stdout,
      /hooks-\w+\/hooked: container web of pod hooked-\S+ exits with code 3 .*\[CrashLoop\]\n *the end of the log of hooked-\S+\/web:\n(?: .*\n)*? .*fatal: cannot open database: connection refused\n/,
    );
    assert.match(stdout, /\n *more:\n *kubectl logs -n hooks-\w+ hooked-\S+ -c web/);
  });
});
