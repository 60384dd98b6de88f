import { Hono } from "hono";
import { z } from "zod";
import { groupings, rowsOf } from "../../../figures/rows.ts";
import { stackChanges } from "../../../figures/stackChanges.ts";
import { figuresAnswer, type FiguresAnswer } from "../../../figures/view.ts";
import { placeOf } from "../../../parameters/stack.ts";
import { clusterRecords } from "../../../records/store.ts";
import type { StackLive } from "../../live/stackLive.ts";
import { queryOf } from "../body.ts";
import type { StackEnv } from "../parts.ts";
import { malformed } from "../refusal.ts";
import { askedTime } from "../time.ts";

const query = z.object({
  by: z.enum(groupings).default("week"),
  since: z.string().max(40).default("30d"),
  until: z.string().max(40).optional(),
  service: z.string().max(200).optional(),
});

/** How often, how fast, how safely: as `release stats`. */
export function figureRoutes(): Hono<StackEnv> {
  const app = new Hono<StackEnv>();
  app.get("/figures", async (context) => context.json(await figures(context.get("live"), queryOf(context, query))));
  return app;
}

async function figures(live: StackLive, { by, since, until, service }: z.output<typeof query>): Promise<FiguresAnswer> {
  const now = new Date();
  const from = (askedTime(since, now) ?? now).getTime();
  const asked = { from, until: (askedTime(until, now) ?? now).getTime() };
  if (asked.from >= asked.until) throw malformed("nothing lies between since and until");
  const { stack, source } = live;
  const of = { stack, records: clusterRecords(source.cluster, placeOf(stack)), engine: await source.engine() };
  const { projectDir } = source.location;
  const { changes, services, covered } = await stackChanges({ ...of, projectDir }, asked, service);
  const names = by === "stack" ? [stack.name] : by === "service" ? services : [];
  const rows = rowsOf(changes, { by, period: covered, names });
  const named = service === undefined ? {} : { service };
  return figuresAnswer({ stacks: [stack.name], ...named, by, asked, period: covered, rows });
}
