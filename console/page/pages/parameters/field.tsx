import type { Setting } from "../../../api/parameters.ts";
import { asText, fieldSchema, type FieldSchema } from "./schema.ts";

const secret = "[secret]";

interface FieldProps {
  schema: Readonly<Record<string, unknown>>;
  setting: Setting;
  /** What was typed; undefined: nothing; null: to be taken out. */
  typed: string | null | undefined;
  problems: readonly string[];
  onTyped: (text: string | null) => void;
}

/** One parameter: its value, what it is, where it comes from, and what is wrong with what was typed. */
export function SettingField({ schema, setting, typed, problems, onTyped }: FieldProps) {
  const { path, value, from, at } = setting;
  // A secret never leaves the server: it is set where nobody looks over the shoulder.
  const may = setting.may && value !== secret;
  const field = fieldSchema(schema, path);
  const id = `parameter-${path}`;
  const before = asText(value);
  const text = typed === undefined ? before : (typed ?? "");
  const invalid = problems.length > 0;
  const said = from === "basic" || from === "release" || from === "stack";
  return (
    <div class={typed === undefined ? "field setting" : "field setting typed"}>
      <div class="settingName">
        <label htmlFor={id}>
          <code>{path}</code>
        </label>
        {typed === undefined ? null : <span class="chip busy">{typed === null ? "taken out" : "changed"}</span>}
      </div>
      {may ? (
        <div class="settingRow">
          <Control id={id} field={field} text={text} invalid={invalid} onTyped={onTyped} />
          {typed === undefined ? null : (
            <button
              type="button"
              class="button plain"
              onClick={() => {
                onTyped(before);
              }}
            >
              Undo<span class="hidden">{` the change of ${path}`}</span>
            </button>
          )}
          {said && typed !== null ? (
            <button
              type="button"
              class="button plain"
              onClick={() => {
                onTyped(null);
              }}
            >
              Take out<span class="hidden">{` ${path}`}</span>
            </button>
          ) : null}
        </div>
      ) : (
        <output id={id} class="settingValue break">
          <code>{before === "" ? "not set" : before}</code>
        </output>
      )}
      {problems.map((problem) => (
        <p class="wrong" key={problem} id={`${id}-wrong`}>
          {problem}
        </p>
      ))}
      <p class="hint" id={`${id}-hint`}>
        {field.description === undefined ? null : <Marked text={`${field.description} `} />}
        <span class="origin">
          From {at === undefined ? (froms[from] ?? from) : `${froms[from] ?? from}, ${at}`}
          {field.default === undefined || saysDefault(field.description) ? "" : `; default ${field.default}`}.
        </span>
      </p>
    </div>
  );
}

const froms: Readonly<Record<string, string>> = { basic: "its basic parameters", release: "what is released" };

/** The schema's own words name it mostly. */
function saysDefault(description = ""): boolean {
  return /\bdefault\b/.test(description);
}

/** What stands between backticks is code. */
function Marked({ text }: { text: string }) {
  return (
    <span>{text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</span>
  );
}

interface ControlProps {
  id: string;
  field: FieldSchema;
  text: string;
  invalid: boolean;
  onTyped: (text: string) => void;
}

function Control({ id, field, text, invalid, onTyped }: ControlProps) {
  const { kind, options = [], minimum, maximum } = field;
  const described = invalid ? `${id}-wrong ${id}-hint` : `${id}-hint`;
  const common = { id, class: "input", value: text, "aria-invalid": invalid, "aria-describedby": described } as const;
  const typed = (event: { currentTarget: { value: string } }) => {
    onTyped(event.currentTarget.value);
  };
  if (kind === "yesNo" || kind === "choice") {
    const all = kind === "yesNo" ? ["true", "false"] : options;
    return (
      <select {...common} onChange={typed}>
        {all.includes(text) ? null : <option value={text}>{text === "" ? "not set" : text}</option>}
        {all.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    );
  }
  if (kind === "json")
    return <textarea {...common} rows={Math.min(8, text.split("\n").length + 1)} spellcheck={false} onInput={typed} />;
  const range = minimum === undefined && maximum === undefined ? "" : `${minimum ?? ""} to ${maximum ?? ""}`;
  return (
    <>
      <input
        {...common}
        type="text"
        inputMode={kind === "number" ? "numeric" : "text"}
        placeholder={range}
        autocomplete="off"
        spellcheck={false}
        {...(options.length > 0 ? { list: `${id}-known` } : {})}
        onInput={typed}
      />
      {options.length === 0 ? null : (
        <datalist id={`${id}-known`}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
    </>
  );
}
