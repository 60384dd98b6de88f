import { useLive } from "../../live/context.ts";
import { PageHead } from "../../parts/page.tsx";
import { Empty, Loading, TroubleBox } from "../../parts/states.tsx";
import { Link } from "../../router/link.tsx";
import { usePlace } from "../../router/place.ts";
import { inStackAddress, verbs, type Verb } from "../../router/routes.ts";
import { useRights } from "../../session.ts";
import { actOf, draftOf, type Draft } from "./draft.ts";
import { CanaryForm, CancelForm, PromoteForm, ResubmitForm, RollbackForm, RunForm } from "./forms.tsx";
import { isLeft } from "../release/left.ts";
import { PickServices } from "./pickServices.tsx";
import { PlanStep } from "./planStep.tsx";
import { UpForm } from "./upForm.tsx";
import { verbWords } from "./words.ts";

/** What is asked for, what it would change, and only then the button. */
export function NewPage({ stack, verb }: { stack: string; verb: Verb }) {
  const rights = useRights(stack);
  const { state, connection } = useLive();
  const draft = draftOf(usePlace().query);
  const words = verbWords[verb];
  const crumbs = [{ text: stack, to: inStackAddress(stack) }];
  const head = (
    <PageHead title={words.title} tab={`${words.title} in ${stack}`} crumbs={crumbs} lead={words.lead}>
      <VerbSwitch stack={stack} verb={verb} />
    </PageHead>
  );
  if (!rights.release)
    return (
      <>
        {head}
        <Empty title={`You may look at ${stack}, and not release there`} shape="stopped">
          A releaser’s role in its namespaces gives the right: <code>release rbac</code> prints it.
        </Empty>
      </>
    );
  if (state.overview === undefined)
    return (
      <>
        {head}
        {connection.state === "over" ? (
          <TroubleBox trouble={connection.trouble} what="The services" />
        ) : (
          <Loading what="the services" />
        )}
      </>
    );
  return (
    <>
      {head}
      <Form verb={verb} draft={draft} stack={stack} />
      <PlanStep stack={stack} verb={verb} asked={actOf(verb, draft)} overview={state.overview} />
    </>
  );
}

function Form({ verb, draft, stack }: { verb: Verb; draft: Draft; stack: string }) {
  switch (verb) {
    case "up":
      return <UpForm stack={stack} draft={draft} />;
    case "rollback":
      return <RollbackForm draft={draft} />;
    case "restart":
      return <PickServices draft={draft} />;
    case "resubmit":
      return <ResubmitForm stack={stack} draft={draft} />;
    case "promote":
      return <PromoteForm stack={stack} draft={draft} />;
    case "canary":
      return <CanaryForm draft={draft} />;
    case "run":
      return <RunForm draft={draft} />;
    case "cancel":
      return <CancelForm stack={stack} />;
    case "recover":
      return null;
  }
}

function VerbSwitch({ stack, verb }: { stack: string; verb: Verb }) {
  const { overview, records } = useLive().state;
  const left = isLeft(overview, records.values());
  const rows = overview?.rows ?? [];
  const shown = verbs.filter(
    (one) =>
      one === verb ||
      ((one !== "cancel" || overview?.releasing !== undefined) &&
        (one !== "recover" || left) &&
        (one !== "canary" || rows.some(({ canary }) => canary !== undefined)) &&
        (one !== "run" || rows.some(({ state }) => state === "scheduled" || state === "suspended")) &&
        (one !== "promote" || (overview?.stacks.length ?? 0) > 1)),
  );
  return (
    <nav class="switch" aria-label="What to do">
      {shown.map((one) => (
        <Link key={one} to={inStackAddress(stack, ["new", one])} current={one === verb ? "page" : undefined}>
          {verbWords[one].short}
        </Link>
      ))}
    </nav>
  );
}
