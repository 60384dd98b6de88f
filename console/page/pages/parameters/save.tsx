import { useState } from "preact/hooks";
import type { ParameterEdit, Parameters, SaveAnswer, SaveConflict, SaveRequest } from "../../../api/parameters.ts";
import { TroubleBox } from "../../parts/states.tsx";
import { ShapeMark } from "../../parts/shapes.tsx";
import { apiPath, ask } from "../../wire/ask.ts";
import { troubleThrown, type Trouble } from "../../wire/trouble.ts";
import { DiffView } from "./diffView.tsx";

interface SaveProps {
  stack: string;
  base: string;
  edits: readonly ParameterEdit[];
  git?: NonNullable<Parameters["git"]>;
  /** Something is wrong with what was typed. */
  refused: boolean;
  done: () => void;
  again: () => void;
  drop: () => void;
}

/** Why, and then a commit; what somebody else has written in the meantime is shown, and never overwritten. */
export function Save({ stack, base, edits, git, refused, done, again, drop }: SaveProps) {
  const [reason, setReason] = useState("");
  const [told, setTold] = useState(false);
  const [state, setState] = useState<"rest" | "saving" | Trouble>("rest");
  const [saved, setSaved] = useState<SaveAnswer>();
  if (git === undefined)
    return <p class="note quiet">The project is in no git repository, so nothing can be saved from here.</p>;
  const wrong = reason.trim() === "";
  const submit = (event: Event) => {
    event.preventDefault();
    setTold(true);
    if (wrong || refused || state === "saving") return;
    setState("saving");
    const body: SaveRequest = { base, edits: [...edits], reason: reason.trim() };
    ask<SaveAnswer>(apiPath(["stacks", stack, "parameters"]), { method: "POST", body }).then(
      (answer) => {
        setState("rest");
        setSaved(answer);
      },
      (error: unknown) => {
        setState(troubleThrown(error));
      },
    );
  };
  if (saved !== undefined) return <Saved saved={saved} done={done} />;
  const conflict = typeof state === "object" ? conflictOf(state) : undefined;
  return (
    <form class="confirm" onSubmit={submit}>
      {conflict === undefined ? null : (
        <div class="note warn" role="alert">
          <ShapeMark shape="warn" />
          <div>
            <h3>{conflict.what}</h3>
            <p>Nothing was written. From what stands there now to yours:</p>
            {conflict.files.map(({ path, theirs, yours }) => (
              <DiffView key={path} diff={{ path, before: theirs, after: yours }} />
            ))}
            <button
              type="button"
              class="button"
              onClick={() => {
                setState("rest");
                again();
              }}
            >
              Read it anew, and keep what I typed
            </button>
          </div>
        </div>
      )}
      {typeof state === "object" && conflict === undefined ? (
        <TroubleBox trouble={state} what="What you typed" once />
      ) : null}
      <div class="field">
        <label htmlFor="reason">Reason, for the commit</label>
        <input
          id="reason"
          class="input"
          value={reason}
          aria-invalid={told && wrong}
          aria-describedby="reason-hint"
          onInput={(event) => {
            setReason(event.currentTarget.value);
          }}
        />
        <p id="reason-hint" class={told && wrong ? "wrong" : "hint"}>
          {told && wrong
            ? "Say why: it is the commit’s message."
            : `A commit in your name on ${git.branch}${git.remote === undefined ? "" : `, pushed to ${git.remote}`}.`}
        </p>
      </div>
      <div class="actions">
        <button class="button first" aria-disabled={refused || state === "saving"}>
          {state === "saving" ? "Saving…" : "Save as a commit"}
        </button>
        <button type="button" class="button" onClick={drop}>
          Drop what I typed
        </button>
        {refused ? <p class="small wrong">First mend what is wrong.</p> : null}
      </div>
    </form>
  );
}

function Saved({ saved: { commit, branch, pushed }, done }: { saved: SaveAnswer; done: () => void }) {
  return (
    <div class="note good" role="status">
      <ShapeMark shape="done" />
      <div>
        <h3>{commit === undefined ? "Nothing differs: no commit was needed" : "Saved"}</h3>
        {commit === undefined ? null : (
          <p>
            Commit <code>{commit.slice(0, 10)}</code>
            {branch === undefined ? "" : ` on ${branch}`}, {pushed ? "pushed" : "not pushed"}. It runs with the next
            release.
          </p>
        )}
        <button type="button" class="button" onClick={done}>
          Go on
        </button>
      </div>
    </div>
  );
}

function conflictOf({ problem }: Trouble): SaveConflict | undefined {
  if (problem?.code !== "FILES_CHANGED" || !("files" in problem)) return undefined;
  return problem as unknown as SaveConflict;
}
