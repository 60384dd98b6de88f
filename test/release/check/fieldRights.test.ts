import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { clusterOf, type Cluster } from "../../../cluster/cluster.ts";
import { askUser } from "../../../cluster/user.ts";
import { Problem } from "../../../errors/problem.ts";
import { readStack, type Stack } from "../../../parameters/stack.ts";
import { parameterChanges } from "../../../parameters/parameterChanges.ts";
import { checkFieldRights } from "../../../release/check/fieldRights.ts";

const web = "template: website, image: localhost/web, owner: web-team";
const denial = (what: string) =>
  `forbidden: ValidatingAdmissionPolicy 'releases-releaser-staging' with binding 'releases-releaser-staging' denied request: ${what} is for its owner web-team, of group owners`;

/** An API server that says the same to whatever is asked of it. */
describe("the right to change fields", () => {
  const asked: string[] = [];
  let answer: (request: string) => { code: number; body: object };
  let server: Server;
  let cluster: Cluster;

  before(async () => {
    server = createServer((request, response) => {
      const line = `${request.method} ${request.url}`;
      asked.push(line);
      const { code, body } = answer(line);
      response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const kubeConfig = new KubeConfig();
    const { port } = server.address() as AddressInfo;
    kubeConfig.loadFromClusterAndUser(
      { name: "prod-eu", server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
      { name: "me" },
    );
    cluster = clusterOf(kubeConfig);
  });
  beforeEach(() => {
    asked.length = 0;
    answer = () => ({ code: 200, body: {} });
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  function stack(basic: string, version = "v1"): Stack {
    const projectDir = mkdtempSync(join(tmpdir(), "field-rights-"));
    writeFileSync(join(projectDir, "Pulumi.yaml"), "name: releases\nruntime: nodejs\n");
    const text = `config:\n  releases:services:\n    shop: { ${basic} }\n  releases:current:\n    shop: { version: ${version} }\n`;
    return readStack({ projectDir, stack: "staging" }, text);
  }

  async function check(from: Stack, to: Stack, parts: { beforeUnknown?: true } = {}): Promise<void> {
    const [before, after] = [from, to].map((of) => of.services.get("shop")!.parameters);
    const changes = parameterChanges(before, after!);
    const services = [{ service: "shop", namespace: "staging", before: before!, after: after!, changes, ...parts }];
    await checkFieldRights({ services, removals: [] }, to, { mended: [], manifests: new Map() }, cluster);
  }

  const many = `${web}, replicas: 3, drain: { time: 30s }, service: { type: NodePort }`;

  it("is not asked for where a version alone changes", async () => {
    await check(stack(web), stack(web, "v2"));
    assert.deepEqual(asked, []);
  });

  it("is asked for once, in a dry run, where basic parameters change and nothing denies it", async () => {
    await check(stack(web), stack(many));
    assert.deepEqual(asked, ["PATCH /apis/apps/v1/namespaces/staging/deployments/shop?dryRun=All"]);
  });

  it("is told of every object where the policy denies it, with who owns the service", async () => {
    answer = (line) => {
      const what = line.includes("deployments")
        ? "changing spec.replicas of Deployment shop"
        : "changing spec.type of Service shop";
      return { code: 403, body: { message: denial(what) } };
    };
    await assert.rejects(
      check(stack(`${web}, replicas: 2`), stack(`${web}, replicas: 3, service: { type: NodePort }`)),
      (error) => {
        assert.ok(error instanceof Problem);
        assert.deepEqual(
          { ...error, message: error.message },
          {
            name: "UsageProblem",
            message: "this user may release versions of shop, and not change basic parameters",
            code: "OWNER_NEEDED",
            where: "context loaded-context",
            details: [
              "shop (owner web-team): replicas: 2 → 3",
              "shop (owner web-team): service.type: (none) → NodePort",
              "shop (owner web-team): denied: spec.replicas of Deployment shop",
              "shop (owner web-team): denied: spec.type of Service shop",
            ],
            next: "have an owner release it, or put the basic parameters back as they were and release the version alone",
            exitCode: 1,
          },
        );
        return true;
      },
    );
  });

  describe("of a service whose last good state is not known", () => {
    const found = (manager: string) => ({
      code: 200,
      body: { metadata: { managedFields: [{ manager: "kubectl" }, { manager, operation: "Apply" }] } },
    });
    const unknown = { beforeUnknown: true } as const;

    it("is asked for as Pulumi is going to apply it, in its name, so that what goes is seen too", async () => {
      answer = () => found("pulumi-kubernetes-0a1b");
      await check(stack(web), stack(web, "v2"), unknown);
      const dry = asked.filter((line) => line.startsWith("PATCH"));
      assert.ok(
        dry.includes(
          "PATCH /apis/apps/v1/namespaces/staging/deployments/shop?dryRun=All&fieldManager=pulumi-kubernetes-0a1b&force=true",
        ),
      );
      assert.ok(dry.some((line) => line.startsWith("PATCH /api/v1/namespaces/staging/services/shop?dryRun=All")));
      assert.ok(
        asked.every((line) => /^(GET|PATCH .*dryRun=All)/.test(line)),
        asked.join("\n"),
      );
    });

    it("is told where the policy denies it, though the first object that is tried is as it was", async () => {
      answer = (line) =>
        line.startsWith("PATCH") && line.includes("/services/")
          ? { code: 403, body: { message: denial("changing spec.type of Service shop") } }
          : found("pulumi-kubernetes-0a1b");
      await assert.rejects(check(stack(web), stack(web, "v2"), unknown), (error) => {
        assert.ok(error instanceof Problem);
        assert.deepEqual(
          [error.code, error.details],
          ["OWNER_NEEDED", ["shop (owner web-team): denied: spec.type of Service shop"]],
        );
        return true;
      });
    });
  });

  it("is not decided by anything else that is wrong: that is told where it comes to it", async () => {
    for (const code of [403, 404, 409, 422]) {
      answer = () => ({ code, body: { message: "the object is not there" } });
      await check(stack(web), stack(many));
    }
  });

  it("is one user's, whom the API server names; where it does not, nobody is", async () => {
    answer = () => ({ code: 201, body: { status: { userInfo: { username: "jane@example.com" } } } });
    const user = askUser(cluster);
    assert.equal(user(), undefined);
    while (user() === undefined) await new Promise((done) => setTimeout(done, 5));
    assert.equal(user(), "jane@example.com");
    answer = () => ({ code: 404, body: { message: "not served" } });
    const nobody = askUser(cluster);
    while (asked.length < 2) await new Promise((done) => setTimeout(done, 5));
    await new Promise((done) => setTimeout(done, 20));
    assert.equal(nobody(), undefined);
  });
});
