import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { KubeConfig } from "@kubernetes/client-node";
import { instantQuery } from "../../../canary/sources/prometheusApi.ts";
import { clusterOf } from "../../../cluster/cluster.ts";

const vector = (...samples: [Record<string, string>, string][]) =>
  JSON.stringify({
    status: "success",
    data: { resultType: "vector", result: samples.map(([metric, value]) => ({ metric, value: [1, value] })) },
  });

describe("asking Prometheus", () => {
  let server: Server;
  let base: string;
  let answer: { status: number; text: string };
  const requests: IncomingMessage[] = [];
  const signal = new AbortController().signal;
  before(async () => {
    server = createServer((request, response) => {
      requests.push(request);
      response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.text);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    base = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  });
  beforeEach(() => {
    requests.length = 0;
    answer = { status: 200, text: vector([{ pod: "a" }, "3"]) };
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const cluster = () => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser({ name: "test", server: base, skipTLSVerify: true }, { name: "test" });
    return clusterOf(kubeConfig);
  };
  const ask = (address = base, token?: string) => instantQuery(cluster(), address, token ?? "")("up > 0", signal);
  const refusal = async (address = base) => {
    const error = await ask(address).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error instanceof Error ? error.message.replaceAll(base, "BASE") : "";
  };

  it("gives the series with their labels in one order, and a number as one without", async () => {
    answer.text = vector([{ b: "2", a: "1" }, "3"], [{}, "NaN"]);
    assert.deepEqual(await ask(), [
      { series: '[["a","1"],["b","2"]]', value: 3 },
      { series: "[]", value: Number.NaN },
    ]);
    answer.text = JSON.stringify({ status: "success", data: { resultType: "scalar", result: [1, "7"] } });
    assert.deepEqual(await ask(), [{ series: "", value: 7 }]);
  });

  it("asks below an address with a path, with a token, or the user of the address", async () => {
    await ask(`${base}/prometheus/`);
    assert.equal(requests[0]?.url, "/prometheus/api/v1/query?query=up+%3E+0");
    assert.equal(requests[0].headers.authorization, undefined);
    await ask(base, "of-mine");
    assert.equal(requests[1]?.headers.authorization, "Bearer of-mine");
    await ask(base.replace("//", "//ada:p%40ss@"));
    assert.equal(requests[2]?.headers.authorization, `Basic ${Buffer.from("ada:p@ss").toString("base64")}`);
  });

  it("asks a Service through the API server, without the token", async () => {
    assert.deepEqual(await ask("monitoring/prometheus:9090", "of-mine"), [{ series: '[["pod","a"]]', value: 3 }]);
    assert.equal(
      decodeURIComponent(requests[0]?.url ?? ""),
      "/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/api/v1/query?query=up+>+0",
    );
    assert.equal(requests[0]?.headers.authorization, undefined);
  });

  it("says why it got no answer: a query that is none, no right, no Prometheus, nobody there", async () => {
    answer = {
      status: 400,
      text: '{"status":"error","errorType":"bad_data","error":"1:4: parse error: unexpected end"}',
    };
    assert.equal(await refusal(), "Prometheus BASE does not take the query (400): 1:4: parse error: unexpected end");
    assert.equal(
      await refusal("monitoring/prometheus:9090"),
      "Prometheus monitoring/prometheus:9090 does not take the query (400): 1:4: parse error: unexpected end",
    );
    answer = { status: 401, text: "Unauthorized" };
    assert.equal(await refusal(), "Prometheus BASE refuses to be asked (401): set PROMETHEUS_TOKEN");
    answer = { status: 403, text: JSON.stringify({ kind: "Status", message: "services is forbidden" }) };
    assert.equal(
      await refusal("monitoring/prometheus:9090"),
      "Prometheus monitoring/prometheus:9090 refuses to be asked (403): services is forbidden",
    );
    answer = {
      status: 503,
      text: JSON.stringify({ kind: "Status", message: 'no endpoints available for service "prometheus"' }),
    };
    assert.equal(
      await refusal("monitoring/prometheus:9090"),
      'Prometheus monitoring/prometheus:9090 cannot be asked (503): no endpoints available for service "prometheus"',
    );
    answer = { status: 200, text: "<html>log in</html>" };
    assert.equal(await refusal(), "Prometheus BASE answered 200, and not as Prometheus does: <html>log in</html>");
    answer.text = JSON.stringify({ status: "success", data: { resultType: "matrix", result: [] } });
    assert.equal(await refusal(), "Prometheus BASE answered with a matrix; a query gives a vector or a number here");
    assert.match(
      await refusal("http://127.0.0.1:1"),
      /^Prometheus http:\/\/127\.0\.0\.1:1 cannot be asked: (connect ECONNREFUSED 127\.0\.0\.1:1|bad port)$/,
    );
  });
});
