import { z } from "zod";
import { choice, duration, field, mapOf, pathPrefix, portNumber, scalarText, text } from "./fields.ts";
import { dnsSubdomain, portReference } from "./names.ts";

const headerName = text("Name of a header.", "the name of a header: letters, digits and -", /^[-A-Za-z0-9]+$/);
const headers = (description: string) =>
  mapOf(headerName, scalarText("Value of the header."), description).prefault({});

const changedHeaders = z.strictObject({
  set: headers("Headers set, whatever they were."),
  add: headers("Headers added to what is there."),
  remove: z.array(headerName).default([]).describe("Headers taken away."),
});

const where = {
  hostname: dnsSubdomain("Host name instead of the request's.").optional(),
  path: text("Path instead of the whole one.", 'a path that starts with "/"', /^\/\S*$/).optional(),
  prefix: text("Path instead of the prefix that matched.", 'a path that starts with "/"', /^\/\S*$/).optional(),
};
const onePath = (value: { path?: string | undefined; prefix?: string | undefined }) =>
  value.path === undefined || value.prefix === undefined;

/** What an HTTPRoute does to the requests of one path. */
const filters = {
  redirect: z
    .strictObject({
      scheme: choice("Scheme it leads to.", ["http", "https"]).optional(),
      ...where,
      port: portNumber("Port it leads to; default the scheme's.").optional(),
      status: field(z.union([z.literal(301), z.literal(302)]), "Default 302.", { allowed: "301 or 302" }).default(302),
    })
    .refine(onePath, { message: "takes one of path and prefix" })
    .optional()
    .describe("Sends the client elsewhere instead of answering (HTTPRoute)."),
  rewrite: z
    .strictObject(where)
    .refine(onePath, { message: "takes one of path and prefix" })
    .optional()
    .describe("What the service is asked for instead (HTTPRoute)."),
  requestHeaders: changedHeaders.optional().describe("What becomes of a request's headers (HTTPRoute, GRPCRoute)."),
  responseHeaders: changedHeaders.optional().describe("What becomes of an answer's headers (HTTPRoute, GRPCRoute)."),
  timeout: duration("Time after which the gateway gives a request up (HTTPRoute).", 1, 86_400).optional(),
};

const pathTypes = ["Prefix", "Exact", "RegularExpression", "ImplementationSpecific"] as const;

/** One path of a route, with the port that answers for it and what is done to its requests. */
export const routedPath = z
  .strictObject({
    path: text("Path served; default /.", 'a path that starts with "/", without spaces', /^\/\S*$/).default("/"),
    type: choice(
      "Prefix, Exact, RegularExpression (HTTPRoute) or ImplementationSpecific (Ingress); default Prefix.",
      pathTypes,
    ).default("Prefix"),
    port: portReference("Name of the port; default the route's.").optional(),
    method: choice("Only requests of this method (HTTPRoute).", [
      ...["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"],
    ] as [string, ...string[]]).optional(),
    headers: headers("Only requests with these headers (HTTPRoute, GRPCRoute)."),
    query: mapOf(
      text("Name of a parameter.", "the name of a parameter of the query", /^[-.\w~]+$/),
      scalarText("Value of the parameter."),
      "Only requests with these parameters after the `?` (HTTPRoute).",
    ).prefault({}),
    ...filters,
  })
  .superRefine((value, context) => {
    const plain = value.type === "Prefix" || value.type === "Exact";
    if (plain && !strictPath.safeParse(value.path).success) {
      context.addIssue({
        code: "custom",
        path: ["path"],
        message: `"${value.path}" could mean another path; without "//", "/./", "/../" and "%2F"`,
      });
    }
    if (value.type !== "Prefix" && (value.redirect?.prefix ?? value.rewrite?.prefix) !== undefined) {
      context.addIssue({ code: "custom", message: "a prefix is put in the place of one that matched: type Prefix" });
    }
    if (value.redirect !== undefined && (value.rewrite ?? value.timeout) !== undefined) {
      context.addIssue({
        code: "custom",
        message: "a redirect is answered by the gateway: it goes with no rewrite and no timeout",
      });
    }
  });
const strictPath = pathPrefix("");

/** Calls of a gRPC service, with the port that answers for them. */
export const grpcMethod = z
  .strictObject({
    service: text("gRPC service, e.g. shop.Cart.", "a name like shop.Cart", /^[A-Za-z_][\w.]*$/).optional(),
    method: text("Method of it.", "a name like Add", /^[A-Za-z_]\w*$/).optional(),
    port: portReference("Name of the port; default the route's.").optional(),
    headers: headers("Only calls with these headers."),
    requestHeaders: filters.requestHeaders,
    responseHeaders: filters.responseHeaders,
  })
  .refine((value) => (value.service ?? value.method) !== undefined || Object.keys(value.headers).length > 0, {
    message: "needs a service, a method or headers",
  });

export type RoutedPath = z.output<typeof routedPath>;
export type GrpcMethod = z.output<typeof grpcMethod>;
