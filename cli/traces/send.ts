import { setTimeout as sleep } from "node:timers/promises";
import type { Context, Tracer } from "@opentelemetry/api";
import type { ExportResult } from "@opentelemetry/core";
import type { SpanExporter } from "@opentelemetry/sdk-trace-base";
import { ownPackage, packageName } from "../../host/ownPackage.ts";
import type { Span } from "./span.ts";

/** A release is over by then, and its command stays no longer than this. */
const longestMs = 2_000;

/** By the names of OTEL_EXPORTER_OTLP_PROTOCOL. */
const exporters = new Map<string, () => Promise<{ OTLPTraceExporter: new () => SpanExporter }>>([
  ["http/protobuf", () => import("@opentelemetry/exporter-trace-otlp-proto")],
  ["http/json", () => import("@opentelemetry/exporter-trace-otlp-http")],
  ["grpc", () => import("@opentelemetry/exporter-trace-otlp-grpc")],
]);

/**
 * Sends a release as a trace, to where OpenTelemetry's variables say. Never throws, and stays for 2 s at most.
 * @param note hears why there is none
 */
export async function sendTrace(root: Span, env: NodeJS.ProcessEnv, note: (message: string) => void): Promise<void> {
  const tooLong = sleep(longestMs, `nobody took it within ${longestMs / 1000} s`);
  const why = await Promise.race([send(root, env), tooLong]).catch((error: unknown) => whyOf(error));
  if (why !== undefined) note(`no trace of this release was sent: ${why}`);
}

/** With OpenTelemetry's SDK, loaded here and nowhere else: it takes its time, and may not be there. */
async function send(root: Span, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const protocol = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? env.OTEL_EXPORTER_OTLP_PROTOCOL ?? "http/protobuf";
  const exporterOf = exporters.get(protocol);
  if (exporterOf === undefined) {
    return `OTEL_EXPORTER_OTLP_PROTOCOL=${protocol} is none of ${[...exporters.keys()].join(", ")}`;
  }
  const [api, core, resources, sdk, { OTLPTraceExporter }] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/core"),
    import("@opentelemetry/resources"),
    import("@opentelemetry/sdk-trace-base"),
    exporterOf(),
  ]);
  const own = resources.resourceFromAttributes({
    "service.name": packageName,
    "service.version": ownPackage().version,
  });
  const said = resources.detectResources({ detectors: [resources.envDetector] });
  const resource = resources.defaultResource().merge(own).merge(said);
  const finished = new sdk.InMemorySpanExporter();
  const provider = new sdk.BasicTracerProvider({ resource, spanProcessors: [new sdk.SimpleSpanProcessor(finished)] });
  const carrier = { traceparent: env.TRACEPARENT, tracestate: env.TRACESTATE };
  const parent = new core.W3CTraceContextPropagator().extract(api.ROOT_CONTEXT, carrier, api.defaultTextMapGetter);
  record(root, parent, provider.getTracer(packageName, ownPackage().version), api);
  const spans = finished.getFinishedSpans();
  const exporter = new OTLPTraceExporter();
  const result = await new Promise<ExportResult>((done) => {
    exporter.export(spans, done);
  });
  return result.code === core.ExportResultCode.SUCCESS ? undefined : whyOf(result.error);
}

type Api = typeof import("@opentelemetry/api");

/** The span and those below it, with the times that they had. */
function record(span: Span, parent: Context, tracer: Tracer, api: Api): void {
  const { attributes } = span;
  const made = tracer.startSpan(span.name, { startTime: new Date(span.from), attributes }, parent);
  for (const { name, at, attributes: more } of span.events) made.addEvent(name, more, new Date(at));
  if (span.failure !== undefined) made.setStatus({ code: api.SpanStatusCode.ERROR, message: span.failure });
  for (const child of span.children) record(child, api.trace.setSpan(parent, made), tracer, api);
  made.end(new Date(span.to));
}

/** Without the address, which may hold a token. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return "its collector did not take it";
  const { code } = error as { code?: unknown };
  const missing = /Cannot find package '([^']+)'/.exec(error.message)?.[1];
  if (code === "ERR_MODULE_NOT_FOUND")
    return `${missing ?? "a package of OpenTelemetry"} is not installed (npm install -D ${missing ?? ""})`;
  return `its collector did not take it (${typeof code === "string" || typeof code === "number" ? code : error.name})`;
}
