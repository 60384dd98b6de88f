import { useEffect } from "preact/hooks";
import { ShapeMark } from "../../parts/shapes.tsx";
import type { Trouble } from "../../wire/trouble.ts";

/** Nobody is signed in: what to do, by the way that this console signs people in. */
export function SignedOut({ trouble }: { trouble: Trouble }) {
  const { problem } = trouble;
  useEffect(() => {
    document.title = "Sign in · Releases";
  }, []);
  const way = problem?.signIn;
  return (
    <main id="main" class="signIn">
      <section class="sheet">
        <svg viewBox="0 0 32 32" width="36" height="36" aria-hidden="true" class="logo">
          <path d="M9 20.5 16 8.5l7 12M10.5 25h11" />
        </svg>
        <h1>Sign in to see the releases</h1>
        {problem === undefined ? null : <p class="soft">{problem.what}</p>}
        {way?.way === "oidc" ? (
          <p>
            <a
              class="button first"
              href={`${sameHost(way.path)}?to=${encodeURIComponent(location.pathname + location.search)}`}
            >
              Sign in
            </a>
          </p>
        ) : way?.way === "proxy" ? (
          <p class="note quiet">
            <ShapeMark shape="stopped" />
            <span>
              Who you are is told by a proxy before this server, and nobody came through it. Open the console by the
              address that your team uses for it.
            </span>
          </p>
        ) : (
          <p>
            Each link works once, for 60 seconds. <code>release console</code>, run once more, prints a new one.
          </p>
        )}
        {problem?.next === undefined ? null : <p class="small soft">{problem.next}</p>}
        {problem === undefined ? null : (
          <p class="small soft">
            <code>{problem.code}</code>
          </p>
        )}
      </section>
    </main>
  );
}

/** A path of this host, and nothing that leads elsewhere. */
function sameHost(path: string): string {
  return /^\/(?![/\\])[\w\-./]*$/.test(path) ? path : "/";
}
