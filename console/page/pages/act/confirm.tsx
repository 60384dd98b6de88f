import { useState } from "preact/hooks";
import type { ActRequest } from "../../../api/acts.ts";
import type { Overview } from "../../../api/overview.ts";
import { Section } from "../../parts/page.tsx";

/** What one says beside the plan. */
export type Reasons = Pick<ActRequest, "message" | "despiteFreeze" | "emergency">;

interface ConfirmProps {
  stack: string;
  /** What the button says, before the stack's name. */
  button: string;
  /** It is approved by others first, where the stack asks for that. */
  waits: boolean;
  danger: boolean;
  overview: Overview;
  /** The plan changes nothing. */
  nothing: boolean;
  busy: boolean;
  begin: (reasons: Reasons) => void;
}

/** Why, and the button: after the plan, and never before it. */
export function Confirm({ stack, button, waits, danger, overview, nothing, busy, begin }: ConfirmProps) {
  const { frozen, asked } = overview;
  const [message, setMessage] = useState("");
  const [despite, setDespite] = useState("");
  const [emergency, setEmergency] = useState("");
  const [told, setTold] = useState(false);
  const wrong = message.trim() === "";
  const submit = (event: Event) => {
    event.preventDefault();
    setTold(true);
    if (wrong || busy) return;
    begin({
      message: message.trim(),
      ...(despite.trim() === "" ? {} : { despiteFreeze: despite.trim() }),
      ...(emergency.trim() === "" ? {} : { emergency: emergency.trim() }),
    });
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
          <Reason
            id="despite"
            label="Though it is frozen, because"
            hint="Empty: it is refused where the freeze is for these services. The reason stands in the record."
            value={despite}
            set={setDespite}
          />
        )}
        {asked === undefined || !waits ? null : (
          <Reason
            id="emergency"
            label="In an emergency, without approval, because"
            hint={`Empty: it stands proposed until ${asked.count} of ${asked.from} approve it. The reason stands in the record.`}
            value={emergency}
            set={setEmergency}
          />
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

interface ReasonProps {
  id: string;
  label: string;
  hint: string;
  value: string;
  set: (value: string) => void;
}

function Reason({ id, label, hint, value, set }: ReasonProps) {
  return (
    <div class="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        class="input"
        value={value}
        onInput={(event) => {
          set(event.currentTarget.value);
        }}
      />
      <p class="hint">{hint}</p>
    </div>
  );
}
