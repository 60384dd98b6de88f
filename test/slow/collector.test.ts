import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sendTrace } from "../../cli/traces/send.ts";
import { openSpan, type Span } from "../../cli/traces/span.ts";
import { freePort } from "../../host/freePort.ts";
import { labPart } from "../../lab/parts.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";

function release(service: string): Span {
  const root = { ...openSpan("release deploy", 1_000_000, { "release.services": [service] }), to: 1_005_000 };
  const phase = { ...openSpan("roll out", 1_001_000), to: 1_004_000, failure: "it crashes" };
  phase.events.push({ name: "exception", at: 1_003_000, attributes: { "exception.type": "CrashLoop" } });
  root.children.push(phase);
  return root;
}

describe("a real collector of OpenTelemetry", function () {
  this.timeout(1_200_000);
  const folder = mkdtempSync(join(tmpdir(), "release-otelcol-"));
  let collector: ChildProcess | undefined;
  let told = "";
  const until = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(told)) {
      assert.equal(collector?.exitCode, null, told);
      await sleep(50);
    }
  };
  const ports = { grpc: 0, http: 0 };

  before(async () => {
    const command = await labPart("otelcol");
    Object.assign(ports, { grpc: await freePort(), http: await freePort() });
    const { grpc, http } = { grpc: `127.0.0.1:${ports.grpc}`, http: `127.0.0.1:${ports.http}` };
    const file = join(folder, "config.yaml");
    writeFileSync(
      file,
      JSON.stringify({
        receivers: { otlp: { protocols: { grpc: { endpoint: grpc }, http: { endpoint: http } } } },
        exporters: { debug: { verbosity: "detailed" } },
        service: {
          telemetry: { metrics: { level: "none" } },
          pipelines: { traces: { receivers: ["otlp"], exporters: ["debug"] } },
        },
      }),
    );
    collector = spawn(command, ["--config", file], { stdio: ["ignore", "ignore", "pipe"] });
    collector.stderr?.on("data", (data: Buffer) => (told += data.toString()));
    await until(/Everything is ready/);
  });
  after(() => {
    collector?.kill();
    rmSync(folder, { recursive: true });
  });

  const known = { ...process.env };
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in known)) Reflect.deleteProperty(process.env, name);
  });

  for (const protocol of ["http/protobuf", "http/json", "grpc"] as const) {
    it(`takes a release by ${protocol}: its spans in the pipeline's trace, the failure and its cause`, async () => {
      const service = `web-by-${protocol.replace("/", "-")}=v2`;
      const port = protocol === "grpc" ? ports.grpc : ports.http;
      Object.assign(process.env, {
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        TRACEPARENT: `00-${traceId}-b7ad6b7169203331-01`,
      });
      told = "";
      const notes: string[] = [];
      await sendTrace(release(service), process.env, (message) => void notes.push(message));
      assert.deepEqual(notes, []);
      await until(new RegExp(`release\\.services: Slice\\(\\["${service}"\\]\\)`));
      const spans = told.split(/Span #\d+/).slice(1);
      assert.equal(spans.length, 2, told);
      const field = (span: string | undefined, name: string) =>
        new RegExp(`^ *${name} *: *(.*)$`, "m").exec(span ?? "")?.[1];
      const root = spans.find((span) => field(span, "Name") === "release deploy");
      const phase = spans.find((span) => field(span, "Name") === "roll out");
      assert.deepEqual([field(root, "Trace ID"), field(phase, "Trace ID")], [traceId, traceId]);
      assert.deepEqual([field(root, "Parent ID"), field(phase, "Parent ID")], ["b7ad6b7169203331", field(root, "ID")]);
      assert.deepEqual([field(phase, "Status code"), field(phase, "Status message")], ["Error", "it crashes"]);
      assert.match(phase ?? "", /exception\.type: Str\(CrashLoop\)/);
      assert.match(told, /service\.name: Str\(service-releases\)/);
    });
  }
});
