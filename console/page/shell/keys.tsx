import { useEffect, useRef, useState } from "preact/hooks";
import { go } from "../router/place.ts";
import { inStackAddress } from "../router/routes.ts";

const shortcuts: { keys: string; text: string; parts?: string[] }[] = [
  { keys: "/", text: "search" },
  { keys: "g o", text: "overview", parts: [] },
  { keys: "g n", text: "new release", parts: ["new"] },
  { keys: "g h", text: "history", parts: ["releases"] },
  { keys: "g f", text: "figures", parts: ["figures"] },
  { keys: "g p", text: "parameters", parts: ["parameters"] },
  { keys: "?", text: "this list" },
];

const stored = "shortcuts";

/** Keys for those who are here often; `?` lists them, and there they can be put off. */
export function Keys({ stack }: { stack: string | undefined }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(() => localStorage.getItem(stored) !== "off");
  useEffect(() => {
    let before = "";
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "?") dialog.current?.showModal();
      if (!on || stack === undefined) return;
      const known = shortcuts.find(({ keys }) => keys === `${before} ${event.key}`);
      before = event.key;
      if (known?.parts !== undefined) go(inStackAddress(stack, known.parts));
      else if (event.key === "/") focusSearch(event);
    };
    addEventListener("keydown", pressed);
    return () => {
      removeEventListener("keydown", pressed);
    };
  }, [on, stack]);
  return (
    <dialog ref={dialog} aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <ul class="keyList">
        {shortcuts.map(({ keys, text }) => (
          <li key={keys}>
            <span>
              {keys.split(" ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
            {text}
          </li>
        ))}
      </ul>
      <label class="check">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => {
            const { checked } = event.currentTarget;
            localStorage.setItem(stored, checked ? "on" : "off");
            setOn(checked);
          }}
        />
        Listen to these keys
      </label>
      <form method="dialog">
        <button class="button">Close</button>
      </form>
    </dialog>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, select, textarea, dialog, [contenteditable]") !== null;
}

function focusSearch(event: Event): void {
  const field = document.querySelector<HTMLInputElement>("main input[type=search]");
  if (field === null) return;
  event.preventDefault();
  field.focus();
}
