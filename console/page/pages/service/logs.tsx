import { useEffect, useMemo, useReducer, useState } from "preact/hooks";
import type { LogLine, ServiceDetail } from "../../../api/service.ts";
import { gather } from "../../live/context.ts";
import { LogView } from "../../parts/logView.tsx";
import { PageHead } from "../../parts/page.tsx";
import { Sign } from "../../parts/sign.tsx";
import { TroubleBox } from "../../parts/states.tsx";
import { Typed } from "../../parts/typed.tsx";
import { setQuery, usePlace } from "../../router/place.ts";
import { inStackAddress } from "../../router/routes.ts";
import { apiPath } from "../../wire/ask.ts";
import { readStream, type Connection } from "../../wire/stream.ts";
import { useAsk } from "../../wire/useAsk.ts";
import { ChoiceField } from "../../parts/choiceField.tsx";

const mostLines = 5000;

/** What a service's pods write, followed. */
export function LogsPage({ stack, service }: { stack: string; service: string }) {
  const { query } = usePlace();
  const pod = query.get("pod") ?? "";
  const container = query.get("container") ?? "";
  const text = query.get("q") ?? "";
  const { data } = useAsk<ServiceDetail>(apiPath(["stacks", stack, "services", service]));
  const [wrapped, setWrapped] = useState(true);
  const { lines, connection, ended } = useLog(
    apiPath(["stacks", stack, "services", service, "logs"], { pod, container, tail: 500, follow: true }),
  );
  const shown = useMemo(() => {
    const wanted = text.toLowerCase();
    return wanted === "" ? lines : lines.filter(({ line }) => line.toLowerCase().includes(wanted));
  }, [lines, text]);
  const select = (name: string, label: string, value: string, options: readonly string[]) => (
    <ChoiceField
      id={`log-${name}`}
      label={label}
      value={value}
      options={[["", "all"], ...new Set([...options, ...(value === "" ? [] : [value])])]}
      onChosen={(chosen) => {
        setQuery({ [name]: chosen });
      }}
    />
  );
  return (
    <>
      <PageHead
        title={`Logs of ${service}`}
        crumbs={[
          { text: stack, to: inStackAddress(stack) },
          { text: service, to: inStackAddress(stack, ["services", service]) },
        ]}
        lead={<Following connection={connection} ended={ended} />}
      />
      <form
        class="filters"
        role="search"
        aria-label="Log lines"
        onSubmit={(event) => {
          event.preventDefault();
        }}
      >
        <div class="field wide">
          <label htmlFor="log-search">Lines with</label>
          <Typed
            id="log-search"
            value={text}
            placeholder="any text"
            restMs={120}
            onTyped={(q) => {
              setQuery({ q });
            }}
          />
        </div>
        {select(
          "pod",
          "Pod",
          pod,
          (data?.pods ?? []).map(({ name }) => name),
        )}
        {select("container", "Container", container, data?.containers ?? [])}
        <label class="check">
          <input
            type="checkbox"
            checked={wrapped}
            onChange={(event) => {
              setWrapped(event.currentTarget.checked);
            }}
          />
          Wrap lines
        </label>
      </form>
      {connection.state === "over" ? <TroubleBox trouble={connection.trouble} what="The log" /> : null}
      <div class={wrapped ? "logPage" : "logPage unwrapped"}>
        <LogView lines={shown} label={`Log of ${service}`} follow />
      </div>
      <p class="small soft">
        {shown.length === lines.length ? `${lines.length} lines` : `${shown.length} of ${lines.length} lines`}
        {lines.length >= mostLines ? ", older ones are let go" : ""}. Secrets that are known are hidden.
      </p>
    </>
  );
}

function Following({ connection, ended }: { connection: Connection; ended: boolean }) {
  if (ended) return <Sign tone="quiet" shape="stopped" text="The log has ended" />;
  if (connection.state === "open") return <Sign tone="busy" shape="busy" text="Following" />;
  if (connection.state === "over") return <Sign tone="bad" shape="failed" text="Not to be read" />;
  return <Sign tone="quiet" shape="clock" text={connection.state === "lost" ? "Lost, trying again" : "Opening"} />;
}

function useLog(path: string): { lines: readonly LogLine[]; connection: Connection; ended: boolean } {
  const [lines, take] = useReducer(
    (before: readonly LogLine[], more: readonly LogLine[] | "new") =>
      more === "new" ? [] : [...before, ...more].slice(-mostLines),
    [],
  );
  const [connection, setConnection] = useState<Connection>({ state: "opening" });
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    take("new");
    setEnded(false);
    const gone = new AbortController();
    const gathered = gather<LogLine>(take);
    void readStream({
      path,
      signal: gone.signal,
      onEvent: (event, type) => {
        if (type === "end") {
          setEnded(true);
          gone.abort();
        } else gathered(event as LogLine);
      },
      onConnection: (now) => {
        // It begins again with the lines that it ends on: those that are there would come twice.
        if (now.state === "lost") take("new");
        setConnection(now);
      },
    });
    return () => {
      gone.abort();
    };
  }, [path]);
  return { lines, connection, ended };
}
