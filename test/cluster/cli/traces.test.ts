import assert from "node:assert/strict";
import { patienceMs, useProject } from "../release/project.ts";
import { useLab, useNamespace } from "../support.ts";
import { useHookServer } from "../../notify/hookServer.ts";
import { readOtlp, tree, values } from "../../cli/traces/otlp.ts";

describe("the trace of a release", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "traces");
  const project = useProject();
  /** A stub of a collector's OTLP/HTTP, on loopback. */
  const collector = useHookServer();
  const up = (...args: string[]) =>
    project().start(["up", ...args], {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector().url(""),
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      TRACEPARENT: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    }).ended;
  const trace = () => {
    assert.equal(collector().received.length, 1);
    return readOtlp(collector().received[0]?.body ?? "").spans;
  };
  before(() => {
    project().stack(namespace(), { web: { version: "v1" } });
  });

  it("has each phase, and each service's rollout, below the pipeline's own", async () => {
    const { code, stderr } = await up();
    assert.equal(code, 0, stderr);
    const spans = trace();
    assert.deepEqual(tree(spans), [
      "release deploy",
      ...["  check", "  plan", "  apply", "  roll out", "    rollout web", "  verify", "  record"],
    ]);
    const root = spans.find(({ name }) => name === "release deploy");
    assert.deepEqual([root?.traceId, root?.parentSpanId], ["0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"]);
    const [record] = await project().session().records.list();
    const { "deployment.id": id, "deployment.status": status } = values(root?.attributes ?? []);
    assert.deepEqual([id, status], [record?.id, "succeeded"]);
  });

  it("says of one that crashes why, and what it went back to", async () => {
    const { code, stderr } = await up("web=crash");
    assert.equal(code, 2, stderr);
    const spans = trace();
    assert.deepEqual(tree(spans), [
      "release deploy failed",
      ...["  check", "  plan", "  apply", "  roll out failed", "    rollout web failed", "  evidence"],
      ...["  restore", "    rollout web", "  record"],
    ]);
    const rollouts = spans.filter(({ name }) => name === "rollout web");
    assert.deepEqual(rollouts.map(({ attributes }) => values(attributes)["service.version"]).sort(), ["crash", "v1"]);
    const events = rollouts.flatMap((span) => span.events);
    assert.deepEqual(
      events.map(({ name, attributes }) => [name, values(attributes)["exception.type"]]),
      [["exception", "CrashLoop"]],
    );
  });

  it("delays and fails nothing where nobody takes it", async () => {
    collector().answers.push(0);
    const { code, stderr } = await up("web=v2");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /\nno trace of this release was sent: nobody took it within 2 s\n$/);
  });
});
