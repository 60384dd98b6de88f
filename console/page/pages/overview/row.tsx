import { useMemo } from "preact/hooks";
import type { ServiceRow } from "../../../api/overview.ts";
import { VersionMove } from "../../parts/changes.tsx";
import { ShapeMark } from "../../parts/shapes.tsx";
import { ResultSign, StateSign } from "../../parts/sign.tsx";
import { Time } from "../../parts/time.tsx";
import { Link } from "../../router/link.tsx";
import { inStackAddress } from "../../router/routes.ts";

interface LineProps {
  stack: string;
  row: ServiceRow;
  beside: readonly string[];
  picked: boolean | undefined;
  toggle: ((service: string) => void) | undefined;
}

/** One service: drawn anew only when its row is another one. */
export function ServiceLine({ stack, row, beside, picked, toggle }: LineProps) {
  return useMemo(
    () => <Line stack={stack} row={row} beside={beside} picked={picked} toggle={toggle} />,
    [stack, row, beside, picked, toggle],
  );
}

function Line({ stack, row, beside, picked, toggle }: LineProps) {
  const { service, owner, template, runs, wanted, state, message, since, by, last, canary, drift, elsewhere } = row;
  return (
    <tr role="row" class={picked === true ? "picked" : undefined}>
      {toggle === undefined ? null : (
        <td role="cell" class="cellPick">
          <input
            type="checkbox"
            checked={picked === true}
            aria-label={`Choose ${service}`}
            onChange={() => {
              toggle(service);
            }}
          />
        </td>
      )}
      <th scope="row" role="rowheader" class="cellName">
        <Link class="rowLink" to={inStackAddress(stack, ["services", service])}>
          {service}
        </Link>
        <p class="small soft">{[owner, template].filter(Boolean).join(" · ")}</p>
      </th>
      <td role="cell" class="cellVersion">
        {runs !== undefined && wanted !== undefined && runs !== wanted ? (
          <VersionMove from={runs} to={wanted} />
        ) : (
          <code class="version">{runs ?? wanted ?? "–"}</code>
        )}
        {canary === undefined ? null : (
          <span class="chip busy canaryChip">
            <ShapeMark shape="split" /> {`canary ${canary.version}, ${canary.weight} %`}
          </span>
        )}
      </td>
      <td role="cell" class="cellPods">
        <Pods row={row} />
      </td>
      <td role="cell" class="cellState">
        <StateSign state={state} />
        {drift > 0 && state !== "drifted" ? (
          <span class="sign warn">
            <ShapeMark shape="warn" />
            <span>{drift === 1 ? "1 object drifted" : `${drift} objects drifted`}</span>
          </span>
        ) : null}
        {message === "" ? null : <p class="small soft clamp">{message}</p>}
      </td>
      <td role="cell" class="cellSince">
        {since === undefined ? <span class="soft">–</span> : <Time at={since} />}
        {by === undefined ? null : <p class="small soft break">{by}</p>}
      </td>
      <td role="cell" class="cellLast">
        {last === undefined ? (
          <span class="soft">none on record</span>
        ) : (
          <>
            <Link class="quietLink" to={inStackAddress(stack, ["releases", last.id])}>
              <ResultSign result={last.result} />
            </Link>
            <p class="small soft">
              {last.kind}, <Time at={last.at} />
            </p>
          </>
        )}
      </td>
      {beside.map((name) => (
        <Elsewhere key={name} stack={name} version={elsewhere[name]} here={runs} />
      ))}
    </tr>
  );
}

function Elsewhere({ stack, version, here }: { stack: string; version: string | undefined; here: string | undefined }) {
  return (
    <td role="cell" class="cellBeside" data-stack={stack}>
      {version === undefined ? (
        <span class="soft">not there</span>
      ) : (
        <>
          <code class={version === here ? "version" : "version other"}>{version}</code>
          <span class="small soft"> {version === here ? "the same" : "another"}</span>
        </>
      )}
    </td>
  );
}

const mostDots = 12;

function Pods({ row: { desired, available, state } }: { row: ServiceRow }) {
  if (state === "scheduled" || state === "suspended")
    return <span class="soft">{desired === 0 ? "no run now" : desired === 1 ? "1 run" : `${desired} runs`}</span>;
  if (state === "absent" && desired + available === 0) return <span class="soft">–</span>;
  const text = `${available} of ${desired}`;
  return (
    <span class="podCount">
      <span class="nowrap">{text}</span>
      {desired > mostDots ? null : (
        <span class="dots" aria-hidden="true">
          {Array.from({ length: Math.max(desired, available) }, (_, index) => (
            <span key={index} class={index < available ? "dot on" : "dot"} />
          ))}
        </span>
      )}
    </span>
  );
}
