import { useMemo, useState } from "preact/hooks";
import { knownPaths } from "./schema.ts";

interface AddProps {
  schema: Readonly<Record<string, unknown>>;
  known: readonly string[];
  add: (path: string) => void;
}

/** A parameter that nothing says yet: by its path, those of the schema offered. */
export function AddParameter({ schema, known, add }: AddProps) {
  const [path, setPath] = useState("");
  const offered = useMemo(() => knownPaths(schema).filter((one) => !known.includes(one)), [schema, known]);
  const fits = /^[A-Za-z][\w.\-/[\]]*$/.test(path);
  const submit = (event: Event) => {
    event.preventDefault();
    if (!fits) return;
    add(path);
    setPath("");
  };
  return (
    <form class="addParameter" onSubmit={submit}>
      <div class="field">
        <label htmlFor="add-parameter">Another parameter</label>
        <input
          id="add-parameter"
          class="input"
          list="add-parameter-known"
          placeholder="env.GREETING"
          autocomplete="off"
          spellcheck={false}
          value={path}
          onInput={(event) => {
            setPath(event.currentTarget.value.trim());
          }}
        />
        <datalist id="add-parameter-known">
          {offered.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </div>
      <button class="button" aria-disabled={!fits}>
        Add
      </button>
    </form>
  );
}
