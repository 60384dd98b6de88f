import type { Me } from "../../api/me.ts";
import { Time } from "../parts/time.tsx";
import { ask, tellSignedOut } from "../wire/ask.ts";

/** Closes what the focus has left. */
function closeBehind({
  currentTarget,
  relatedTarget,
}: {
  currentTarget: HTMLDetailsElement;
  relatedTarget: EventTarget | null;
}): void {
  if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) currentTarget.open = false;
}

/** Who is signed in, until when, and the way out. */
export function Account({ me: { user, groups, local, expires } }: { me: Me }) {
  const signOut = () => {
    const over = () => {
      tellSignedOut({ kind: "signedOut", status: 401 });
    };
    // Without an answer the page forgets whom it showed all the same.
    ask("/signout", { method: "POST", body: {} }).then(() => {
      location.assign("/");
    }, over);
  };
  return (
    <details class="account" onFocusOut={closeBehind}>
      <summary class="button plain">
        <span class="face" aria-hidden="true">
          {user.slice(0, 1).toUpperCase()}
        </span>
        <span class="who">{user}</span>
        <span class="hidden">, account</span>
      </summary>
      <div class="accountBox sheet">
        <p>
          <strong class="break">{user}</strong>
        </p>
        <p class="small soft break">
          {local
            ? "On this machine: you are the user of your kubeconfig."
            : groups.length === 0
              ? "In no group."
              : `In ${groups.join(", ")}.`}
        </p>
        <p class="small soft">
          The session ends <Time at={expires} />.
        </p>
        <button type="button" class="button" onClick={signOut}>
          Sign out
        </button>
      </div>
    </details>
  );
}
