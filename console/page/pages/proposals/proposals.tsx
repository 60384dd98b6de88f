import { useEffect, useState } from "preact/hooks";
import type { Act, ActBegun, ActRequest, PlanAnswer } from "../../../api/acts.ts";
import type { Proposal, Proposals } from "../../../api/proposals.ts";
import { useLive } from "../../live/context.ts";
import { Changes, VersionMove } from "../../parts/changes.tsx";
import { PageHead, Section } from "../../parts/page.tsx";
import { ShapeMark } from "../../parts/shapes.tsx";
import { Empty, Loading, TroubleBox } from "../../parts/states.tsx";
import { Time } from "../../parts/time.tsx";
import { go } from "../../router/place.ts";
import { inStackAddress } from "../../router/routes.ts";
import { ask, apiPath } from "../../wire/ask.ts";
import { troubleThrown, type Trouble } from "../../wire/trouble.ts";
import { useAsk } from "../../wire/useAsk.ts";
import { plannedChanges, type PlannedChange } from "./planned.ts";

/** Releases that wait for another pair of eyes. */
export function ProposalsPage({ stack }: { stack: string }) {
  const asked = useAsk<Proposals>(apiPath(["stacks", stack, "proposals"]));
  const { proposals } = useLive().state;
  const { again, data, trouble } = asked;
  useEffect(() => {
    if (proposals > 0) again();
  }, [proposals, again]);
  return (
    <>
      <PageHead
        title="Proposals"
        tab={`Proposals in ${stack}`}
        crumbs={[{ text: stack, to: inStackAddress(stack) }]}
        lead={
          data?.asked === undefined
            ? "Releases that wait until others approve them."
            : `A release here waits for ${data.asked.count === 1 ? "one" : data.asked.count} of ${data.asked.from}. What is approved is the plan as it stands: if it changes, it is asked again.`
        }
      />
      {data === undefined ? (
        trouble === undefined ? (
          <Loading what="the proposals" />
        ) : (
          <TroubleBox trouble={trouble} what="The proposals" />
        )
      ) : data.proposals.length === 0 ? (
        <Empty title="Nothing waits" shape="done">
          {data.asked === undefined
            ? "This stack asks for no approval: releases:approval in its file does."
            : "What is proposed stands here until it is approved."}
        </Empty>
      ) : (
        data.proposals.map((proposal) => (
          <OneProposal key={proposal.summary.id} stack={stack} proposal={proposal} asked={data.asked} again={again} />
        ))
      )}
    </>
  );
}

interface OneProps {
  stack: string;
  proposal: Proposal;
  asked: Proposals["asked"];
  again: () => void;
}

function OneProposal({ stack, proposal, asked, again }: OneProps) {
  const { summary, plan, approvals, missing, mayApprove, mayWithdraw, mayCarryOut } = proposal;
  const [state, setState] = useState<"rest" | "asking" | Trouble>("rest");
  const decide = (what: "approve" | "withdraw") => {
    setState("asking");
    ask(apiPath(["stacks", stack, "proposals", summary.id, what]), { method: "POST", body: {} }).then(
      () => {
        setState("rest");
        again();
      },
      (error: unknown) => {
        setState(troubleThrown(error));
        again();
      },
    );
  };
  const carryOut = () => {
    const act: Act = { verb: "proposal", id: summary.id };
    setState("asking");
    begin(stack, act, summary.description ?? summary.what).then(
      (id) => {
        go(inStackAddress(stack, ["acts", id]));
      },
      (error: unknown) => {
        setState(troubleThrown(error));
      },
    );
  };
  return (
    <Section
      title={summary.what}
      end={
        <span class="small">
          <strong>{approvals.length}</strong> of {approvals.length + missing} approved
        </span>
      }
    >
      {summary.description === undefined ? null : <p class="description">{summary.description}</p>}
      <p class="facts small">
        <span>{summary.kind}</span>
        <span>
          proposed by {summary.operator} <Time at={summary.startedAt} />
        </span>
        <code>{summary.id}</code>
      </p>
      {approvals.length === 0 ? null : (
        <ul class="approvals">
          {approvals.map(({ by, at }) => (
            <li key={`${by} ${at}`}>
              <span class="sign good">
                <ShapeMark shape="done" />
                <span>approved</span>
              </span>{" "}
              by {by}, <Time at={at} />
            </li>
          ))}
        </ul>
      )}
      <Planned changes={plannedChanges(plan)} />
      {typeof state === "object" ? <TroubleBox trouble={state} what="The proposal" once /> : null}
      <div class="actions">
        {mayApprove ? (
          <button
            type="button"
            class="button first"
            aria-disabled={state === "asking"}
            onClick={() => {
              decide("approve");
            }}
          >
            {`Approve this plan in ${stack}`}
          </button>
        ) : null}
        {mayCarryOut ? (
          <button type="button" class="button first" aria-disabled={state === "asking"} onClick={carryOut}>
            {`Release it in ${stack}`}
          </button>
        ) : null}
        {mayApprove || mayCarryOut ? null : <p class="small soft">{waitsText(missing, asked)}</p>}
        {mayWithdraw ? (
          <button
            type="button"
            class="button"
            aria-disabled={state === "asking"}
            onClick={() => {
              decide("withdraw");
            }}
          >
            Withdraw
          </button>
        ) : null}
      </div>
    </Section>
  );
}

/** Its plan was shown with it, and is what was approved: nothing is left to be looked at. */
async function begin(stack: string, act: Act, message: string): Promise<string> {
  const { hash } = await ask<PlanAnswer>(apiPath(["stacks", stack, "plans"]), { method: "POST", body: { act } });
  const body: ActRequest = { act, hash, message };
  return (await ask<ActBegun>(apiPath(["stacks", stack, "acts"]), { method: "POST", body })).id;
}

/** Why who looks has no button. Pure. */
function waitsText(missing: number, asked: Proposals["asked"]): string {
  if (missing === 0) return "It is approved: whoever may release here carries it out.";
  const from = asked === undefined ? "those who are asked" : asked.from;
  return `It waits for ${missing} more of ${from}; nobody approves what they have proposed, or approves twice.`;
}

function Planned({ changes }: { changes: readonly PlannedChange[] }) {
  return (
    <div class="planServices">
      {changes.map(({ service, namespace, from, to, removed, changes: fields }) => (
        <section class="planService" key={service}>
          <h3>
            <span class="break">{service}</span> <VersionMove from={from} to={to} />
            {removed ? <span class="chip bad">leaves the stack</span> : null}
          </h3>
          {namespace === undefined ? null : <p class="small soft">namespace {namespace}</p>}
          {removed ? null : <Changes changes={fields} caption={`What changes of ${service}`} />}
        </section>
      ))}
    </div>
  );
}
