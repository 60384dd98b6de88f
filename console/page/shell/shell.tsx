import { useEffect } from "preact/hooks";
import type { Me } from "../../api/me.ts";
import { LiveContext, useLiveStack } from "../live/context.ts";
import { Page } from "../pages/page.tsx";
import { Empty } from "../parts/states.tsx";
import { go, usePlace } from "../router/place.ts";
import { inStackAddress, routeOf } from "../router/routes.ts";
import { Bar } from "./bar.tsx";
import { Keys } from "./keys.tsx";
import { Strips } from "./strips.tsx";

/** What stands around every page. */
export function Shell({ me }: { me: Me }) {
  const { path } = usePlace();
  const route = routeOf(path);
  const first = me.stacks[0]?.stack;
  const asked = "stack" in route ? route.stack : undefined;
  const known = me.stacks.some(({ stack }) => stack === asked);
  const stack = known ? asked : undefined;
  const live = useLiveStack(stack);
  const home = route.page === "home" && first !== undefined;
  useEffect(() => {
    if (home) go(inStackAddress(first), { replace: true });
  }, [home, first]);
  return (
    <LiveContext.Provider value={live}>
      <a class="skip" href="#main" onClick={toMain}>
        Skip to the content
      </a>
      <Bar me={me} stack={asked ?? first} route={route} />
      <Strips stack={stack} />
      <main id="main" tabIndex={-1}>
        {first === undefined ? (
          <NothingToSee user={me.user} />
        ) : home ? null : (
          <Page key={path} route={asked !== undefined && !known ? { page: "notFound" } : route} />
        )}
      </main>
      <Keys stack={stack} />
    </LiveContext.Provider>
  );
}

function toMain(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function NothingToSee({ user }: { user: string }) {
  return (
    <>
      <h1 class="hidden">Releases</h1>
      <Empty title="There is no stack that you may see" shape="stopped">
        <p>
          You are signed in as <strong>{user}</strong>. Who releases here can give you the right to look: a role that
          may get deployments in the stack’s namespace (<code>release rbac</code> prints it).
        </p>
      </Empty>
    </>
  );
}
