import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { labApi, tryGet, type Api } from "../../../lab/api.ts";
import { applyAll, type Placed } from "../../../lab/apply.ts";
import { labGateway } from "../../../lab/gateway.ts";
import { startLoad, type LoadResult } from "../../../lab/load.ts";
import { labPaths } from "../../../lab/paths.ts";
import { labPrometheus } from "../../../lab/prometheus.ts";
import { prometheusProxy } from "../../../lab/prometheusObjects.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";

interface Answer {
  data: { result: { metric: Record<string, string>; value: [number, string] }[] };
}

const connections = 10;

describe("the lab's gateway", function () {
  this.timeout(900_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "gateway");
  let api: Api;
  let address: string;

  before(async () => {
    const emit = (): void => undefined;
    ({ address } = await labGateway({ emit }));
    await labPrometheus({ emit });
    api = await labApi(labPaths(), 10_000);
    await apply([...web("stable", "v1"), ...web("canary", "v2")]);
    await until(async () => {
      const { items } = await lab().apps.listNamespacedDeployment({ namespace: namespace() });
      return items.every(({ status }) => status?.availableReplicas === 2);
    });
  });

  it("leads to a service in a namespace of its own, by what its route asks for", async () => {
    await apply([route([{ name: "web-stable", port: 80 }])]);
    const seen = `/api/v1/namespaces/gateways/services/traefik:80/proxy/${namespace()}`;
    await until(async () => (await tryGet(api, seen)) !== undefined);
    const { version } = (await tryGet(api, seen)) as { version: string };
    assert.equal(version, "v1");
  });

  it("splits 20,000 requests as their weights say, and Prometheus has counted each", async () => {
    await apply([
      route([
        { name: "web-stable", port: 80, weight: 90 },
        { name: "web-canary", port: 80, weight: 10 },
      ]),
    ]);
    await until(async () => (await load(1, 20)).ok > 0 && (await counted("web-canary")) > 0);
    const before = { stable: await settled("web-stable"), canary: await settled("web-canary") };
    let sent = 0;
    let loads = 0;
    for (; sent < 20_000; loads++) {
      const result = await load(10, 1500);
      assert.equal(result.failed, 0);
      sent += result.sent;
    }
    const stable = (await settled("web-stable")) - before.stable;
    const canary = (await settled("web-canary")) - before.canary;
    process.stdout.write(`    ${sent} requests: ${stable} to the stable one, ${canary} to the canary\n`);
    assert.ok(Math.abs(canary / (stable + canary) / 0.1 - 1) < 0.01, `${canary} of ${stable + canary}`);
    // Those that were under way when a load ended were answered too.
    const more = stable + canary - sent;
    assert.ok(more >= 0 && more <= connections * loads, `${stable + canary} counted of ${sent}`);
  });

  it("is there already when it is asked for again", async () => {
    const ends: string[] = [];
    const again = await labGateway({ emit: ({ state }) => ends.push(state) });
    assert.equal(again.address, address);
    const { status } = await lab().apps.readNamespacedDeployment({ name: "traefik", namespace: "gateways" });
    assert.equal(status?.replicas, 1);
  });

  async function load(seconds: number, rate: number): Promise<LoadResult> {
    const url = `http://${address}/${namespace()}`;
    return (await startLoad({ url, seconds, rate, connections, keepAlive: true })).result;
  }

  /** How many requests to a service Prometheus knows of. */
  async function counted(service: string): Promise<number> {
    const label = `${namespace()}-${service}-http-80@kubernetesgateway`;
    const query = new URLSearchParams({ query: `sum(traefik_service_requests_total{service="${label}"})` });
    const answer = (await tryGet(api, `${prometheusProxy}/api/v1/query?${query.toString()}`)) as Answer | undefined;
    return Number(answer?.data.result[0]?.value[1] ?? 0);
  }

  /** The count once two looks, with a scrape in between, say the same. */
  async function settled(service: string): Promise<number> {
    for (let before = -1; ;) {
      await sleep(2_500);
      const now = await counted(service);
      if (now === before) return now;
      before = now;
    }
  }

  async function apply(objects: Placed[]): Promise<void> {
    await applyAll(api, objects, (why) => assert.fail(why));
  }

  async function until(so: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 60_000; !(await so());) {
      assert.ok(Date.now() < end, "not within 60 s");
      await sleep(300);
    }
  }

  function route(backendRefs: object[]): Placed {
    const rewritten = {
      type: "URLRewrite",
      urlRewrite: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/" } },
    };
    return {
      path: `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace()}/httproutes/web`,
      object: {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: { name: "web", namespace: namespace() },
        spec: {
          parentRefs: [{ name: "main", namespace: "gateways" }],
          rules: [
            {
              matches: [{ path: { type: "PathPrefix", value: `/${namespace()}` } }],
              filters: [rewritten],
              backendRefs,
            },
          ],
        },
      },
    };
  }

  function web(track: string, version: string): Placed[] {
    const name = `web-${track}`;
    const metadata = { name, namespace: namespace() };
    const labels = { app: name };
    const container = {
      name: "web",
      image: `localhost/web:${version}`,
      readinessProbe: { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 1 },
    };
    return [
      {
        path: `/apis/apps/v1/namespaces/${namespace()}/deployments/${name}`,
        object: {
          apiVersion: "apps/v1",
          kind: "Deployment",
          metadata,
          spec: {
            replicas: 2,
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { containers: [container] } },
          },
        },
      },
      {
        path: `/api/v1/namespaces/${namespace()}/services/${name}`,
        object: {
          apiVersion: "v1",
          kind: "Service",
          metadata,
          spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
        },
      },
    ];
  }
});
