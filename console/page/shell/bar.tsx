import { useEffect, useRef } from "preact/hooks";
import type { Me } from "../../api/me.ts";
import { go } from "../router/place.ts";
import { Link } from "../router/link.tsx";
import { inStackAddress, type Route } from "../router/routes.ts";
import { useRights } from "../session.ts";
import { Account } from "./account.tsx";
import { ThemeSwitch } from "./themeSwitch.tsx";

const sections: { text: string; parts: string[]; pages: Route["page"][]; needs?: "release" }[] = [
  { text: "Overview", parts: [], pages: ["overview", "service", "logs"] },
  { text: "New release", parts: ["new"], pages: ["new"], needs: "release" },
  { text: "History", parts: ["releases"], pages: ["history", "release", "act"] },
  { text: "Figures", parts: ["figures"], pages: ["figures"] },
  { text: "Stacks", parts: ["compare"], pages: ["compare"] },
  { text: "Parameters", parts: ["parameters"], pages: ["parameters"] },
  { text: "Proposals", parts: ["proposals"], pages: ["proposals"] },
];

export function Bar({ me, stack, route }: { me: Me; stack: string | undefined; route: Route }) {
  const rights = useRights(stack ?? "");
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a narrow screen the sections are wider than it.
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [route.page]);
  return (
    <header class="bar">
      <Link to="/" class="brand" label="Releases, to the overview">
        <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true" class="logo">
          <path d="M9 20.5 16 8.5l7 12M10.5 25h11" />
        </svg>
        <span>Releases</span>
      </Link>
      {stack === undefined ? null : <StackSwitch me={me} stack={stack} />}
      {stack === undefined ? null : (
        <nav aria-label="Sections" ref={nav}>
          <ul>
            {sections
              .filter(({ needs }) => needs === undefined || rights[needs])
              .map(({ text, parts, pages }) => (
                <li key={text}>
                  <Link to={inStackAddress(stack, parts)} current={pages.includes(route.page) ? "page" : undefined}>
                    {text}
                  </Link>
                </li>
              ))}
          </ul>
        </nav>
      )}
      <div class="end">
        <ThemeSwitch />
        <Account me={me} />
      </div>
    </header>
  );
}

function StackSwitch({ me, stack }: { me: Me; stack: string }) {
  const stacks = me.stacks.map((one) => one.stack);
  return (
    <div class="stackSwitch">
      <label class="hidden" htmlFor="stack">
        Stack
      </label>
      <select
        id="stack"
        value={stack}
        onChange={(event) => {
          go(inStackAddress(event.currentTarget.value));
        }}
      >
        {(stacks.includes(stack) ? stacks : [stack, ...stacks]).map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
