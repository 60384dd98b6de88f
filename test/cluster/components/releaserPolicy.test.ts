import assert from "node:assert/strict";
import type { KubernetesObject } from "@kubernetes/client-node";
import type { Service } from "../../../components/config/stackConfig.ts";
import type { AnyManifest } from "../../../components/objects/manifest.ts";
import { renderService } from "../../../components/render.ts";
import { apiStatus } from "../../../cluster/apiError.ts";
import { connect, type Cluster } from "../../../cluster/cluster.ts";
import { deniedChange } from "../../../cluster/denied.ts";
import { labGatewayKinds } from "../../../lab/gatewayKinds.ts";
import { gatewayCanary, halfWay, nginxCanary } from "../../components/canaries.ts";
import { everything, ingressService } from "../../components/everything.ts";
import { leastOf, stackOf } from "../../components/support.ts";
import { usePeople } from "../people.ts";
import { useLab, useNamespace } from "../support.ts";

/** What the API server says to each object of one kind; nothing of those that it takes. */
type Denials = Record<string, string>;

/** Every object that there is, as one group or another would change it: in a dry run, but through admission. */
describe("the policy for releasers", function () {
  this.timeout(120_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "policy");
  const people = usePeople(lab, namespace);
  const [shop] = everything().services.filter(({ name }) => name === "shop") as [Service];
  const [nightly] = stackOf({ nightly: leastOf("schedule") }).services as [Service];
  const [website] = ingressService().services as [Service];
  const as = (person: "releaser" | "owner") => connect({ kubeconfig: people()[person] });

  before(async () => {
    await labGatewayKinds({ emit: () => undefined });
    // Objects are what this is about; no pod has to run.
    const quota = { metadata: { name: "no-pods" }, spec: { hard: { pods: "0" } } };
    await lab().core.createNamespacedResourceQuota({ namespace: namespace(), body: quota });
    for (const service of [at(shop, { version: "v8" }), nightly, website]) {
      for (const object of objectsOf(service)) await apply(lab(), object);
    }
  });

  function at(service: Service, release: Service["release"], basic: Partial<Service> = {}): Service {
    return { ...service, ...basic, release };
  }

  /** In this namespace; node ports are the cluster's, and others'. */
  function objectsOf(service: Service): KubernetesObject[] {
    return renderService({ ...service, namespace: namespace() })
      .filter(({ kind }) => kind !== "Job")
      .map((manifest: AnyManifest & { spec?: { ports?: { nodePort?: number }[] } }) => {
        for (const port of manifest.spec?.ports ?? []) delete port.nodePort;
        return manifest;
      });
  }

  async function apply(cluster: Cluster, object: KubernetesObject, dryRun?: "All"): Promise<void> {
    await cluster.objects.patch(object, undefined, dryRun, "test", true, "application/apply-patch+yaml");
  }

  async function denials(person: "releaser" | "owner", service: Service): Promise<Denials> {
    const told = await Promise.all(
      objectsOf(service).map(async (object): Promise<[string, string][]> => {
        const refusal = await apply(as(person), object, "All").then(
          () => undefined,
          (error: unknown) => apiStatus(error)?.message ?? String(error),
        );
        // What the role already refuses is none of the policy's.
        if (refusal === undefined || refusal.includes("cannot patch resource")) return [];
        return [[`${object.kind} ${object.metadata?.name}`, deniedChange(refusal) ?? refusal]];
      }),
    );
    return Object.fromEntries(told.flat());
  }

  it("lets a releaser set a version, restart and run a canary, weighed by routes", async () => {
    const stamp = "2026-11-22T04:00:00Z";
    for (const release of [
      { version: "v8" },
      { version: "v9" },
      { version: `sha256:${"0".repeat(64)}` },
      { version: "v8", restartedAt: stamp },
      { version: "v9", restartedAt: stamp, canary: { version: "v10", weight: 10 } },
      { version: "v8", canary: { version: "v9", replicas: 2 } },
    ]) {
      assert.deepEqual(await denials("releaser", at(shop, release)), {}, JSON.stringify(release));
    }
    assert.deepEqual(await denials("releaser", at(nightly, { version: "v2" })), {});
    assert.deepEqual(await denials("releaser", at(website, { version: "v2", restartedAt: stamp })), {});
  });

  it("lets a releaser end a canary: its Deployment and the Services of both tracks go, its routes lead back", async () => {
    const canary = at(shop, { version: "v8", canary: { version: "v9", weight: 10 } });
    for (const kind of ["Deployment", "Service", "HTTPRoute", "GRPCRoute"]) {
      for (const object of objectsOf(canary)) if (object.kind === kind) await apply(as("releaser"), object);
    }
    assert.deepEqual(
      await denials("releaser", at(canary, { version: "v8", canary: { version: "v9", weight: 50 } })),
      {},
    );
    assert.deepEqual(await denials("releaser", at(shop, { version: "v9" })), {});
    const tracks = objectsOf(canary).filter(({ metadata }) => /^shop-(stable|canary)$/.test(metadata?.name ?? ""));
    assert.equal(tracks.length, 3);
    for (const object of tracks) await as("releaser").objects.delete(object);
    const [service] = objectsOf(shop).filter(({ kind }) => kind === "Service") as [KubernetesObject];
    await assert.rejects(
      as("releaser").objects.delete(service, undefined, "All"),
      /deleting Service shop is for its owner/,
    );
    for (const object of objectsOf(at(shop, { version: "v8" }))) await apply(lab(), object);
  });

  for (const [way, canary] of [
    ["a gateway", gatewayCanary],
    ["ingress-nginx", nginxCanary],
  ] as const) {
    it(`lets a releaser walk a declared canary, weighed by ${way}, through to its end, and no further`, async () => {
      // The lab has the Gateway API's standard channel, which does not know it.
      const stays = { ...canary().services[0]!.canary!, sticky: undefined };
      const [service] = canary({ version: "v8" }).services.map((one) => ({ ...one, name: "walked", canary: stays }));
      for (const object of objectsOf(service!)) await apply(lab(), object);
      const left = { version: "v8", canary: { ...halfWay.canary, weight: 0 } };
      for (const standing of [{ ...halfWay, canary: { ...halfWay.canary, weight: 10, step: 1 } }, halfWay, left]) {
        for (const object of objectsOf(at(service!, standing))) {
          if (object.kind !== "PodDisruptionBudget" && object.kind !== "ServiceAccount")
            await apply(as("releaser"), object);
        }
      }
      const canarys = objectsOf(at(service!, halfWay)).filter(
        ({ kind, metadata }) => (metadata?.name ?? "").endsWith("-canary") && kind !== "Service",
      );
      assert.ok(canarys.length >= 2);
      for (const object of canarys) await as("releaser").objects.delete(object);
      assert.deepEqual(await denials("releaser", at(service!, { version: "v9" })), {});
      const first = { headers: { "X-Staff": "yes" } };
      assert.deepEqual(await denials("releaser", at(service!, halfWay, { canary: { ...stays, first } })), {});
      for (const object of objectsOf(service!)) await lab().objects.delete(object);
    });
  }

  it("holds a canary's rules to the route's own service, and an autoscaler to its bounds", async () => {
    const [declared] = gatewayCanary({ version: "v8" }).services.map((one) => ({
      ...one,
      canary: { ...one.canary!, sticky: undefined },
    }));
    for (const object of objectsOf(declared!)) await apply(lab(), object);
    const [route] = objectsOf(at(declared!, halfWay)).filter(({ kind }) => kind === "HTTPRoute");
    const elsewhere = JSON.parse(JSON.stringify(route).replaceAll("shop-canary", "other-canary")) as KubernetesObject;
    await assert.rejects(
      apply(as("releaser"), elsewhere, "All"),
      /changing spec\.rules of HTTPRoute shop is for its owner/,
    );
    const autoscaling = { ...declared!.autoscaling!, max: 50 };
    const found = await denials("releaser", at(declared!, { version: "v8" }, { autoscaling }));
    assert.deepEqual(found, { "HorizontalPodAutoscaler shop": "spec.maxReplicas of HorizontalPodAutoscaler shop" });
    const behavior = { scaleDown: { stabilizationWindowSeconds: 5 } } as never;
    const faster = await denials(
      "releaser",
      at(declared!, { version: "v8" }, { autoscaling: { ...declared!.autoscaling!, behavior } }),
    );
    assert.deepEqual(faster, { "HorizontalPodAutoscaler shop": "spec.behavior of HorizontalPodAutoscaler shop" });
    for (const object of objectsOf(at(shop, { version: "v8" }))) await apply(lab(), object);
  });

  it("leaves a releaser no basic parameter, on no object", async () => {
    const basic = { owner: "me", env: { ...shop.env, MODE: "test" }, image: "localhost/other" };
    const found = await denials("releaser", at(shop, { version: "v9" }, basic));
    const owner = "annotation releases/owner";
    assert.deepEqual(Object.keys(found).sort(), [
      "ConfigMap shop-config-169af2134c",
      "CronJob shop-restart",
      "Deployment shop",
      "GRPCRoute shop-calls",
      "HTTPRoute shop",
      "HTTPRoute shop-internal",
      "HorizontalPodAutoscaler shop",
      "Service shop",
    ]);
    assert.equal(found["Service shop"], `${owner} of Service shop`);
    assert.equal(
      found["Deployment shop"],
      `${owner}, container migrate image, container shop env, container shop image of Deployment shop`,
    );
  });

  for (const [what, basic, object, denied] of [
    ["files", { files: { "/etc/shop/shop.conf": "other" } }, "Deployment", "pod annotation releases/config-hash"],
    ["replicas", { autoscaling: undefined, replicas: 7 }, "Deployment", "spec.replicas"],
    ["resources", { resources: { requests: { cpu: "2" }, limits: {}, devices: {} } }, "Deployment", "container"],
    ["volumes", { volumes: {} }, "Deployment", "pod spec.volumes"],
    ["sidecars", { sidecars: {} }, "Deployment", "pod spec.initContainers"],
    ["strategy", { rollout: { ...shop.rollout, maxSurge: 4 } }, "Deployment", "spec.strategy"],
    ["placement", { dns: { ...shop.dns, policy: "Default" } }, "Deployment", "pod spec.dns"],
    ["hosts", { route: { ...shop.route, hosts: ["other.example"] } }, "HTTPRoute", "spec.hostnames"],
    ["paths", { route: { ...shop.route, path: "/sell" } }, "HTTPRoute", "spec.rules"],
    ["stickiness", { service: { ...shop.service, stickyFor: 5 } }, "Service", "spec.sessionAffinityConfig"],
  ] as unknown as [string, Partial<Service>, string, string][]) {
    it(`holds ${what}, with a version too`, async () => {
      const found = await denials("releaser", at(shop, { version: "v9" }, basic));
      assert.ok(found[`${object} shop`]?.includes(denied), JSON.stringify(found));
    });
  }

  it("lets an owner change all of it", async () => {
    const basic = { owner: "me", image: "localhost/other", env: {}, volumes: {}, sidecars: {} };
    assert.deepEqual(await denials("owner", at(shop, { version: "v9" }, basic)), {});
  });
});
