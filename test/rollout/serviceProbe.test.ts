import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import type { Cluster } from "../../cluster/cluster.ts";
import { notServed, probeService } from "../../rollout/serviceProbe.ts";

const asked = "GET /healthz of service staging/web:80";

/** What the API server says by itself: k8s.io/apimachinery/pkg/util/proxy/transport.go, pkg/registry/core/service/storage. */
function status(code: number, message: string): ApiException<string> {
  return answer(code, JSON.stringify({ kind: "Status", apiVersion: "v1", status: "Failure", message, code }));
}

function answer(code: number, body: string): ApiException<string> {
  return new ApiException(code, "Unknown API Status Code!", body, {});
}

describe("a service that was not served", () => {
  const judged = (error: unknown) => notServed(error, asked, "staging");

  it("has failed where it answers so itself, whatever the code", () => {
    for (const code of [404, 500, 502, 503, 504]) {
      assert.equal(judged(answer(code, "out of order")).answered, false, String(code));
    }
    assert.deepEqual(judged(answer(503, "out of order")), {
      answered: false,
      message: "GET /healthz of service staging/web:80 answered 503: Service Unavailable",
    });
  });

  it("has failed where nothing stands behind it, or it is not there", () => {
    const empty = judged(status(503, 'no endpoints available for service "web"'));
    assert.deepEqual(empty, {
      answered: false,
      message: 'GET /healthz of service staging/web:80 answered 503: no endpoints available for service "web"',
    });
    assert.equal(judged(status(503, 'no service port 80 found for service "web"')).answered, false);
    assert.equal(judged(status(404, 'services "web" not found')).answered, false);
  });

  it("was not asked where the API server does not get to the pods: a private network, a mesh, a network policy", () => {
    assert.deepEqual(judged(status(503, "error trying to reach service: dial tcp 10.0.3.7:8080: i/o timeout")), {
      answered: undefined,
      note: "not probed from outside: the API server does not get to GET /healthz of service staging/web:80: error trying to reach service: dial tcp 10.0.3.7:8080: i/o timeout",
    });
    for (const error of [
      status(500, "Internal error occurred: address not allowed"),
      status(504, "Timeout: request did not complete within the allotted duration"),
      status(429, "the server has received too many requests and has asked us to try again later"),
      answer(502, "Error trying to reach service: 'EOF'"),
    ]) {
      assert.equal(judged(error).answered, undefined, error.body);
    }
  });

  it("was not asked where that is not allowed, by the API server or on the way", () => {
    assert.deepEqual(judged(status(403, "services is forbidden")), {
      answered: undefined,
      note: "not probed from outside: no right to get services/proxy in namespace staging",
    });
    assert.deepEqual(judged(answer(403, "RBAC: access denied")), {
      answered: undefined,
      note: "not probed from outside: GET /healthz of service staging/web:80 is not allowed (403)",
    });
  });

  it("was not asked where no answer came", () => {
    assert.equal(judged(new TypeError("fetch failed")).answered, undefined);
  });
});

describe("asking a service through the API server", () => {
  let server: Server;
  const urls: string[] = [];
  before(async () => {
    server = createServer((request, response) => {
      urls.push(request.url ?? "");
      response.end("ok");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it("asks for the path as the readiness probe has it, its query too, and by https where that is its scheme", async () => {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      { name: "test", server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
      { name: "test" },
    );
    const cluster = { core: kubeConfig.makeApiClient(CoreV1Api) } as unknown as Cluster;
    const probe = { service: "web", port: 80, path: "/health/z%20z?deep=1&of=a%2Fb" };
    const { answered } = await probeService(cluster, "staging", probe);
    assert.equal(answered, true);
    await probeService(cluster, "staging", { ...probe, path: "/", scheme: "https" });
    assert.deepEqual(
      urls.map((url) => url.replaceAll("%3A", ":")),
      [
        "/api/v1/namespaces/staging/services/web:80/proxy/health/z%20z?deep=1&of=a%2Fb",
        "/api/v1/namespaces/staging/services/https:web:80/proxy/?",
      ],
    );
  });
});
