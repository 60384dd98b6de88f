import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import type { Service } from "../../components/config/stackConfig.ts";
import { nginxCanary } from "./canaries.ts";
import { everything } from "./everything.ts";
import { website } from "./support.ts";

interface Registered {
  type: string;
  name: string;
  inputs: Inputs;
}

/** What the assertions look at, of any object. */
interface Inputs {
  metadata: { name: string; annotations: Record<string, string> };
  keepers: Record<string, unknown>;
  spec: { replicas?: number; template: { spec: { volumes?: object[]; containers: { env?: object[] }[] } } };
  stringData: Record<string, unknown>;
}

/** Registers one service with Pulumi's mocks and returns what it registered, in order; each random id is 0123abcd. */
async function register(
  service: Service,
  options?: pulumi.CustomResourceOptions,
  transformations: pulumi.ResourceTransformation[] = [],
): Promise<Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
      registered.push({ type, name, inputs: inputs as Inputs });
      return { id: `${name}-id`, state: { ...(inputs as object), hex: "0123abcd" } };
    },
    call: () => ({}),
  });
  const { ServiceRelease } = await import("../../components/serviceRelease.ts");
  const secretValue = (key: string) => pulumi.secret(`value of ${key}`);
  const deploymentOptions = options === undefined ? {} : { deploymentOptions: options };
  const made = new ServiceRelease(service.name, { service, secretValue, ...deploymentOptions }, { transformations });
  await new Promise<void>((resolve) => {
    pulumi.all([made.urn, made.releaseId]).apply(() => {
      resolve();
    });
  });
  await pulumi.runtime.disconnect();
  return registered;
}

function names(registered: Registered[]): string[] {
  return registered.map(({ type, name }) => `${type.replace(/^.*[:/]/, "")} ${name}`);
}

function only(registered: Registered[], type: string, name: string): Inputs {
  const found = registered.filter((resource) => resource.type.endsWith(`:${type}`) && resource.name === name);
  assert.equal(found.length, 1, `${type} ${name}`);
  return found[0]!.inputs;
}

describe("ServiceRelease", () => {
  it("registers the objects of a website, the Service after the Deployment", async () => {
    const registered = await register(website());
    assert.deepEqual(
      registered.map(({ type, name }) => `${type} ${name}`),
      [
        "releases:index:ServiceRelease web",
        "random:index/randomId:RandomId web-release",
        "kubernetes:core/v1:ServiceAccount web",
        "kubernetes:policy/v1:PodDisruptionBudget web",
        "kubernetes:apps/v1:Deployment web",
        "kubernetes:core/v1:Service web",
      ],
    );
  });

  it("registers the jobs before and after the pods", async () => {
    const job = (name: string) => ({ name, compatible: true });
    const jobs = { before: [job("migrate"), job("seed")], after: [job("smoke")] };
    const made = names(await register(website({ jobs })));
    const order = made.filter((name) => /^(Job|Deployment|Service|RandomId) /.test(name));
    assert.deepEqual(order, [
      "RandomId web-release",
      "RandomId web-jobs",
      "Job web-migrate",
      "Job web-seed",
      "Deployment web",
      "Service web",
      "Job web-smoke",
    ]);
  });

  it("keeps a canary's jobs when it is promoted, so that none runs twice, and those of the version before until then", async () => {
    const jobs = { before: [{ name: "migrate", compatible: true }], after: [{ name: "smoke", compatible: true }] };
    const basic = { jobs, canary: {}, replicas: 9 };
    const ofJobs = async (release: object) =>
      (await register(website(basic, release)))
        .filter(({ type, name }) => type.endsWith(":Job") || name.startsWith("web-jobs"))
        .map(({ name, inputs }) => ({ name, inputs }));
    const alone = await ofJobs({ version: "v1" });
    const beside = await ofJobs({ version: "v1", canary: { version: "v2", weight: 10 } });
    const promoted = await ofJobs({ version: "v2" });
    const [before, after] = ["migrate", "smoke"].map((job) => (name: string) => name.startsWith(`web-${job}`));
    // Both versions' stand side by side: what ends with the canary is its own.
    for (const one of alone)
      assert.ok(
        beside.some((other) => isDeepStrictEqual(one, other)),
        one.name,
      );
    assert.equal(beside.filter(({ name }) => before!(name)).length, 2);
    assert.equal(beside.filter(({ name }) => after!(name)).length, 1);
    // The one that has run is neither another one nor changed; what runs after the pods is still to come.
    for (const one of promoted) {
      const same = beside.some((other) => isDeepStrictEqual(one, other));
      assert.equal(same, !after!(one.name), one.name);
    }
    assert.equal(promoted.length, alone.length);
  });

  it("knows the jobs of a service that declares a canary by the version, and no others", async () => {
    const jobs = { before: [{ name: "migrate", compatible: true }] };
    const made = names(await register(website({ jobs, canary: {}, replicas: 9 })));
    const { contentHash } = await import("../../components/objects.ts");
    const id = contentHash(["v1"]).slice(0, 8);
    assert.deepEqual(
      made.filter((name) => /^Job |-jobs/.test(name)),
      [`RandomId web-jobs.${id}`, `Job web-migrate.${id}`],
    );
  });

  it("has routes lead away from a canary before its pods go: what is left is deleted last, an Ingress first of that", async () => {
    const [shop] = nginxCanary().services;
    const waits = new Map<string, string[]>();
    const look: pulumi.ResourceTransformation = ({ type, name, opts }) => {
      const on = (opts.dependsOn ?? []) as pulumi.Resource[];
      waits.set(
        `${type.replace(/^.*[:/]/, "")} ${name}`,
        on.map((one) => (one as unknown as { __name: string }).__name),
      );
      return undefined;
    };
    await register(shop!, undefined, [look]);
    assert.deepEqual(waits.get("Ingress shop"), ["shop", "shop-stable", "shop-canary"]);
    assert.deepEqual(waits.get("Ingress shop-canary"), ["shop", "shop-stable", "shop-canary", "shop", "shop-canary"]);
    assert.deepEqual(waits.get("Service shop-stable"), ["shop", "shop-canary"]);
  });

  it("registers everything that a service can have", async () => {
    const shop = everything().services.find(({ name }) => name === "shop")!;
    assert.deepEqual(names(await register(shop)).sort(), [
      "ConfigMap shop",
      "CronJob shop-restart",
      "Deployment shop",
      "Deployment shop-canary",
      "GRPCRoute shop-calls",
      "HTTPRoute shop",
      "HTTPRoute shop-internal",
      "HorizontalPodAutoscaler shop",
      "Job shop-migrate",
      "Job shop-smoke",
      "NetworkPolicy shop",
      "PodDisruptionBudget shop",
      "RandomId shop-config",
      "RandomId shop-jobs",
      "RandomId shop-release",
      "RandomId shop-secrets",
      "Role shop",
      "Role shop-restart",
      "RoleBinding shop",
      "RoleBinding shop-restart",
      "Secret shop",
      "Service shop",
      "Service shop-canary",
      "Service shop-stable",
      "ServiceAccount shop",
      "ServiceAccount shop-restart",
      "ServiceRelease shop",
    ]);
  });

  it("names every Kubernetes object itself, never by Pulumi's auto-naming", async () => {
    const { services } = everything();
    for (const service of services) {
      for (const { type, inputs } of await register(service)) {
        if (type.startsWith("kubernetes:")) assert.match(inputs.metadata.name, /^(shop|stock)/);
      }
    }
  });

  it("sends no replicas with an autoscaler", async () => {
    const registered = await register(website({ autoscaling: { min: 2, max: 5, cpu: 80 } }));
    assert.ok(!("replicas" in only(registered, "Deployment", "web").spec));
  });

  it("leaves the replicas as they are when an autoscaler comes in", async () => {
    const ignored: unknown[] = [];
    const look: pulumi.ResourceTransformation = ({ opts }) => {
      ignored.push((opts as pulumi.CustomResourceOptions).ignoreChanges);
      return undefined;
    };
    await register(website({ autoscaling: { min: 2, max: 5, cpu: 80 } }), { transformations: [look] });
    await register(website(), { transformations: [look] });
    assert.deepEqual(ignored, [["spec.replicas"], []]);
  });

  it("leaves a canary the pods that its own autoscaler has added, and routes wait until that knows its least", async () => {
    const route = { gateway: "main", hosts: ["www.example"] };
    const release = { version: "v1", canary: { version: "v2", weight: 50 } };
    const seen = async (autoscaling: object | undefined) => {
      let [ignored, waits]: [unknown, number] = [undefined, 0];
      const look: pulumi.ResourceTransformation = ({ type, name, opts }) => {
        const { ignoreChanges, dependsOn = [] } = opts as { ignoreChanges?: unknown; dependsOn?: pulumi.Resource[] };
        if (name === "web-canary" && type.endsWith(":Deployment")) ignored = ignoreChanges;
        if (type.endsWith(":HTTPRoute"))
          waits = dependsOn.filter((one) =>
            (one as unknown as { __pulumiType: string }).__pulumiType.endsWith("Autoscaler"),
          ).length;
        return undefined;
      };
      await register(website({ route, canary: {}, autoscaling }, release), undefined, [look]);
      return [ignored, waits];
    };
    assert.deepEqual(await seen({ min: 2, max: 5, cpu: 80 }), [["spec.replicas"], 1]);
    assert.deepEqual(await seen(undefined), [[], 0]);
    // Nobody else scales a canary.
    assert.deepEqual(await seen({ min: 2, max: 5, byOthers: true }), [[], 0]);
  });

  it("puts the release id on the Deployment, and nothing that is drawn at random on its pods", async () => {
    const deployment = only(await register(website()), "Deployment", "web");
    assert.equal(deployment.metadata.annotations["releases/release-id"], "0123abcd");
    assert.doesNotMatch(JSON.stringify(deployment.spec), /0123abcd/);
  });

  it("mounts configuration under the name that this content was given", async () => {
    const registered = await register(website({ files: { "/etc/web.conf": "a" } }));
    assert.equal(only(registered, "ConfigMap", "web").metadata.name, "web-config-0123abcd");
    assert.deepEqual(only(registered, "Deployment", "web").spec.template.spec.volumes, [
      { name: "config-files", configMap: { name: "web-config-0123abcd" } },
    ]);
  });

  it("draws a new release id when version, restart stamp, canary, configuration or pods change, else keeps it", async () => {
    const keepersOf = async (basic: object, release: object) =>
      JSON.stringify(only(await register(website(basic, release)), "RandomId", "web-release").keepers);
    const before = await keepersOf({}, { version: "v1" });
    assert.equal(await keepersOf({ owner: "others" }, { version: "v1" }), before);
    assert.equal(await keepersOf({ replicas: 5 }, { version: "v1" }), before);
    const changed = await Promise.all([keepersOf({}, { version: "v2" })]);
    changed.push(await keepersOf({}, { version: "v1", restartedAt: "2026-11-22T04:00:00Z" }));
    changed.push(await keepersOf({}, { version: "v1", canary: { version: "v2", replicas: 1 } }));
    changed.push(await keepersOf({ env: { A: "b" } }, { version: "v1" }));
    changed.push(await keepersOf({ files: { "/etc/web.conf": "a" } }, { version: "v1" }));
    changed.push(await keepersOf({ files: { "/etc/web.conf": "b" } }, { version: "v1" }));
    assert.equal(new Set([before, ...changed]).size, 7);
  });

  it("lays patches over what it registers, and draws a new release id when they change the pods", async () => {
    const patches = {
      Deployment: { spec: { template: { spec: { dnsPolicy: "Default" } } } },
      ServiceAccount: { metadata: { annotations: { "example.com/role": "shop" } } },
      Secret: { metadata: { labels: { "example.com/kind": "password" } } },
    };
    const basic = { secrets: { PASSWORD: "dbPassword" } };
    const registered = await register(website({ ...basic, patches }));
    const deployment = only(registered, "Deployment", "web");
    assert.equal(Reflect.get(deployment.spec.template.spec, "dnsPolicy"), "Default");
    assert.equal(deployment.metadata.annotations["releases/release-id"], "0123abcd");
    assert.deepEqual(only(registered, "ServiceAccount", "web").metadata.annotations, { "example.com/role": "shop" });
    const secret = only(registered, "Secret", "web");
    assert.equal(secret.metadata.name, "web-secrets-0123abcd");
    assert.equal(Reflect.get(Reflect.get(secret.metadata, "labels") as object, "example.com/kind"), "password");
    const unpatched = only(await register(website(basic)), "RandomId", "web-release");
    assert.notEqual(only(registered, "RandomId", "web-release").keepers.pods, unpatched.keepers.pods);
  });

  it("keeps secrets secret: values and what is drawn from them", async () => {
    const registered = await register(website({ secrets: { PASSWORD: "dbPassword" } }));
    const { stringData } = only(registered, "Secret", "web");
    assert.ok(JSON.stringify(stringData).includes(secretSignature), "the Secret's data is a Pulumi secret");
    const { keepers } = only(registered, "RandomId", "web-secrets");
    assert.ok(JSON.stringify(keepers).includes(secretSignature), "the keeper is a Pulumi secret");
    const others = registered.filter(({ type }) => !type.endsWith(":Secret"));
    assert.doesNotMatch(JSON.stringify(others), /value of dbPassword/);
  });

  it("hands what watches the rollout to the Deployments alone", async () => {
    const seen: string[] = [];
    const watch: pulumi.ResourceTransformation = ({ type, name }) => {
      seen.push(`${type} ${name}`);
      return undefined;
    };
    await register(website(), { transformations: [watch] });
    assert.deepEqual(seen, ["kubernetes:apps/v1:Deployment web"]);
  });
});

/** How Pulumi marks a secret on the wire. https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts */
const secretSignature = "4dabf18193072939515e22adb298388d";
