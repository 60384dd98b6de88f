import type { ServiceRow } from "../../../api/overview.ts";
import type { KnownVersion, Versions } from "../../../api/service.ts";
import { Time } from "../../parts/time.tsx";
import { Typed } from "../../parts/typed.tsx";
import { setQuery } from "../../router/place.ts";
import { apiPath } from "../../wire/ask.ts";
import { useAsk } from "../../wire/useAsk.ts";
import { servicesText, type Draft } from "./draft.ts";
import { PickServices } from "./pickServices.tsx";

/** Services, the version of each, and whether a share of the requests goes first. */
export function UpForm({ stack, draft }: { stack: string; draft: Draft }) {
  const setVersion = (service: string, version: string) => {
    setQuery({ services: servicesText(new Map(draft.services).set(service, version)) });
  };
  return (
    <>
      <PickServices
        draft={draft}
        title="Services and versions"
        beside={(row) => (
          <VersionField
            stack={stack}
            row={row}
            version={draft.services.get(row.service) ?? ""}
            set={(version) => {
              setVersion(row.service, version);
            }}
          />
        )}
      />
      <label class="check canaryCheck">
        <input
          type="checkbox"
          checked={draft.canary}
          onChange={(event) => {
            setQuery({ canary: event.currentTarget.checked ? "yes" : "" });
          }}
        />
        As a canary: a share of the requests first, and the rest when its checks are good
      </label>
    </>
  );
}

interface VersionFieldProps {
  stack: string;
  row: ServiceRow;
  version: string;
  set: (version: string) => void;
}

const offered = 6;

function VersionField({ stack, row: { service, runs }, version, set }: VersionFieldProps) {
  const { data, loading } = useAsk<Versions>(apiPath(["stacks", stack, "services", service, "versions"]));
  const known = (data?.known ?? []).filter((one) => one.version !== runs);
  const id = `version-${service}`;
  return (
    <div class="field">
      <label htmlFor={id}>{`Version of ${service}`}</label>
      <Typed
        id={id}
        type="text"
        value={version}
        placeholder="tag or digest"
        onTyped={set}
        list={known.map((one) => one.version)}
      />
      <div class="offered" role="group" aria-label={`Known versions of ${service}`}>
        {loading ? <span class="small soft">asking for known tags…</span> : null}
        {known.slice(0, offered).map((one) => (
          <button
            type="button"
            key={one.version}
            class="stateChip"
            aria-pressed={one.version === version}
            onClick={() => {
              set(one.version);
            }}
          >
            <code>{one.version}</code>{" "}
            <span class="small soft">
              <Origin known={one} />
            </span>
          </button>
        ))}
        {data !== undefined && known.length === 0 ? (
          <span class="small soft">No other tag is known: type one.</span>
        ) : null}
      </div>
    </div>
  );
}

function Origin({ known: { from, at, result } }: { known: KnownVersion }) {
  if (from === "registry") return <>new in the registry</>;
  return (
    <>
      {result ?? "released"}
      {at === undefined ? null : (
        <>
          , <Time at={at} />
        </>
      )}
    </>
  );
}
