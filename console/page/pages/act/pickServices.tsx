import { useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import type { ServiceRow } from "../../../api/overview.ts";
import { useLive } from "../../live/context.ts";
import { Section } from "../../parts/page.tsx";
import { StateSign } from "../../parts/sign.tsx";
import { Empty } from "../../parts/states.tsx";
import { Typed } from "../../parts/typed.tsx";
import { setQuery } from "../../router/place.ts";
import { chosenRows } from "../overview/choose.ts";
import { servicesText, type Draft } from "./draft.ts";

interface PickProps {
  draft: Draft;
  title?: string;
  /** Which services can be chosen; default: all. */
  fits?: (row: ServiceRow) => boolean;
  /** One alone. */
  single?: boolean;
  /** Beside the name of a chosen one: its version. */
  beside?: (row: ServiceRow) => ComponentChildren;
  none?: string;
}

const mostOffered = 50;

/** Services to be chosen; what is chosen stands in the address. */
export function PickServices({ draft, title = "Services", fits, single = false, beside, none }: PickProps) {
  const [text, setText] = useState("");
  const rows = (useLive().state.overview?.rows ?? [])
    .filter(fits ?? (() => true))
    .sort((a, b) => a.service.localeCompare(b.service));
  const { services } = draft;
  const found = chosenRows(rows, { text, state: "" });
  const offered = new Set(found.slice(0, mostOffered).map(({ service }) => service));
  // In their own order whatever is chosen: what moves under the focus loses it.
  const shown = rows.filter(({ service }) => services.has(service) || offered.has(service));
  const toggle = (service: string, on: boolean) => {
    const next = new Map(single ? [] : services);
    if (on) next.set(service, services.get(service) ?? "");
    else next.delete(service);
    setQuery({ services: servicesText(next) });
  };
  return (
    <Section title={title} end={<span class="small soft">{`${services.size} chosen`}</span>}>
      {rows.length === 0 ? (
        <Empty title={none ?? "No service to choose"} />
      ) : (
        <>
          {rows.length < 8 ? null : (
            <div class="field">
              <label htmlFor="pick-search">Search</label>
              <Typed
                id="pick-search"
                value={text}
                placeholder="service, owner, version"
                restMs={80}
                onTyped={setText}
              />
            </div>
          )}
          <ul class="pickList">
            {shown.map((row) => {
              const chosen = services.has(row.service);
              return (
                <li key={row.service} class={chosen ? "picked" : undefined}>
                  <label class="check">
                    <input
                      type={single ? "radio" : "checkbox"}
                      name="service"
                      checked={chosen}
                      onChange={(event) => {
                        toggle(row.service, event.currentTarget.checked);
                      }}
                    />
                    <span class="break">
                      <strong>{row.service}</strong> <code class="version">{row.runs ?? row.wanted ?? "–"}</code>
                    </span>
                  </label>
                  <span class="pickState">
                    <StateSign state={row.state} />
                    <span class="small soft">{row.owner ?? ""}</span>
                  </span>
                  {chosen && beside !== undefined ? <div class="pickMore">{beside(row)}</div> : null}
                </li>
              );
            })}
          </ul>
          {found.length > mostOffered ? (
            <p class="small soft">{`${found.length - mostOffered} more; search for them.`}</p>
          ) : null}
        </>
      )}
    </Section>
  );
}
