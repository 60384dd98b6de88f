import { useEffect, useMemo, useState } from "preact/hooks";
import type { CheckAnswer, CheckRequest, Parameters, ServiceSettings } from "../../../api/parameters.ts";
import { Findings } from "../../parts/findings.tsx";
import { Section } from "../../parts/page.tsx";
import { ShapeMark } from "../../parts/shapes.tsx";
import { TroubleBox } from "../../parts/states.tsx";
import { Typed as TypedField } from "../../parts/typed.tsx";
import { useRights } from "../../session.ts";
import { apiPath, ask } from "../../wire/ask.ts";
import { NotAnswered, type Trouble } from "../../wire/trouble.ts";
import { AddParameter } from "./addParameter.tsx";
import { DiffView } from "./diffView.tsx";
import { answersOf, editKey, editsOf, settingGroups, withTyped, type Typed } from "./edits.ts";
import { SettingField } from "./field.tsx";
import { Save } from "./save.tsx";
import { asText } from "./schema.ts";

const titles: Readonly<Record<string, string>> = {
  release: "Release parameters: what runs",
  basic: "Basic parameters: what it is",
};

interface EditorProps {
  stack: string;
  parameters: Parameters;
  service: ServiceSettings;
  again: () => void;
}

export function Editor({ stack, parameters, service, again }: EditorProps) {
  const { schema, base, git } = parameters;
  const [typed, setTyped] = useState<Typed>(new Map());
  const [search, setSearch] = useState("");
  const [own, setOwn] = useState(true);
  const { edits, wrong } = useMemo(() => editsOf(typed, schema), [typed, schema]);
  const { answer, trouble } = useCheck(stack, { base, edits });
  const { byField, rest } = answersOf(answer, typed);
  const groups = settingGroups(service, typed, search, own);
  const mayAny = service.values.some(({ may }) => may);
  // What one may add is what a service is.
  const { basic } = useRights(stack);
  const owner = service.owner ?? "its owner";
  const type = (path: string, text: string | null, before: string) => {
    setTyped((now) => withTyped(now, service.name, path, text, before));
  };
  return (
    <>
      {mayAny ? null : (
        <p class="note quiet">
          <ShapeMark shape="stopped" />
          <span>{`You may look at these and not change them: they are ${service.owner ?? "their owner"}’s.`}</span>
        </p>
      )}
      {mayAny && !basic ? (
        <p class="note quiet">
          <ShapeMark shape="stopped" />
          <span>{`You may change what runs. What the service is, the basic parameters, is for ${owner} to change.`}</span>
        </p>
      ) : null}
      <div class="filters">
        <div class="field wide">
          <label htmlFor="parameters-search">Search</label>
          <TypedField
            id="parameters-search"
            value={search}
            placeholder="parameter or value"
            restMs={80}
            onTyped={setSearch}
          />
        </div>
        <label class="check">
          <input
            type="checkbox"
            checked={own}
            onChange={(event) => {
              setOwn(event.currentTarget.checked);
            }}
          />
          Only what its files say
        </label>
        {basic ? (
          <AddParameter
            schema={schema}
            known={service.values.map(({ path }) => path)}
            add={(path) => {
              setTyped((now) =>
                new Map(now).set(editKey(service.name, path), { service: service.name, path, text: "" }),
              );
            }}
          />
        ) : null}
      </div>
      {groups.length === 0 ? <p class="soft">No parameter matches.</p> : null}
      {groups.map(({ name, settings }) => (
        <Section key={name} title={titles[name] ?? name} class="settings">
          {settings.map((setting) => {
            const key = editKey(service.name, setting.path);
            return (
              <SettingField
                key={setting.path}
                schema={schema}
                setting={setting}
                typed={typed.get(key)?.text}
                problems={[...(wrong.has(key) ? [wrong.get(key) ?? ""] : []), ...(byField.get(key) ?? [])]}
                onTyped={(text) => {
                  type(setting.path, text, asText(setting.value));
                }}
              />
            );
          })}
        </Section>
      ))}
      {typed.size === 0 ? null : (
        <Section title="What this changes">
          <div aria-live="polite" class="checkAnswer">
            {trouble === undefined ? null : <TroubleBox trouble={trouble} what="What the rules say" />}
            {rest.length === 0 ? null : (
              <ul class="findings">
                {rest.map((problem) => (
                  <li class="note bad" key={problem}>
                    <ShapeMark shape="failed" />
                    <span class="break">{problem}</span>
                  </li>
                ))}
              </ul>
            )}
            <Answered answer={answer} />
            {(answer?.diff ?? []).map((diff) => (
              <DiffView key={diff.path} diff={diff} />
            ))}
          </div>
          <Save
            stack={stack}
            base={base}
            edits={edits}
            {...(git === undefined ? {} : { git })}
            refused={wrong.size > 0 || (answer?.problems.length ?? 0) > 0}
            done={() => {
              setTyped(new Map());
              again();
            }}
            again={again}
            drop={() => {
              setTyped(new Map());
            }}
          />
        </Section>
      )}
    </>
  );
}

/** What cannot be read is not held to the rules: then they have said nothing. */
function Answered({ answer }: { answer: CheckAnswer | undefined }) {
  if (answer === undefined) return <p class="soft small">Asking what the rules say…</p>;
  return answer.problems.length > 0 && answer.findings.length === 0 ? null : <Findings findings={answer.findings} />;
}

const restMs = 350;

/** What the server says of what is typed, once the typing rests. */
function useCheck(
  stack: string,
  request: CheckRequest,
): { answer: CheckAnswer | undefined; trouble: Trouble | undefined } {
  const body = JSON.stringify(request);
  const [told, setTold] = useState<{ body: string; answer?: CheckAnswer; trouble?: Trouble }>({ body: "" });
  const none = request.edits.length === 0;
  useEffect(() => {
    if (none) return;
    const gone = new AbortController();
    const timer = setTimeout(() => {
      ask<CheckAnswer>(apiPath(["stacks", stack, "parameters", "check"]), {
        method: "POST",
        body: JSON.parse(body) as CheckRequest,
        signal: gone.signal,
      }).then(
        (answer) => {
          setTold({ body, answer });
        },
        (error: unknown) => {
          if (error instanceof NotAnswered) setTold({ body, trouble: error.trouble });
        },
      );
    }, restMs);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [stack, body, none]);
  if (none) return { answer: { problems: [], findings: [], diff: [] }, trouble: undefined };
  return told.body === body
    ? { answer: told.answer, trouble: told.trouble }
    : { answer: undefined, trouble: undefined };
}
