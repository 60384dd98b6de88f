import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { sendTrace } from "../../../cli/traces/send.ts";
import { openSpan, type Span } from "../../../cli/traces/span.ts";
import { ownPackage } from "../../../host/ownPackage.ts";
import { useHookServer } from "../../notify/hookServer.ts";
import { readOtlp, tree, values } from "./otlp.ts";

/** A stub of a collector's OTLP/HTTP, on loopback. */
const collector = useHookServer();
const from = Date.parse("2026-11-22T01:00:00.000Z");

function release(): Span {
  const root = { ...openSpan("release deploy", from, { "release.services": ["web=v2"] }), to: from + 5000 };
  const phase = { ...openSpan("roll out", from + 1000), to: from + 4000, failure: "it crashes" };
  phase.events.push({ name: "exception", at: from + 3000, attributes: { "exception.type": "CrashLoop" } });
  root.children.push(phase);
  return root;
}

describe("sending a trace", () => {
  const before = { ...process.env };
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name);
  });
  /** The SDK reads its variables from the process. */
  const send = async (variables: Record<string, string>): Promise<string[]> => {
    Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: collector().url(""), ...variables });
    const notes: string[] = [];
    await sendTrace(release(), process.env, (message) => void notes.push(message));
    return notes;
  };

  it("is one request, with times, failures and who sends it, and nothing that the environment keeps secret", async () => {
    const notes = await send({
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_EXPORTER_OTLP_HEADERS: "x-team=hunter2",
      OTEL_RESOURCE_ATTRIBUTES: "team=shop",
    });
    assert.deepEqual(notes, []);
    const [{ path, headers, body } = assert.fail("nothing came"), ...more] = collector().received;
    assert.deepEqual([path, headers["x-team"], more], ["/v1/traces", "hunter2", []]);
    const { resource, spans } = readOtlp(body);
    assert.equal(resource["service.name"], "service-releases");
    assert.equal(resource["service.version"], ownPackage().version);
    assert.equal(resource.team, "shop");
    assert.deepEqual(tree(spans), ["release deploy", "  roll out failed"]);
    const root = spans.find(({ name }) => name === "release deploy");
    const phase = spans.find(({ name }) => name === "roll out");
    assert.deepEqual([root?.traceId, root?.spanId], [phase?.traceId, phase?.parentSpanId]);
    assert.deepEqual([root?.startTimeUnixNano, root?.endTimeUnixNano], [`${from}000000`, `${from + 5000}000000`]);
    assert.deepEqual(values(root?.attributes ?? []), { "release.services": ["web=v2"] });
    assert.deepEqual([phase?.status.message, phase?.events[0]?.name], ["it crashes", "exception"]);
    assert.doesNotMatch(body, /hunter2/);
  });

  it("goes on with the trace of the pipeline that it runs in, under the name that it is given", async () => {
    await send({
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_SERVICE_NAME: "shop-releases",
      TRACEPARENT: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    });
    const { resource, spans } = readOtlp(collector().received[0]?.body ?? "");
    const root = spans.find(({ name }) => name === "release deploy");
    assert.equal(resource["service.name"], "shop-releases");
    assert.deepEqual([root?.traceId, root?.parentSpanId], ["0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"]);
  });

  it("is protobuf unless it is said otherwise", async () => {
    assert.deepEqual(await send({}), []);
    const [{ headers, body } = assert.fail("nothing came")] = collector().received;
    assert.equal(headers["content-type"], "application/x-protobuf");
    assert.match(body, /release deploy/);
  });

  it("is left out with a line where what sends it is not installed", async () => {
    const root = resolve(import.meta.dirname, "../../..");
    const elsewhere = mkdtempSync(join(tmpdir(), "release-traces-"));
    try {
      for (const part of ["cli/traces", "host", "errors", "package.json"]) {
        cpSync(join(root, part), join(elsewhere, part), { recursive: true });
      }
      // As they come with Pulumi's SDK.
      const [from, to] = [root, elsewhere].map((folder) => join(folder, "node_modules/@opentelemetry"));
      mkdirSync(to!, { recursive: true });
      for (const name of ["api", "core", "resources", "sdk-trace-base"])
        symlinkSync(join(from!, name), join(to!, name));
      const script = `import { sendTrace } from "${elsewhere}/cli/traces/send.ts";
        await sendTrace({ name: "x", from: 1, to: 2, attributes: {}, events: [], children: [] }, {}, console.log);
        process.exit();`;
      const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
      const name = "@opentelemetry/exporter-trace-otlp-proto";
      assert.equal(stdout, `no trace of this release was sent: ${name} is not installed (npm install -D ${name})\n`);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it("is given up with a line where nobody takes it", async () => {
    collector().answers.push(401);
    assert.deepEqual(await send({ OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" }), [
      "no trace of this release was sent: its collector did not take it (401)",
    ]);
    collector().answers.push(0);
    assert.deepEqual(await send({ OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" }), [
      "no trace of this release was sent: nobody took it within 2 s",
    ]);
    assert.deepEqual(await send({ OTEL_EXPORTER_OTLP_PROTOCOL: "smoke" }), [
      "no trace of this release was sent: OTEL_EXPORTER_OTLP_PROTOCOL=smoke is none of http/protobuf, http/json, grpc",
    ]);
  });
});
