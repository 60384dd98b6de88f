import { Hono, type Context } from "hono";
import { z } from "zod";
import { isPlainObject } from "../../../components/config/layers.ts";
import { askProposals } from "../../acts/proposals.ts";
import type { Proposal, Proposals } from "../../api/proposals.ts";
import { rates } from "../guard/rateLimit.ts";
import type { ConsoleParts, StackEnv } from "../parts.ts";
import { notFound, Refusal } from "../refusal.ts";
import type { Person } from "../person.ts";

/** As `release proposals --json` prints it, as far as it is shown. */
const described = z.looseObject({
  ...{ id: z.string(), kind: z.string(), what: z.string(), operator: z.string(), user: z.string() },
  ...{ proposedAt: z.string(), missing: z.number(), description: z.string().optional() },
  terms: z.looseObject({ from: z.string(), count: z.number() }),
  approvals: z.array(z.looseObject({ user: z.string(), at: z.string() })),
  services: z.array(z.looseObject({ service: z.string() })),
});
const idShape = /^[A-Za-z0-9][A-Za-z0-9-]{1,99}$/;

/** What waits for others: asked for and answered by the `release` command, as the person who asks. */
export function proposalRoutes({ acts, asPerson, seen, limit, audit, address }: ConsoleParts): Hono<StackEnv> {
  const app = new Hono<StackEnv>();
  const ask = (context: Context<StackEnv>, words: readonly string[]) => {
    limit.demand(`act ${context.get("session").id}`, rates.act);
    const { name } = context.get("live").stack;
    return asPerson(context.get("session"), context.get("live"), (actor) =>
      askProposals(words, acts.command(name), actor, context.req.raw.signal),
    );
  };
  app.get("/proposals", async (context) => {
    const { approval } = context.get("live").stack.config;
    if (approval === undefined) return context.json({ proposals: [] } satisfies Proposals);
    const { value } = await ask(context, ["proposals"]);
    const read = z.object({ proposals: z.array(described) }).safeParse(value);
    const found = read.success ? read.data.proposals : [];
    const person = await seen(context.get("session"), context.get("live"));
    const may = context.get("may");
    const { from, count } = approval;
    const answer: Proposals = {
      asked: { from, count },
      proposals: found.map((one) => shown(one, person, may.release)),
    };
    return context.json(answer);
  });
  for (const verb of ["approve", "withdraw"] as const) {
    app.post(`/proposals/:id/${verb}`, async (context) => {
      const id = context.req.param("id");
      if (!idShape.test(id)) throw notFound("such proposal");
      const { value, problem } = await ask(context, [verb, id]);
      const result = problem?.code ?? (isPlainObject(value) ? "done" : "COMMAND_FAILED");
      const { user } = context.get("session");
      audit({
        who: user,
        what: `${verb} ${id}`,
        stack: context.get("live").stack.name,
        from: address(context),
        result,
      });
      if (result === "done") return context.json({});
      throw new Refusal(409, problem ?? { code: result, what: `release ${verb} said nothing that is understood` });
    });
  }
  return app;
}

function shown(one: z.output<typeof described>, { user, groups }: Person, mayRelease: boolean): Proposal {
  const { id, kind, what, operator, proposedAt, description, approvals, services, terms, missing } = one;
  const approved = approvals.some((approval) => approval.user === user);
  return {
    summary: {
      ...{ id, kind: kind as Proposal["summary"]["kind"], result: "running", what, operator, startedAt: proposedAt },
      services: services.map(({ service }) => service),
      ...(description === undefined ? {} : { description }),
    },
    plan: { services },
    approvals: approvals.map(({ user: by, at }) => ({ by, at })),
    missing,
    mayApprove: missing > 0 && one.user !== user && !approved && groups.includes(terms.from),
    mayWithdraw: mayRelease,
    mayCarryOut: missing === 0 && mayRelease,
  };
}
