import type { ReleaseSummary } from "../../api/releases.ts";
import { useLive } from "../live/context.ts";
import { useNow } from "../parts/now.ts";
import { ShapeMark } from "../parts/shapes.tsx";
import { Ago, Time } from "../parts/time.tsx";
import { Link } from "../router/link.tsx";
import { usePlace } from "../router/place.ts";
import { inStackAddress } from "../router/routes.ts";
import { agoText } from "../../shared/times.ts";

/** What is true of the whole stack now: that it cannot be reached, is released, or frozen. */
export function Strips({ stack }: { stack: string | undefined }) {
  const { state, connection } = useLive();
  const { overview } = state;
  if (stack === undefined) return null;
  const away = connection.state === "lost" || overview?.reached === false;
  const any = away || overview?.releasing !== undefined || (overview?.frozen ?? []).length > 0;
  return (
    <div class="strips" role={any ? "region" : undefined} aria-label={any ? "State of the stack" : undefined}>
      <div role="status">
        {connection.state === "lost" ? <Lost lastSeen={connection.lastSeen} /> : null}
        {connection.state !== "lost" && overview?.reached === false ? <Away lastSeen={overview.lastSeen} /> : null}
      </div>
      {overview?.releasing === undefined ? null : (
        <p class="strip busy">
          <ShapeMark shape="busy" />
          <span class="break">
            <Running summary={state.records.get(overview.releasing.id)} text={overview.releasing.text} />{" "}
            <Watch to={inStackAddress(stack, ["releases", overview.releasing.id])} />
          </span>
        </p>
      )}
      {(overview?.frozen ?? []).map((freeze) => (
        <p class="strip" key={`${freeze.at} ${freeze.until}`}>
          <ShapeMark shape="paused" />
          <span class="break">
            <strong>Frozen</strong>: {freeze.services?.join(", ") ?? "the whole stack"} until <Time at={freeze.until} />
            , by {freeze.operator}: {freeze.reason}
          </span>
        </p>
      ))}
    </div>
  );
}

/** Nothing where one watches it already. */
function Watch({ to }: { to: string }) {
  return usePlace().path === to ? null : <Link to={to}>Watch it</Link>;
}

function Running({ summary, text }: { summary: ReleaseSummary | undefined; text: string }) {
  if (summary === undefined) return <>{text}.</>;
  const { kind, what, operator, startedAt } = summary;
  return (
    <>
      <strong>{what === "" ? kind : `${kind} ${what}`}</strong>, by {operator}, begun <Ago at={startedAt} />.
    </>
  );
}

function Lost({ lastSeen }: { lastSeen: number | undefined }) {
  const now = useNow(1000);
  const seen = lastSeen === undefined ? "not reached yet" : `last seen ${agoText(lastSeen, now)}`;
  return (
    <p class="strip bad">
      <ShapeMark shape="warn" />
      <span>
        <strong>Offline</strong>: the server was {seen}, trying. What is shown may be old.
      </span>
    </p>
  );
}

function Away({ lastSeen }: { lastSeen: string }) {
  const now = useNow(1000);
  return (
    <p class="strip bad">
      <ShapeMark shape="warn" />
      <span>
        <strong>The cluster does not answer</strong>: last seen {agoText(Date.parse(lastSeen), now)}, trying. What is
        shown may be old.
      </span>
    </p>
  );
}
