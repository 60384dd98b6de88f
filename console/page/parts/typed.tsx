import { useEffect, useRef, useState } from "preact/hooks";

interface TypedProps {
  id: string;
  value: string;
  placeholder: string;
  onTyped: (value: string) => void;
  /** What is known and offered. */
  list?: readonly string[];
  type?: "text" | "search";
  /** After how many ms of rest it is told. */
  restMs?: number;
}

/** A field whose value counts once the typing rests, or it is left. */
export function Typed({ id, value, placeholder, onTyped, list, type = "search", restMs = 250 }: TypedProps) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    setText(value);
  }, [value]);
  const tell = (typed: string) => {
    clearTimeout(timer.current);
    if (typed !== value) onTyped(typed);
  };
  return (
    <>
      <input
        id={id}
        class="input"
        type={type}
        value={text}
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        {...(list === undefined ? {} : { list: `${id}-known` })}
        onInput={(event) => {
          const typed = event.currentTarget.value;
          setText(typed);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            tell(typed);
          }, restMs);
        }}
        onChange={(event) => {
          tell(event.currentTarget.value);
        }}
      />
      {list === undefined ? null : (
        <datalist id={`${id}-known`}>
          {list.map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
      )}
    </>
  );
}
