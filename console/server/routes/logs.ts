import { Hono } from "hono";
import { z } from "zod";
import { podSelector } from "../../../components/objects.ts";
import { Problem } from "../../../errors/problem.ts";
import { errorText } from "../../../errors/errorText.ts";
import type { LogLine } from "../../../rollout/logs/logLine.ts";
import { serviceLogs } from "../../../rollout/logs/serviceLogs.ts";
import { queryOf } from "../body.ts";
import type { StackEnv } from "../parts.ts";
import { apiProblem, notFound } from "../refusal.ts";
import { eventStream } from "../stream.ts";

const query = z.object({
  pod: z.string().max(300).optional(),
  container: z.string().max(300).optional(),
  tail: z.coerce.number().int().min(0).max(5000).default(200),
  follow: z.enum(["true", "false"]).default("true"),
});

/** Nobody reads a log for longer without asking anew. ms */
const longestMs = 3_600_000;

/** What a service's pods write, without the secrets that are known. */
export function logRoutes(): Hono<StackEnv> {
  const app = new Hono<StackEnv>();
  app.get("/services/:service/logs", (context) => {
    const live = context.get("live");
    const name = context.req.param("service");
    const row = live.row(name);
    if (row === undefined) throw notFound("such service");
    const asked = queryOf(context, query);
    const service = live.stack.config.services.find((one) => one.name === name);
    const request = {
      namespace: row.namespace,
      service: name,
      pods: podSelector(service ?? { name, selector: undefined }),
      tail: asked.tail,
      previous: false,
    };
    const wanted = ({ pod, container }: LogLine) =>
      (asked.pod ?? pod) === pod && (asked.container ?? container) === container;
    return eventStream((stream) => {
      const stop = new AbortController();
      const follow =
        asked.follow === "true" ? { follow: AbortSignal.any([stop.signal, AbortSignal.timeout(longestMs)]) } : {};
      const onLine = (line: LogLine) => {
        if (wanted(line)) stream.send(JSON.stringify(line));
      };
      serviceLogs(live.source.cluster, { ...request, ...follow }, onLine).then(
        () => {
          stream.send("{}", { event: "end" });
          stream.end();
        },
        (error: unknown) => {
          const told = error instanceof Problem ? apiProblem(error) : { code: "UNEXPECTED", what: errorText(error) };
          stream.send(JSON.stringify(told), { event: "end" });
          stream.end();
        },
      );
      return () => {
        stop.abort();
      };
    });
  });
  return app;
}
