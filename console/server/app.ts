import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { safeHeaders } from "./guard/headers.ts";
import { sameOrigin } from "./guard/origin.ts";
import { signedIn } from "./guard/signedIn.ts";
import { sendPage } from "./page.ts";
import type { ConsoleEnv, ConsoleParts } from "./parts.ts";
import { notFound, Refusal, refusalOf } from "./refusal.ts";
import { meRoutes } from "./routes/me.ts";
import { signInRoutes } from "./routes/signIn.ts";
import { stackRoutes } from "./routes/stack.ts";

/** Of what a browser may send. Bytes. */
const longestBody = 512 * 1024;

/** The console's server, without a port: every request goes through its guards before anything looks at it. */
export function consoleApp(parts: ConsoleParts): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>();
  app.use(safeHeaders(parts.places()));
  // For the kubelet, which comes by the pod's address.
  app.get("/healthz", (context) => context.text("ok\n"));
  app.get("/readyz", (context) => {
    const ready = parts.stacks.all.every(({ synced }) => synced);
    return context.text(ready ? "ok\n" : "begins\n", ready ? 200 : 503);
  });
  app.use(sameOrigin(parts.places));
  app.use(bodyLimit({ maxSize: longestBody, onError: () => tooLong() }));
  app.route("/", signInRoutes(parts));
  app.use("/api/*", signedIn(parts));
  app.route("/api", meRoutes(parts));
  app.route("/api/stacks/:stack", stackRoutes(parts));
  app.all("/api/*", () => {
    throw notFound("such address");
  });
  app.get("*", (context) => sendPage(context, parts.page));
  app.notFound(() => Response.json(notFound("such address").body, { status: 404 }));
  app.onError((error, context) => {
    const { status, body, headers } = refusalOf(error, parts.log);
    return context.json(body, status, headers);
  });
  return app;
}

function tooLong(): Response {
  const { body, status } = new Refusal(413, { code: "TOO_LONG", what: `more than ${longestBody / 1024} kB were sent` });
  return Response.json(body, { status });
}
