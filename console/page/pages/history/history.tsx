import { useEffect, useState } from "preact/hooks";
import type { Releases, ReleaseSummary } from "../../../api/releases.ts";
import { useLive } from "../../live/context.ts";
import { PageHead } from "../../parts/page.tsx";
import { Empty, Loading, TroubleBox } from "../../parts/states.tsx";
import { usePlace } from "../../router/place.ts";
import { inStackAddress } from "../../router/routes.ts";
import { Link } from "../../router/link.tsx";
import { ask, apiPath } from "../../wire/ask.ts";
import { troubleThrown, type Trouble } from "../../wire/trouble.ts";
import { useAsk } from "../../wire/useAsk.ts";
import { Filters, filterNames } from "./filters.tsx";
import { ReleaseList } from "./list.tsx";
import { Strip } from "./strip.tsx";

/** Every release of a stack, newest first; the filters stand in the address. */
export function HistoryPage({ stack }: { stack: string }) {
  const { query } = usePlace();
  const filters = Object.fromEntries(filterNames.map((name) => [name, query.get(name) ?? undefined]));
  const filtered = filterNames.some((name) => filters[name] !== undefined);
  const path = apiPath(["stacks", stack, "releases"], { ...filters, limit: 100 });
  const asked = useAsk<Releases>(path);
  const { changes, records } = useLive().state;
  const { again } = asked;
  useEffect(() => {
    if (changes > 0) again();
  }, [changes, again]);
  return (
    <>
      <PageHead
        title="History"
        tab={`History of ${stack}`}
        crumbs={[{ text: stack, to: inStackAddress(stack) }]}
        lead="Who released what, when, why, and how it ended."
      >
        <Link class="button" to={inStackAddress(stack, ["figures"])}>
          Figures
        </Link>
      </PageHead>
      <Filters />
      {asked.data === undefined ? (
        asked.trouble === undefined ? (
          <Loading what="the history" lines={10} />
        ) : (
          <TroubleBox trouble={asked.trouble} what="The history" />
        )
      ) : asked.data.releases.length === 0 ? (
        <Nothing stack={stack} filtered={filtered} />
      ) : (
        <Found key={path} stack={stack} path={path} first={asked.data} running={records} />
      )}
    </>
  );
}

function Nothing({ stack, filtered }: { stack: string; filtered: boolean }) {
  if (!filtered)
    return (
      <Empty title="No release yet">
        The first one is made by <Link to={inStackAddress(stack, ["new"])}>New release</Link>, or by{" "}
        <code>release up</code> in a terminal.
      </Empty>
    );
  return (
    <Empty title="No release matches">
      <Link to={inStackAddress(stack, ["releases"])}>Show all of them</Link>
    </Empty>
  );
}

interface FoundProps {
  stack: string;
  path: string;
  first: Releases;
  running: ReadonlyMap<string, ReleaseSummary>;
}

function Found({ stack, path, first, running }: FoundProps) {
  const [older, setOlder] = useState<Releases[]>([]);
  const [state, setState] = useState<"rest" | "asking" | Trouble>("rest");
  const last = older.at(-1) ?? first;
  const more = () => {
    if (last.next === undefined) return;
    setState("asking");
    ask<Releases>(`${path}${path.includes("?") ? "&" : "?"}before=${encodeURIComponent(last.next)}`).then(
      (answer) => {
        setOlder((before) => [...before, answer]);
        setState("rest");
      },
      (error: unknown) => {
        setState(troubleThrown(error));
      },
    );
  };
  const all = [first, ...older].flatMap(({ releases }) => releases).map((one) => running.get(one.id) ?? one);
  // A release that ended while older ones were read may stand on both.
  const releases = [...new Map(all.map((one) => [one.id, one])).values()];
  return (
    <>
      <Strip stack={stack} releases={releases} />
      <ReleaseList stack={stack} releases={releases} />
      {typeof state === "object" ? <TroubleBox trouble={state} what="Older releases" once /> : null}
      {last.next === undefined ? (
        <p class="soft small center">That is all of them.</p>
      ) : (
        <p class="center">
          <button type="button" class="button" onClick={more} disabled={state === "asking"}>
            {state === "asking" ? "Reading…" : "Older releases"}
          </button>
        </p>
      )}
    </>
  );
}
