import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { credentials } from "@grpc/grpc-js";
import analyzerRpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzerProto from "@pulumi/pulumi/proto/analyzer_pb.js";
import structProto from "google-protobuf/google/protobuf/struct_pb.js";

/** The pack as the Pulumi CLI runs it: a process that tells its port and answers Pulumi's Analyzer protocol. */
async function servePack(): Promise<{ pack: ChildProcess; address: string }> {
  const folder = fileURLToPath(new URL("../../policy/", import.meta.url));
  const runner = fileURLToPath(
    new URL("../../node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js", import.meta.url),
  );
  const pack = spawn(process.execPath, [runner, "127.0.0.1:1", "."], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = (await once(pack.stdout, "data")) as [Buffer];
  return { pack, address: `127.0.0.1:${port.toString().trim()}` };
}

describe("the policy pack", () => {
  let pack: ChildProcess;
  let client: InstanceType<typeof analyzerRpc.AnalyzerClient>;

  before(async function () {
    this.timeout(20_000);
    const served = await servePack();
    pack = served.pack;
    client = new analyzerRpc.AnalyzerClient(served.address, credentials.createInsecure());
  });

  after(() => {
    client.close();
    pack.kill();
  });

  async function analyze(stack: string, properties: Record<string, structProto.JavaScriptValue>): Promise<string[]> {
    const request = new analyzerProto.AnalyzeRequest();
    request.setType("kubernetes:apps/v1:Deployment");
    request.setName("web");
    request.setUrn(`urn:pulumi:${stack}::releases::kubernetes:apps/v1:Deployment::web`);
    request.setOptions(new analyzerProto.AnalyzerResourceOptions());
    request.setProperties(structProto.Struct.fromJavaScript(properties));
    return new Promise((resolve, reject) => {
      client.analyze(request, (error, response) => {
        if (error !== null) reject(error);
        else resolve(response.getDiagnosticsList().map((said) => `${said.getPolicyname()}: ${said.getMessage()}`));
      });
    });
  }

  /** As the CLI hands over what `--policy-pack-config` names. */
  async function configure(file: string): Promise<void> {
    const text = readFileSync(new URL(`../../policy/${file}`, import.meta.url), "utf8");
    const request = new analyzerProto.ConfigureAnalyzerRequest();
    const policies = JSON.parse(text) as Record<string, Record<string, structProto.JavaScriptValue>>;
    for (const [policy, properties] of Object.entries(policies)) {
      const config = new analyzerProto.PolicyConfig();
      config.setEnforcementlevel(analyzerProto.EnforcementLevel.MANDATORY);
      config.setProperties(structProto.Struct.fromJavaScript(properties));
      request.getPolicyconfigMap().set(policy, config);
    }
    await new Promise<void>((resolve, reject) => {
      client.configure(request, (error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
  }

  const resources = { requests: { cpu: "10m", memory: "16Mi" } };
  const deployment = (image: string) => ({
    metadata: { annotations: { "releases/owner": "web-team" } },
    spec: { template: { spec: { containers: [{ name: "web", image, resources }] } } },
  });

  it("lets a service pass that keeps to it", async () => {
    assert.deepEqual(await analyze("staging", deployment("localhost/web:v1")), []);
  });

  it("refuses on prod what it lets pass on staging", async () => {
    const [said, ...more] = await analyze("prod", deployment("localhost/web:v1"));
    assert.match(
      said ?? "",
      /^images-pinned: [^]*container web runs localhost\/web:v1: release a digest \(sha256:\.\.\.\) on prod$/,
    );
    assert.deepEqual(more, []);
  });

  it("takes from its configuration which stacks are pinned: none of the lab's", async () => {
    await configure("lab.json");
    assert.deepEqual(await analyze("prod", deployment("localhost/web:v1")), []);
  });
});
