import assert from "node:assert/strict";
import { join } from "node:path";
import type { UpResult } from "../../../engine/engine.ts";
import type { ReleaseEvent } from "../../../release/events.ts";
import { followedVariable } from "../../../rollout/followed.ts";
import { useLab, useNamespace } from "../support.ts";
import { engineOf, testProject, type TestProject } from "../../engine/support.ts";
import { labPaths } from "../../../lab/paths.ts";

const hooksFile = join(import.meta.dirname, "../../../hooks/rolloutHooks.ts");

/** One Deployment whose image and namespace are configured, with the hooks that a plain `pulumi up` runs: nobody else follows. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { rolloutHooks } from "${hooksFile}";
delete process.env.${followedVariable};
const config = new pulumi.Config();
const labels = { app: "hooked" };
const readinessProbe = { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 1 };
const containers = [{ name: "web", image: config.require("image"), readinessProbe }];
const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
const metadata = { name: "hooked", namespace: config.require("namespace") };
new Deployment("hooked", { metadata, spec }, rolloutHooks({ kubeconfig: config.require("kubeconfig") }));
`;

describe("the hooks of a Pulumi program", function () {
  this.timeout(60_000);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "hooks");
  let project: TestProject;

  before(() => {
    project = testProject(program, "hooked");
  });
  after(() => {
    project.remove();
  });

  async function up(image: string): Promise<{ result: UpResult["result"]; notes: string[] }> {
    project.configure({ image, namespace: namespace(), kubeconfig: labPaths().kubeconfig });
    const engine = await engineOf(project, cluster, { KUBECONFIG: labPaths().kubeconfig });
    const events: ReleaseEvent[] = [];
    const { result } = await engine.up({ message: image, emit: (event) => events.push(event) });
    return { result, notes: events.flatMap((event) => (event.type === "note" ? [event.message] : [])) };
  }

  it("leave a good rollout alone", async () => {
    const { result, notes } = await up("localhost/web:v1");
    assert.equal(result, "succeeded");
    assert.ok(!notes.some((note) => note.includes("not watched")), notes.join("\n"));
  });

  it("explain a failed rollout: the cause, the end of the log, the commands", async () => {
    const { result, notes } = await up("localhost/web:crash");
    assert.equal(result, "failed");
    const explained = notes.find((note) => note.includes("[CrashLoop]")) ?? notes.join("\n");
    assert.match(
      explained,
      /^hooks-\w+\/hooked: container web of pod hooked-\S+ exits with code 3 right after its start \(2 times\) \[CrashLoop\]\n/,
    );
    assert.match(
      explained,
      /\nthe end of the log of hooked-\S+\/web:\n(?: .*\n)* .*fatal: cannot open database: connection refused\n/,
    );
    assert.match(explained, /\nmore:\n {2}kubectl logs -n hooks-\w+ hooked-\S+ -c web/);
  });
});
