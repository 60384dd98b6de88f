import { z } from "zod";
import { choice, duration, integer, mapOf, scalarText, text } from "./fields.ts";
import { portReference } from "./names.ts";

const port = () => portReference("Name of the port in `ports`; default http, else the first by name.").optional();

const headerName = text("Name of a header.", "the name of a header: letters, digits and -", /^[-A-Za-z0-9]+$/);

const timing = {
  delay: duration("Wait after the container's start before the first probe; default 0s.", 0, 3600).prefault("0s"),
  period: duration("Time from one probe to the next; default 5s.", 1, 3600).prefault("5s"),
  timeout: duration("Time after which a probe without an answer counts as failed; default 2s.", 1, 3600).prefault("2s"),
  failures: integer("Failed probes in a row that count; default 3.", 1, 10_000, "probes").default(3),
};

/**
 * One probe; exactly one of http, tcp, grpc and exec says what is asked.
 * https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export const probe = z
  .strictObject({
    http: z
      .strictObject({
        path: text("Path asked for, e.g. /healthz.", 'a path that starts with "/", without spaces', /^\/\S*$/),
        port: port(),
        scheme: choice("HTTPS: certificates are not verified. Default HTTP.", ["HTTP", "HTTPS"]).default("HTTP"),
        headers: mapOf(headerName, scalarText("Value of the header."), "Headers sent, e.g. Host.").prefault({}),
      })
      .optional()
      .describe("An HTTP GET that must answer 200 to 399."),
    tcp: z.strictObject({ port: port() }).optional().describe("A TCP connection that must open."),
    grpc: z
      .strictObject({ port: port(), service: text("Service name sent in the gRPC health request.").optional() })
      .optional()
      .describe("A gRPC health check that must answer SERVING."),
    exec: z
      .strictObject({ command: z.array(text("One word of the command.")).min(1).describe("The command, a word each.") })
      .optional()
      .describe("A command in the container that must exit with 0."),
    ...timing,
  })
  .refine(
    (value) => [value.http, value.tcp, value.grpc, value.exec].filter((asked) => asked !== undefined).length === 1,
    {
      message: "needs exactly one of http, tcp, grpc and exec",
    },
  );

export const probes = z
  .strictObject({
    startup: probe.optional().describe("Holds the other two back until the container has started."),
    readiness: probe.optional().describe("Decides whether the pod gets traffic."),
    liveness: probe.optional().describe("Restarts a container that hangs."),
  })
  .describe("How Kubernetes learns that a pod has started, may get traffic, and still lives.");

export type Probe = z.output<typeof probe>;
