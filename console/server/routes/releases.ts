import { Hono } from "hono";
import { z } from "zod";
import { placeOf } from "../../../parameters/stack.ts";
import { findRecord } from "../../../records/choose.ts";
import { filterRecords } from "../../../records/filter.ts";
import { clusterRecords } from "../../../records/store.ts";
import { withEnds } from "../../../release/run/close.ts";
import type { ReleaseDetail, Releases } from "../../api/releases.ts";
import { wholeRecords } from "../../live/history.ts";
import { summaryOf } from "../../live/summary.ts";
import { queryOf } from "../body.ts";
import type { ConsoleParts, StackEnv } from "../parts.ts";
import { askedTime } from "../time.ts";
import { withoutSecrets } from "../../live/withoutSecrets.ts";

const name = z.string().max(200).optional();
const query = z.object({
  ...{ service: name, result: name, kind: name, operator: name, since: name, until: name, before: name },
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

/** The history, and one release in full. */
export function releaseRoutes({ log }: ConsoleParts): Hono<StackEnv> {
  const app = new Hono<StackEnv>();
  app.get("/releases", async (context) => {
    const { limit, before, since, until, ...plain } = queryOf(context, query);
    const named = Object.fromEntries(Object.entries(plain).filter(([, value]) => (value ?? "") !== ""));
    const times = { since: askedTime(since), until: askedTime(until) };
    const records = await wholeRecords(context.get("live"), log);
    const filter = { ...named, ...Object.fromEntries(Object.entries(times).filter(([, time]) => time !== undefined)) };
    const found = filterRecords(records, filter);
    const start = before === undefined ? 0 : found.findIndex(({ id }) => id === before) + 1;
    const shown = found.slice(start, start + limit);
    const last = shown.at(-1);
    const more = last !== undefined && found.length > start + limit;
    const answer: Releases = { releases: shown.map(summaryOf), ...(more ? { next: last.id } : {}) };
    return context.json(answer);
  });
  app.get("/releases/:id", async (context) => {
    const live = context.get("live");
    const { cluster } = live.source;
    const found = findRecord(await wholeRecords(live, log), context.req.param("id"));
    const [[record = found], evidence] = await Promise.all([
      withEnds([found], cluster),
      clusterRecords(cluster, placeOf(live.stack)).evidence(found),
    ]);
    const answer: ReleaseDetail = { record: withoutSecrets(record), evidence };
    return context.json(answer);
  });
  return app;
}
