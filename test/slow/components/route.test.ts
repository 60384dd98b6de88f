import assert from "node:assert/strict";
import { NetworkingV1Api, type KubernetesObject } from "@kubernetes/client-node";
import { labGatewayKinds } from "../../../lab/gatewayKinds.ts";
import { isNotFound } from "../../../cluster/apiError.ts";
import { quick, useProject } from "../../cluster/release/project.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";

interface HttpRoute extends KubernetesObject {
  spec: object;
}

const gateway = "route: { gateway: main, gatewayNamespace: gateways, hosts: [www.example, example], path: /shop }";
const ingress = "route: { kind: Ingress, class: public, hosts: [www.example], tlsSecret: www-tls }";

describe("a service with a route", function () {
  this.timeout(240_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "route");
  const project = useProject();
  before(async () => {
    await labGatewayKinds({ emit: () => undefined });
  });

  it("gets an HTTPRoute that the API server takes as it is", async () => {
    await release(gateway, "version: v1");
    assert.deepEqual(await routeSpec(), spec([{ name: "web", weight: 1 }]));
    const { stdout } = await project().cli("preview");
    assert.match(stdout, /^no change \(\d+ resources\)\n$/);
  });

  it("has it weigh the tracks while a canary has a share, and the share changed", async () => {
    await release(gateway, "version: v1, canary: { version: v2, weight: 20 }");
    assert.deepEqual(await routeSpec(), spec(weighed(80, 20)));
    await release(gateway, "version: v1, canary: { version: v2, weight: 50 }");
    assert.deepEqual(await routeSpec(), spec(weighed(50, 50)));
    await release(gateway, "version: v2");
    assert.deepEqual(await routeSpec(), spec([{ name: "web", weight: 1 }]));
    assert.deepEqual(await services(), ["web"]);
  });

  it("gets an Ingress with TLS in its place", async () => {
    await release(ingress, "version: v2");
    assert.equal(await routeSpec(), undefined);
    const api = lab().kubeConfig.makeApiClient(NetworkingV1Api);
    const made = await api.readNamespacedIngress({ name: "web", namespace: namespace() });
    // Without the client's classes.
    assert.deepEqual(structuredClone(made.spec), {
      ingressClassName: "public",
      tls: [{ hosts: ["www.example"], secretName: "www-tls" }],
      rules: [
        {
          host: "www.example",
          http: {
            paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "web", port: { name: "http" } } } }],
          },
        },
      ],
    });
  });

  it("has neither once the parameter is gone", async () => {
    await release(gateway, "version: v2");
    assert.notEqual(await routeSpec(), undefined);
    await release("", "version: v2");
    assert.equal(await routeSpec(), undefined);
  });

  async function release(route: string, current: string): Promise<void> {
    const basic = [quick, route].filter(Boolean).join(", ");
    project().write(
      `config:\n  releases:namespace: ${namespace()}\n` +
        `  releases:services: { web: { ${basic} } }\n  releases:current: { web: { ${current} } }\n`,
    );
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
  }

  /** As the API server keeps it, its defaults filled in; undefined when there is none. */
  async function routeSpec(): Promise<object | undefined> {
    const metadata = { name: "web", namespace: namespace() };
    try {
      const route = { apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute", metadata };
      return (await lab().objects.read<HttpRoute>(route)).spec;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async function services(): Promise<(string | undefined)[]> {
    const { items } = await lab().core.listNamespacedService({ namespace: namespace() });
    return items.map(({ metadata }) => metadata?.name);
  }
});

function weighed(stable: number, canary: number): object[] {
  return [
    { name: "web-stable", weight: stable },
    { name: "web-canary", weight: canary },
  ];
}

/** The whole spec, with what the kind's definition adds: group and kind of each reference. */
function spec(backends: object[]): object {
  return {
    parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "main", namespace: "gateways" }],
    hostnames: ["www.example", "example"],
    rules: [
      {
        matches: [{ path: { type: "PathPrefix", value: "/shop" } }],
        backendRefs: backends.map((backend) => ({ group: "", kind: "Service", port: 80, ...backend })),
      },
    ],
  };
}
