import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { up } from "../../../cli/actions/release.ts";

const file = `config:
  releases:services:
    web: { template: website, image: localhost/web, owner: tests, replicas: 9, canary: { always: true } }
  releases:groups: { sites: [web] }
  releases:current: { web: { version: v1 } }
`;
/** Nothing answers there: whoever went on to release would fail. */
const kubeconfig = `apiVersion: v1
kind: Config
clusters: [{ name: none, cluster: { server: "https://127.0.0.1:1" } }]
users: [{ name: none, user: {} }]
contexts: [{ name: none, context: { cluster: none, user: none } }]
current-context: none
`;

describe("release up of what goes by canary", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "up-canary-"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeFileSync(join(folder, "Pulumi.staging.yaml"), file);
    writeFileSync(join(folder, "kubeconfig"), kubeconfig);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function release(targets: string[], options: Record<string, unknown> = {}): Promise<void> {
    const globals = { stack: "staging", cwd: folder, kubeconfig: join(folder, "kubeconfig") };
    const command = { opts: () => options, optsWithGlobals: () => ({ ...globals, ...options }) };
    return up(targets, command as unknown as Command);
  }

  it("wants a reason where any release does", async () => {
    await assert.rejects(release(["web=v2"], { force: true }), {
      code: "REASON_MISSING",
      message: "--force wants a reason",
    });
  });

  it("refuses options that it would pass over, also in a dry run", async () => {
    for (const dryRun of [false, true]) {
      await assert.rejects(release(["web=v2"], { skipJobs: true, message: "done by hand", dryRun }), {
        code: "CANARY_OPTION",
        message: "--skip-jobs does not go with a canary",
      });
    }
    await assert.rejects(release([], { canary: true, remove: ["web"] }), { code: "CANARY_OPTION" });
  });

  it("refuses a malformed version of a group", async () => {
    await assert.rejects(release(["sites=v2=x"]), { code: "TARGET_MALFORMED" });
  });

  it("releases nothing in a run of Pulumi Deployments that is none of a release", async () => {
    const write = process.stdout.write.bind(process.stdout);
    let said = "";
    process.stdout.write = (text: string | Uint8Array) => (said += String(text)) !== "";
    Object.assign(process.env, { PULUMI_CI_SYSTEM: "Pulumi Deployments", PULUMI_CI_OPERATION: "preview" });
    try {
      await release(["web=v2"]);
    } finally {
      process.stdout.write = write;
      delete process.env.PULUMI_CI_SYSTEM;
      delete process.env.PULUMI_CI_OPERATION;
    }
    assert.equal(said, 'nothing is released: this run of Pulumi Deployments is one of "preview"\n');
  });
});
