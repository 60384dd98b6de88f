import { Hono, type Context } from "hono";
import { z } from "zod";
import { checkRules } from "../../../components/rules.ts";
import { actSchema, isBound, servicesOf } from "../../acts/act.ts";
import { isTwice, withoutEvents } from "../../acts/acts.ts";
import { begunAt } from "../../acts/folder.ts";
import { releaseBegun } from "../../acts/releaseBegun.ts";
import { hashOf, planOf } from "../../acts/plan.ts";
import type { RunningAct } from "../../acts/running.ts";
import type { Act, ActBegun, Acts as ActsAnswer } from "../../api/acts.ts";
import { bodyOf } from "../body.ts";
import { rates } from "../guard/rateLimit.ts";
import type { ConsoleParts, StackEnv } from "../parts.ts";
import { forbidden, malformed, notFound, Refusal } from "../refusal.ts";

const text = z.string().trim().min(1).max(2000);
const planBody = z.strictObject({ act: actSchema });
const actBody = z.strictObject({
  act: actSchema,
  hash: z.string().regex(/^[0-9a-f]{32}$/),
  message: text,
  despiteFreeze: text.optional(),
  emergency: text.optional(),
});

/** Plans, and what is done: each by the `release` command, as the person who asked. */
export function actRoutes(parts: ConsoleParts): Hono<StackEnv> {
  const { acts, limit } = parts;
  const app = new Hono<StackEnv>();
  const mayAct = async (context: Context<StackEnv>, act: Act) => {
    limit.demand(`act ${context.get("session").id}`, rates.act);
    if (!context.get("may").release) throw forbidden("you may not release here");
    const live = context.get("live");
    const declared = new Set(live.stack.config.services.map(({ name }) => name));
    // Also before the cluster was read; what has left the stack's file is known as it runs.
    const known = (name: string) =>
      declared.has(name) || live.stack.files.byName.has(name) || live.row(name) !== undefined;
    const unknown = servicesOf(act).filter((name) => !known(name));
    if (unknown.length > 0) throw malformed(`the stack has no service ${unknown.join(", ")}`);
    if (act.verb === "promote") await maySee(context, act.from);
  };
  const maySee = async (context: Context<StackEnv>, stack: string) => {
    const from = parts.stacks.named(stack);
    const seen = from !== undefined && (await parts.rights(context.get("session"), from)).see;
    if (!seen) throw notFound("such stack");
  };
  const audited = (context: Context<StackEnv>, what: string, result: string) => {
    const { user } = context.get("session");
    parts.audit({ who: user, what, stack: context.get("live").stack.name, from: parts.address(context), result });
  };
  app.post("/plans", async (context) => {
    const { act } = await bodyOf(context, planBody);
    await mayAct(context, act);
    const { stack } = context.get("live");
    const findings = (services: readonly string[]) =>
      checkRules(stack.config).filter(({ service }) => services.includes(service));
    const answer = await parts.asPerson(context.get("session"), context.get("live"), (actor) =>
      planOf(act, acts.command(stack.name), actor, findings, context.req.raw.signal),
    );
    return context.json(answer);
  });
  app.get("/acts", (context) => {
    const found = acts.list(context.get("live").stack.name, new Date());
    const answer: ActsAnswer = { acts: found.map((act) => withoutEvents(act.state())) };
    return context.json(answer);
  });
  app.post("/acts", async (context) => {
    const request = await bodyOf(context, actBody);
    const { act, hash, message, despiteFreeze, emergency } = request;
    const told = JSON.stringify(act);
    await mayAct(context, act).catch((error: unknown) => {
      audited(context, told, error instanceof Refusal ? error.body.code : "UNEXPECTED");
      throw error;
    });
    if (!isBound(act) && hash !== hashOf(act)) throw planChanged();
    const { name } = context.get("live").stack;
    const as = parts.actAs(context.get("session"), context.get("live"));
    const twice = acts.list(name, new Date()).find((running) => isTwice(running, act, as.operator));
    if (twice !== undefined) return context.json({ id: twice.written.id } satisfies ActBegun, 202);
    const ended = act.verb === "cancel" ? cancelled(message, context) : undefined;
    if (ended !== undefined) return context.json({ id: ended } satisfies ActBegun, 202);
    const past = {
      ...(despiteFreeze === undefined ? {} : { despiteFreeze }),
      ...(emergency === undefined ? {} : { emergency }),
    };
    const begun = await acts.begin(name, { act, hash, message, ...past }, as);
    audited(context, told, `begun as ${begun.written.id}`);
    return context.json({ id: begun.written.id } satisfies ActBegun, 202);
  });
  app.get("/acts/:id", (context) => context.json(named(context).state()));
  /** The release that goes on, where it was begun from here. */
  function cancelled(message: string, context: Context<StackEnv>): string | undefined {
    const live = context.get("live");
    const as = parts.actAs(context.get("session"), live);
    const told = (act: Act, result: string) => {
      audited(context, JSON.stringify(act), result);
    };
    const running = acts.cancel(live.stack.name, live.overview().releasing?.id, { message, as, told });
    if (running !== undefined) audited(context, `cancel ${running.written.id}`, "asked to end");
    return running?.written.id;
  }
  function named(context: Context<StackEnv>): RunningAct {
    const id = context.req.param("id") ?? "";
    const found = acts.named(context.get("live").stack.name, id);
    if (found !== undefined) return found;
    const begun = parts.local ? undefined : begunAt(id);
    if (begun === undefined) throw notFound("such act");
    throw elsewhere(releaseBegun(context.get("live").records, context.get("session").user, begun));
  }
  return app;
}

/** Each replica keeps what it began; the records are for all. */
function elsewhere(release: string | undefined): Refusal {
  return new Refusal(404, {
    code: "ACT_ELSEWHERE",
    what: "it was begun from another replica of the console, which alone knows how far it is",
    next: "its release is shown as soon as it is on record; one that was refused is on no record: ask for it again",
    ...(release === undefined ? {} : { release }),
  });
}

function planChanged(): Refusal {
  return new Refusal(409, {
    code: "PLAN_CHANGED",
    what: "this is not what was shown; nothing was touched",
    next: "look at the plan as it is now",
  });
}
