import { Hono } from "hono";
import type { ConsoleParts, StackEnv } from "../parts.ts";
import { notFound } from "../refusal.ts";
import { actRoutes } from "./acts.ts";
import { figureRoutes } from "./figures.ts";
import { liveRoutes } from "./live.ts";
import { logRoutes } from "./logs.ts";
import { parameterRoutes } from "./parameters.ts";
import { proposalRoutes } from "./proposals.ts";
import { releaseRoutes } from "./releases.ts";
import { serviceRoutes } from "./services.ts";

/** All that is below one stack: for whoever may see it; to others it is not there. */
export function stackRoutes(parts: ConsoleParts): Hono<StackEnv> {
  const app = new Hono<StackEnv>();
  app.use(async (context, next) => {
    const name = context.req.param("stack") ?? "";
    const live = parts.stacks.named(name);
    const may = live === undefined ? undefined : await parts.rights(context.get("session"), live);
    if (live === undefined || may?.see !== true) throw notFound("such stack");
    // Before that it knows of no service.
    await live.looked();
    context.set("live", live);
    context.set("may", may);
    await next();
  });
  app.route("/", liveRoutes(parts));
  app.route("/", releaseRoutes(parts));
  app.route("/", serviceRoutes(parts));
  app.route("/", logRoutes());
  app.route("/", figureRoutes());
  app.route("/", parameterRoutes(parts));
  app.route("/", actRoutes(parts));
  app.route("/", proposalRoutes(parts));
  return app;
}
