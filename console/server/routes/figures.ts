import { Hono } from "hono";
import { z } from "zod";
import { changesOf } from "../../../figures/changes.ts";
import { commitTimes } from "../../../figures/commitTimes.ts";
import { coveredPart } from "../../../figures/coverage.ts";
import { definitions } from "../../../figures/definitions.ts";
import type { Period } from "../../../figures/figures.ts";
import { groupings, rowsOf } from "../../../figures/rows.ts";
import { placeOf } from "../../../parameters/stack.ts";
import { longHistory } from "../../../records/history.ts";
import { clusterRecords } from "../../../records/store.ts";
import type { FiguresAnswer } from "../../api/figures.ts";
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
  const store = clusterRecords(source.cluster, placeOf(stack));
  const { records, lost } = await longHistory(store, await source.engine(), stack, new Date(from));
  const all = changesOf(records, commitTimes(source.location.projectDir, records));
  const changes = service === undefined ? all : all.filter((change) => change.service === service);
  const services = service === undefined ? [...stack.services.keys()] : [service];
  const names = by === "stack" ? [stack.name] : by === "service" ? services : [];
  const period = coveredPart(asked, records, lost);
  return {
    stacks: [stack.name],
    ...(service === undefined ? {} : { service }),
    by,
    asked: times(asked),
    ...times(period),
    rows: rowsOf(changes, { by, period, names }).map(({ name, period: own, figures: counted }) => ({
      name,
      ...times(own),
      ...counted,
    })),
    definitions,
  };
}

function times({ from, until }: Period): { from: string; until: string } {
  return { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
}
