import { useEffect, useRef, useState } from "preact/hooks";
import type { ActBegun, ActRequest, PlanAnswer, PlanRequest } from "../../../api/acts.ts";
import type { Overview } from "../../../api/overview.ts";
import { PlanView } from "../../parts/planView.tsx";
import { ProblemBox } from "../../parts/problem.tsx";
import { Section } from "../../parts/page.tsx";
import { Loading, TroubleBox } from "../../parts/states.tsx";
import { go } from "../../router/place.ts";
import { inStackAddress, type Verb } from "../../router/routes.ts";
import { apiPath, ask } from "../../wire/ask.ts";
import { troubleThrown, type Trouble } from "../../wire/trouble.ts";
import { Confirm, type Reasons } from "./confirm.tsx";
import type { AskedAct } from "./draft.ts";
import { actChanges, buttonText, isDangerous, verbWords, waits } from "./words.ts";

interface PlanStepProps {
  stack: string;
  verb: Verb;
  asked: { act: AskedAct } | { missing: string };
  overview: Overview;
}

type Planned =
  | { state: "none" }
  | { state: "asking"; key: string }
  | { state: "there"; key: string; answer: PlanAnswer; changed?: true }
  | { state: "trouble"; key: string; trouble: Trouble };

/** Each plan is a process of its own on the server: it waits until the choosing rests. */
const planRestMs = 700;

/** The plan of what is asked for, and then the button. A plan of something else is no plan. */
export function PlanStep({ stack, verb, asked, overview }: PlanStepProps) {
  const [planned, setPlanned] = useState<Planned>({ state: "none" });
  const [began, setBegan] = useState<"no" | "beginning" | Trouble>("no");
  // What needs no more to be said is planned at once; what is typed, when asked for.
  const atOnce = verb !== "up";
  const heading = useRef<HTMLDivElement>(null);
  const act = "act" in asked ? asked.act : undefined;
  const key = act === undefined ? "" : JSON.stringify(act);
  const current = planned.state !== "none" && planned.key === key ? planned : { state: "none" as const };

  const plan = (again?: true) => {
    if (act === undefined) return;
    setPlanned({ state: "asking", key });
    setBegan("no");
    const body: PlanRequest = { act };
    ask<PlanAnswer>(apiPath(["stacks", stack, "plans"]), { method: "POST", body }).then(
      (answer) => {
        setPlanned({ state: "there", key, answer, ...(again === undefined ? {} : { changed: again }) });
        // Whoever pressed for it is led there; who chooses on stays where they are.
        if (!atOnce) heading.current?.focus({ preventScroll: true });
      },
      (error: unknown) => {
        setPlanned({ state: "trouble", key, trouble: troubleThrown(error) });
      },
    );
  };
  useEffect(() => {
    if (!atOnce || act === undefined) return;
    const timer = setTimeout(plan, planRestMs);
    return () => {
      clearTimeout(timer);
    };
  }, [key, atOnce]);

  const begin = (reasons: Reasons) => {
    if (act === undefined || current.state !== "there") return;
    setBegan("beginning");
    const { hash } = current.answer;
    const body: ActRequest = { act, hash, ...reasons };
    ask<ActBegun>(apiPath(["stacks", stack, "acts"]), { method: "POST", body }).then(
      ({ id }) => {
        go(inStackAddress(stack, ["acts", id]));
      },
      (error: unknown) => {
        const trouble = troubleThrown(error);
        if (trouble.problem?.code === "PLAN_CHANGED") plan(true);
        else setBegan(trouble);
      },
    );
  };

  if (act === undefined)
    return (
      <p class="soft" role="status">
        {"missing" in asked ? asked.missing : ""}
      </p>
    );
  return (
    <>
      {atOnce ? null : (
        <div class="actions">
          <button
            type="button"
            class={current.state === "there" ? "button" : "button first"}
            onClick={() => {
              plan();
            }}
          >
            {current.state === "there" ? "Plan anew" : "Show the plan"}
          </button>
        </div>
      )}
      <div ref={heading} tabIndex={-1} class="planResult">
        {current.state === "asking" ? (
          <Section title="Plan">
            <p class="soft small">Asking what it would change. Nothing is touched.</p>
            <Loading what="the plan" />
          </Section>
        ) : null}
        {current.state === "trouble" ? <TroubleBox trouble={current.trouble} what="The plan" once /> : null}
        <p class="hidden" role="status">
          {current.state === "there" ? "The plan is there." : ""}
        </p>
        {current.state === "there" ? (
          <>
            {current.changed === true ? (
              <p class="note warn" role="alert">
                <strong>The plan is another one by now.</strong> Somebody changed something in the meantime: look at it
                again.
              </p>
            ) : null}
            {current.answer.problem === undefined ? null : (
              <ProblemBox problem={current.answer.problem} title="It would be refused" />
            )}
            {saysNothing(current.answer) ? null : (
              <Section title={`What it would change in ${stack}`}>
                {current.answer.plan === undefined ? <Said act={act} overview={overview} /> : null}
                <PlanView answer={current.answer} />
              </Section>
            )}
          </>
        ) : null}
      </div>
      {typeof began === "object" ? <TroubleBox trouble={began} what={verbWords[verb].title} once /> : null}
      {current.state === "there" && current.answer.problem === undefined ? (
        <Confirm
          stack={stack}
          button={buttonText(act)}
          waits={waits(act)}
          danger={isDangerous(act)}
          overview={overview}
          nothing={nothingChanges(current.answer)}
          busy={began === "beginning"}
          begin={begin}
        />
      ) : null}
    </>
  );
}

/** Of what has no plan of fields: what it would do, in sentences. */
function Said({ act, overview }: { act: AskedAct; overview: Overview }) {
  return (
    <ul class="said">
      {actChanges(act, overview).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

/** Refused before there was a plan: then the refusal says it all. */
function saysNothing({ plan, steps = [], findings, notes, problem }: PlanAnswer): boolean {
  return problem !== undefined && plan === undefined && steps.length + findings.length + notes.length === 0;
}

function nothingChanges({ plan, steps }: PlanAnswer): boolean {
  if (plan === undefined) return false;
  const drift = plan.drift?.mended.length ?? 0;
  const changing = (steps ?? []).some(({ operation }) => operation !== "same" && operation !== "read");
  return plan.services.length + plan.removals.length + drift === 0 && !changing;
}
