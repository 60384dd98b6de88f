import { releaseKinds, releaseResults } from "../../../../records/record.ts";
import { useLive } from "../../live/context.ts";
import { setQuery, usePlace } from "../../router/place.ts";
import { Typed } from "../../parts/typed.tsx";
import { ChoiceField } from "../../parts/choiceField.tsx";

export const filterNames = ["service", "result", "kind", "operator", "since", "until"] as const;

const periods = [
  ["", "any time"],
  ["1d", "the last day"],
  ["7d", "the last 7 days"],
  ["30d", "the last 30 days"],
  ["90d", "the last 90 days"],
] as const;

/** Each stands in the address, so that what is seen can be handed around. */
export function Filters() {
  const { query } = usePlace();
  const services = (useLive().state.overview?.rows ?? []).map(({ service }) => service);
  const chosen = (name: string) => query.get(name) ?? "";
  const select = (name: string, label: string, options: readonly (readonly [string, string])[]) => (
    <ChoiceField
      id={`filter-${name}`}
      label={label}
      value={chosen(name)}
      options={options}
      onChosen={(value) => {
        setQuery({ [name]: value }, { replace: false });
      }}
    />
  );
  const since = chosen("since");
  const known = periods.some(([key]) => key === since);
  return (
    <form
      class="filters"
      role="search"
      aria-label="Filter releases"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <div class="field wide">
        <label htmlFor="filter-service">Service</label>
        <Typed
          id="filter-service"
          list={services}
          value={chosen("service")}
          placeholder="any"
          onTyped={(service) => {
            setQuery({ service });
          }}
        />
      </div>
      {select("result", "Result", [["", "any"], ...releaseResults.map((result) => [result, result] as const)])}
      {select("kind", "Kind", [["", "any"], ...releaseKinds.map((kind) => [kind, kind] as const)])}
      <div class="field">
        <label htmlFor="filter-operator">Operator</label>
        <Typed
          id="filter-operator"
          value={chosen("operator")}
          placeholder="anybody"
          onTyped={(operator) => {
            setQuery({ operator });
          }}
        />
      </div>
      {select("since", "Time", known ? periods : [...periods, [since, `since ${since}`]])}
    </form>
  );
}
