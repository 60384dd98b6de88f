import { useCallback, useEffect, useState } from "preact/hooks";
import type { Me } from "../api/me.ts";
import { SignedOut } from "./pages/session/signedOut.tsx";
import { Loading, TroubleBox } from "./parts/states.tsx";
import { SessionContext } from "./session.ts";
import { Shell } from "./shell/shell.tsx";
import { signIn, takeToken } from "./shell/signIn.ts";
import { ask, onSignedOut, keepToken } from "./wire/ask.ts";
import { troubleThrown, type Trouble } from "./wire/trouble.ts";

const againMs = 3_000;

/** Who is signed in, and then the page. */
export function App() {
  const [me, setMe] = useState<Me>();
  const [trouble, setTrouble] = useState<Trouble>();
  const enter = useCallback(() => {
    const token = takeToken();
    const asked = token === undefined ? ask<Me>("/me") : signIn(token);
    asked.then(
      (answer) => {
        keepToken(answer.csrf);
        setTrouble(undefined);
        setMe(answer);
      },
      (error: unknown) => {
        setTrouble(troubleThrown(error));
      },
    );
  }, []);
  useEffect(enter, [enter]);
  useEffect(
    () =>
      onSignedOut((why) => {
        setMe(undefined);
        setTrouble(why);
      }),
    [],
  );
  useEffect(() => {
    // A new link that is opened where the page is open by now.
    const hashed = () => {
      if (location.hash.startsWith("#token=")) enter();
    };
    addEventListener("hashchange", hashed);
    return () => {
      removeEventListener("hashchange", hashed);
    };
  }, [enter]);
  const waits = trouble?.kind === "offline" || trouble?.kind === "tooMany";
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(enter, Math.max(againMs, (trouble.retryAfter ?? 0) * 1000));
    return () => {
      clearTimeout(timer);
    };
  }, [waits, enter, trouble]);
  if (trouble?.kind === "signedOut") return <SignedOut trouble={trouble} />;
  if (trouble !== undefined)
    return (
      <main id="main">
        <h1 class="hidden">Releases</h1>
        <TroubleBox trouble={trouble} what="Who is signed in" />
      </main>
    );
  if (me === undefined)
    return (
      <main id="main">
        <h1 class="hidden">Releases</h1>
        <Loading what="the page" lines={3} />
      </main>
    );
  return (
    <SessionContext.Provider value={me}>
      <Shell me={me} />
    </SessionContext.Provider>
  );
}
