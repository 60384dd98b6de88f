import type { Overview } from "../../../api/overview.ts";
import { lookOfState, Sign, stateOrder } from "../../parts/sign.tsx";
import { Typed } from "../../parts/typed.tsx";
import { setQuery, usePlace } from "../../router/place.ts";
import { groupings, stateCounts } from "./choose.ts";
import { ChoiceField } from "../../parts/choiceField.tsx";

interface ControlsProps {
  overview: Overview;
  others: readonly string[];
  beside: readonly string[];
}

/** Search, states, grouping, and which stacks stand side by side: each in the address. */
export function Controls({ overview: { rows }, others, beside }: ControlsProps) {
  const { query } = usePlace();
  const wanted = query.get("state") ?? "";
  const counts = stateCounts(rows, stateOrder);
  return (
    <div class="controls">
      <div class="stateFilter" role="group" aria-label="States">
        <button
          type="button"
          class="stateChip"
          aria-pressed={wanted === ""}
          onClick={() => {
            setQuery({ state: "" });
          }}
        >
          <strong>{rows.length}</strong> {rows.length === 1 ? "service" : "services"}
        </button>
        {counts.map(([state, count]) => (
          <button
            type="button"
            class="stateChip"
            key={state}
            aria-pressed={wanted === state}
            onClick={() => {
              setQuery({ state: wanted === state ? "" : state });
            }}
          >
            <Sign {...lookOfState(state)} text={`${count} ${state}`} />
          </button>
        ))}
      </div>
      <form
        class="filters"
        role="search"
        aria-label="Services"
        onSubmit={(event) => {
          event.preventDefault();
        }}
      >
        <div class="field wide">
          <label htmlFor="overview-search">Search</label>
          <Typed
            id="overview-search"
            value={query.get("q") ?? ""}
            placeholder="service, owner, version"
            restMs={120}
            onTyped={(q) => {
              setQuery({ q });
            }}
          />
        </div>
        <ChoiceField
          id="overview-group"
          label="Group by"
          value={query.get("group") ?? ""}
          options={[["", "nothing"], ...groupings]}
          onChosen={(group) => {
            setQuery({ group }, { replace: false });
          }}
        />
        {others.length === 0 ? null : <Beside others={others} beside={beside} />}
      </form>
    </div>
  );
}

function Beside({ others, beside }: { others: readonly string[]; beside: readonly string[] }) {
  return (
    <fieldset class="field besides">
      <legend class="label">Side by side with</legend>
      <div class="checks">
        {others.map((name) => (
          <label class="check" key={name}>
            <input
              type="checkbox"
              checked={beside.includes(name)}
              onChange={(event) => {
                const next = event.currentTarget.checked ? [...beside, name] : beside.filter((other) => other !== name);
                setQuery({ beside: next.join(",") }, { replace: false });
              }}
            />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
