import { Hono } from "hono";
import { mainContainerName } from "../../../components/objects/containers.ts";
import { listedParameters } from "../../../parameters/listed.ts";
import type { KnownVersion, ServiceDetail, Versions } from "../../api/service.ts";
import { wholeRecords } from "../../live/history.ts";
import type { StackLive } from "../../live/stackLive.ts";
import { summaryOf } from "../../live/summary.ts";
import { registryVersions, versionsOf } from "../../live/versions.ts";
import type { ConsoleParts, StackEnv } from "../parts.ts";
import { notFound } from "../refusal.ts";
import { visibleRow } from "../visible.ts";
import { meOf } from "./me.ts";

/** Of the service's newest releases so many are shown with it. */
const shownReleases = 20;

export function serviceRoutes(parts: ConsoleParts): Hono<StackEnv> {
  const app = new Hono<StackEnv>();
  app.get("/services/:service", async (context) => {
    const live = context.get("live");
    const name = context.req.param("service");
    const row = live.row(name);
    if (row === undefined) throw notFound("such service");
    const { stacks } = await meOf(context.get("session"), parts);
    const seen = new Set(stacks.map(({ stack }) => stack));
    const records = await wholeRecords(live, parts.log);
    const own = records.filter(({ changes, jobs = [] }) => [...changes, ...jobs].some((one) => one.service === name));
    const own20 = own.slice(0, shownReleases).map(summaryOf);
    const [stable, canary] = live.pods(name);
    const answer: ServiceDetail = {
      row: visibleRow(row, seen),
      ...(stable === undefined ? {} : { status: stable.status }),
      pods: [...(stable?.pods ?? []), ...(canary?.pods ?? [])],
      parameters: listedParameters(live.stack, name),
      releases: own20,
      containers: containersOf(live, name),
    };
    return context.json(answer);
  });
  app.get("/services/:service/versions", async (context) => {
    const live = context.get("live");
    const name = context.req.param("service");
    if (live.row(name) === undefined) throw notFound("such service");
    const records = versionsOf(await wholeRecords(live, parts.log), name);
    const known = new Set(records.map(({ version }) => version));
    const tags = await registryVersions(live.stack, name, parts.log);
    const others = tags.filter((version) => !known.has(version));
    const all = [...others.map((version): KnownVersion => ({ version, from: "registry" })), ...records];
    const answer: Versions = { known: all };
    return context.json(answer);
  });
  return app;
}

function containersOf({ stack }: StackLive, name: string): string[] {
  const service = stack.config.services.find((one) => one.name === name);
  if (service === undefined) return [];
  return [mainContainerName(service), ...Object.keys(service.sidecars), ...Object.keys(service.initContainers)];
}
