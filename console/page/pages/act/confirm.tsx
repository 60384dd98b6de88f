import { useState } from "preact/hooks";
import type { Overview } from "../../../api/overview.ts";
import { Section } from "../../parts/page.tsx";

interface ConfirmProps {
  stack: string;
  /** What the button says, before the stack's name. */
  button: string;
  danger: boolean;
  overview: Overview;
  /** The plan changes nothing. */
  nothing: boolean;
  busy: boolean;
  begin: (message: string, despiteFreeze: string | undefined) => void;
}

/** Why, and the button: after the plan, and never before it. */
export function Confirm({ stack, button, danger, overview: { frozen }, nothing, busy, begin }: ConfirmProps) {
  const [message, setMessage] = useState("");
  const [despite, setDespite] = useState("");
  const [told, setTold] = useState(false);
  const wrong = message.trim() === "";
  const submit = (event: Event) => {
    event.preventDefault();
    setTold(true);
    if (wrong || busy) return;
    begin(message.trim(), despite.trim() === "" ? undefined : despite.trim());
  };
  return (
    <Section title="Why">
      <form class="confirm" onSubmit={submit}>
        <div class="field">
          <label htmlFor="message">Description, for the history</label>
          <textarea
            id="message"
            class="input"
            rows={2}
            maxLength={2000}
            value={message}
            aria-invalid={told && wrong}
            aria-describedby="message-hint"
            onInput={(event) => {
              setMessage(event.currentTarget.value);
            }}
          />
          <p id="message-hint" class={told && wrong ? "wrong" : "hint"}>
            {told && wrong
              ? "Say why: whoever reads the history wants to know."
              : "What changes for those who use it, and why now."}
          </p>
        </div>
        {frozen.length === 0 ? null : (
          <div class="field">
            <label htmlFor="despite">Though it is frozen, because</label>
            <input
              id="despite"
              class="input"
              value={despite}
              onInput={(event) => {
                setDespite(event.currentTarget.value);
              }}
            />
            <p class="hint">
              Empty: it is refused where the freeze is for these services. The reason stands in the record.
            </p>
          </div>
        )}
        <div class="actions">
          <button type="submit" class={danger ? "button danger first" : "button first"} aria-disabled={busy}>
            {busy ? "Beginning…" : `${button} in ${stack}`}
          </button>
          {nothing ? <p class="small soft">The plan changes nothing; it may be done all the same.</p> : null}
        </div>
      </form>
    </Section>
  );
}
