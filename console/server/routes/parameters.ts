import { Hono, type Context } from "hono";
import { z } from "zod";
import { serviceFileSchema } from "../../../components/config/jsonSchema.ts";
import { listedParameters } from "../../../parameters/listed.ts";
import { git } from "../../../release/git/command.ts";
import { upstreamOf } from "../../../release/git/upstream.ts";
import type { Rights } from "../../api/me.ts";
import { authorOf } from "../../author.ts";
import type { ParameterEdit, Parameters, ServiceSettings } from "../../api/parameters.ts";
import { checkEdits } from "../../settings/check.ts";
import { kindOf } from "../../settings/edits.ts";
import { saveEdits } from "../../settings/save.ts";
import { baseOf, blobSha, textsOf } from "../../live/texts.ts";
import type { StackLive } from "../../live/stackLive.ts";
import { bodyOf } from "../body.ts";
import { rates } from "../guard/rateLimit.ts";
import type { ConsoleParts, StackEnv } from "../parts.ts";
import { forbidden, Refusal } from "../refusal.ts";

const edits = z
  .array(z.strictObject({ service: z.string().max(253), path: z.string().min(1).max(500), value: z.json() }))
  .min(1)
  .max(200);
const checkBody = z.strictObject({ base: z.string().max(200_000), edits });
const saveBody = checkBody.extend({ reason: z.string().trim().min(1).max(2000) });

/** What services are, to be looked at, and changed by those who may. */
export function parameterRoutes(parts: ConsoleParts): Hono<StackEnv> {
  const app = new Hono<StackEnv>();
  app.get("/parameters", async (context) => context.json(await parametersOf(context.get("live"), context.get("may"))));
  app.post("/parameters/check", async (context) => {
    const asked = await bodyOf(context, checkBody);
    const { location } = context.get("live").source;
    return context.json(checkEdits(textsOf(location), asked.edits, location));
  });
  app.post("/parameters", async (context) => {
    const asked = await bodyOf(context, saveBody);
    const session = context.get("session");
    parts.limit.demand(`act ${session.id}`, rates.act);
    refuseWithoutRight(asked.edits, context);
    const live = context.get("live");
    const { location } = live.source;
    const { problems } = checkEdits(textsOf(location), asked.edits, location);
    if (problems.length > 0) throw wrong(problems);
    const { operator } = parts.actAs(session, live);
    const author = parts.local ? {} : { author: authorOf(session.user) };
    const saved = await saveEdits(asked.base, asked.edits, location, { operator, reason: asked.reason, ...author });
    const result = "code" in saved ? saved.code : (saved.commit ?? "nothing differs");
    const what = `parameters ${asked.edits.map(({ service, path }) => `${service}.${path}`).join(", ")}`;
    parts.audit({ who: session.user, what, stack: location.stack, from: parts.address(context), result });
    return context.json(saved, "code" in saved ? 409 : 200);
  });
  return app;
}

async function parametersOf({ source, stack }: StackLive, may: Rights): Promise<Parameters> {
  const texts = textsOf(source.location);
  const [branch, upstream] = await Promise.all([
    git(source.location.projectDir, ["symbolic-ref", "--short", "HEAD"]).catch(() => ""),
    upstreamOf(source.location.projectDir).catch(() => undefined),
  ]);
  return {
    files: [...texts].map(([path, text]) => {
      const holdsSecrets = /^\s*(secure|encryptionsalt)\s*:/m.test(text) || /\{\s*secure\s*:/.test(text);
      return { path, sha: blobSha(text), ...(holdsSecrets ? {} : { text }) };
    }),
    base: baseOf(texts),
    schema: serviceFileSchema(),
    services: stack.config.services.map(({ name, owner }): ServiceSettings => ({
      name,
      ...(owner === undefined ? {} : { owner }),
      values: listedParameters(stack, name).map((parameter) => {
        const kind = kindOf(parameter.path);
        return { ...parameter, kind, may: kind === "basic" ? may.basic : may.release };
      }),
    })),
    ...(branch === ""
      ? {}
      : { git: { branch: branch.trim(), ...(upstream === undefined ? {} : { remote: upstream.remote }) } }),
  };
}

function refuseWithoutRight(asked: readonly ParameterEdit[], context: Context<StackEnv>): void {
  const may = context.get("may");
  const refused = asked.filter(({ path }) => !(kindOf(path) === "basic" ? may.basic : may.release));
  if (refused.length === 0) return;
  throw forbidden(`you may not change ${refused.map(({ service, path }) => `${service}.${path}`).join(", ")}`);
}

function wrong(problems: readonly string[]): Refusal {
  return new Refusal(400, {
    code: "CONFIG_INVALID",
    what: "this would make the configuration wrong; nothing was written",
    details: [...problems],
    next: "give values that fit",
  });
}
