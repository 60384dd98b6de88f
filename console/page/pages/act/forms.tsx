import type { Releases } from "../../../api/releases.ts";
import { useLive } from "../../live/context.ts";
import { Section } from "../../parts/page.tsx";
import { Empty } from "../../parts/states.tsx";
import { Link } from "../../router/link.tsx";
import { setQuery } from "../../router/place.ts";
import { inStackAddress } from "../../router/routes.ts";
import { apiPath } from "../../wire/ask.ts";
import { useAsk } from "../../wire/useAsk.ts";
import { canaryDoings, type Draft } from "./draft.ts";
import { PickServices } from "./pickServices.tsx";
import { canaryWords } from "./words.ts";
import { ChoiceField } from "../../parts/choiceField.tsx";

export function RollbackForm({ draft }: { draft: Draft }) {
  return (
    <>
      {draft.to === "" ? null : (
        <p class="note quiet">
          <span>
            To the state of release <code>{draft.to}</code>.{" "}
            <button
              type="button"
              class="button plain"
              onClick={() => {
                setQuery({ to: "" });
              }}
            >
              Rather to the good one before
            </button>
          </span>
        </p>
      )}
      <PickServices draft={draft} title="Services to go back" />
    </>
  );
}

export function ResubmitForm({ stack, draft }: { stack: string; draft: Draft }) {
  const { data } = useAsk<Releases>(apiPath(["stacks", stack, "releases"], { limit: 30 }));
  const known = (data?.releases ?? []).filter(({ kind, result }) => kind !== "run" && result !== "running");
  const has = known.some(({ id }) => id === draft.of);
  return (
    <Section title="Release to submit again">
      <ChoiceField
        id="resubmit-of"
        label="Release"
        value={draft.of}
        options={[
          ["", "choose one"],
          ...(has || draft.of === "" ? [] : [draft.of]),
          ...known.map(
            ({ id, what, result, startedAt }) => [id, `${what} (${result}, ${startedAt.slice(0, 10)})`] as const,
          ),
        ]}
        onChosen={(of) => {
          setQuery({ of });
        }}
      />
      {draft.of === "" ? null : (
        <p class="small">
          <Link to={inStackAddress(stack, ["releases", draft.of])}>Look at {draft.of}</Link>
        </p>
      )}
    </Section>
  );
}

export function PromoteForm({ stack, draft }: { stack: string; draft: Draft }) {
  const others = (useLive().state.overview?.stacks ?? []).filter((name) => name !== stack);
  return (
    <>
      <div class="filters">
        <ChoiceField
          id="promote-from"
          label="From stack"
          value={draft.from}
          options={[["", "choose one"], ...others]}
          onChosen={(from) => {
            setQuery({ from });
          }}
        />
      </div>
      {draft.from === "" ? null : (
        <PickServices
          draft={draft}
          title="Services to promote; none chosen: all that differ"
          fits={({ elsewhere, runs }) => elsewhere[draft.from] !== undefined && elsewhere[draft.from] !== runs}
          none={`Nothing differs from ${draft.from}`}
          beside={({ elsewhere }) => (
            <p class="small">
              comes with <code class="version">{elsewhere[draft.from]}</code>
            </p>
          )}
        />
      )}
    </>
  );
}

export function CanaryForm({ draft }: { draft: Draft }) {
  return (
    <>
      <PickServices
        draft={draft}
        title="Canaries"
        fits={({ canary }) => canary !== undefined}
        none="No canary stands in this stack"
        beside={({ canary }) =>
          canary === undefined ? null : (
            <p class="small">
              <code class="version">{canary.version}</code>
              {` has ${canary.weight} % of the requests${canary.steps === 0 ? "" : `, step ${canary.step} of ${canary.steps}`}`}
            </p>
          )
        }
      />
      <Section title="What becomes of it">
        <fieldset class="plainSet">
          <legend class="hidden">What becomes of it</legend>
          {canaryDoings.map((doing) => (
            <label class="check" key={doing}>
              <input
                type="radio"
                name="do"
                checked={draft.doing === doing}
                onChange={() => {
                  setQuery({ do: doing });
                }}
              />
              {canaryWords[doing]}
            </label>
          ))}
        </fieldset>
      </Section>
    </>
  );
}

export function RunForm({ draft }: { draft: Draft }) {
  return (
    <PickServices
      draft={draft}
      title="Schedule"
      single
      fits={({ state }) => state === "scheduled" || state === "suspended" || state === "failing"}
      none="No service of this stack runs on a schedule"
    />
  );
}

export function CancelForm({ stack }: { stack: string }) {
  const releasing = useLive().state.overview?.releasing;
  if (releasing === undefined) return <Empty title="No release goes on">There is nothing to cancel.</Empty>;
  return (
    <Section title="It goes on now">
      <p class="break">{releasing.text}</p>
      <p class="small">
        <Link to={inStackAddress(stack, ["releases", releasing.id])}>Look at it</Link>
      </p>
    </Section>
  );
}
