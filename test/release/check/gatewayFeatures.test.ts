import assert from "node:assert/strict";
import type { Cluster } from "../../../cluster/cluster.ts";
import { Problem, describeProblem } from "../../../errors/problem.ts";
import { checkGatewayFeatures, mirrorings } from "../../../release/check/gatewayFeatures.ts";
import { gatewayCanary, halfWay } from "../../components/canaries.ts";

const { services } = gatewayCanary();

/** A cluster with one gateway, whose class lists these features. */
function cluster(supportedFeatures: unknown, refused?: string): Cluster {
  const read = ({ kind }: { kind: string }) => {
    if (kind === refused) return Promise.reject(new Error(`${kind} is not yours to read`));
    return Promise.resolve(
      kind === "Gateway" ? { spec: { gatewayClassName: "traefik" } } : { status: { supportedFeatures } },
    );
  };
  return { context: "prod", objects: { read } } as unknown as Cluster;
}

async function told(of: Cluster, named: string[] = []): Promise<string[]> {
  const lines: string[] = [];
  const emit = (event: object) => lines.push((event as { message: string }).message);
  await checkGatewayFeatures({ cluster: of, emit }, services, named).catch((error: unknown) => {
    assert.ok(error instanceof Problem);
    lines.push(describeProblem(error));
  });
  return lines;
}

describe("what gateways have to have", () => {
  it("is to mirror while a canary of which requests are mirrored has a share, so that it can be taken away", () => {
    const gateway = { service: "shop", namespace: "staging", gateway: "main" };
    assert.deepEqual(services.flatMap(mirrorings), [gateway]);
    for (const current of [{ version: "v8" }, { ...halfWay, canary: { ...halfWay.canary, weight: 0 } }]) {
      assert.deepEqual(gatewayCanary(current).services.flatMap(mirrorings), []);
    }
  });

  it("is refused where the class lists others and not this one, by names and by objects", async () => {
    const problem =
      "GATEWAY_LACKS: a gateway mirrors no requests, and may answer all of such a route with an error\n" +
      "  at context prod\n" +
      "  - shop: canary.mirror needs HTTPRouteRequestMirror, which GatewayClass traefik of gateway main in namespace staging does not list\n" +
      "  next: take canary.mirror out, or route by a gateway whose class lists the feature";
    assert.deepEqual(await told(cluster([{ name: "HTTPRoute" }])), [problem]);
    assert.deepEqual(await told(cluster(["HTTPRoute"])), [problem]);
    assert.deepEqual(await told(cluster(["HTTPRoute"]), ["shop"]), [problem]);
  });

  it("passes where it is listed, and is not looked at for services that are not released", async () => {
    assert.deepEqual(await told(cluster([{ name: "HTTPRoute" }, { name: "HTTPRouteRequestMirror" }])), []);
    assert.deepEqual(await told(cluster(["HTTPRouteRequestMirror"])), []);
    assert.deepEqual(await told(cluster(["HTTPRoute"]), ["web"]), []);
  });

  it("is told as not known where nothing is listed, or one may not look", async () => {
    const unknown = "shop: whether gateway main in namespace staging can mirror requests (canary.mirror) is not known";
    assert.deepEqual(await told(cluster(undefined)), [`${unknown}: GatewayClass traefik lists no features`]);
    for (const kind of ["Gateway", "GatewayClass"]) {
      assert.deepEqual(await told(cluster([], kind)), [`${unknown}: ${kind} is not yours to read`]);
    }
  });
});
