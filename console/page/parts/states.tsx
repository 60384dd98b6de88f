import type { ComponentChildren } from "preact";
import { ShapeMark, type Shape } from "./shapes.tsx";
import type { Trouble } from "../wire/trouble.ts";
import { ProblemText } from "./problem.tsx";

interface EmptyProps {
  title: string;
  children?: ComponentChildren;
  shape?: Shape;
}

/** Nothing is there, said so that one knows why, and what to do. */
export function Empty({ title, children, shape = "none" }: EmptyProps) {
  return (
    <div class="empty">
      <ShapeMark shape={shape} />
      <p class="title">{title}</p>
      {children === undefined ? null : <div class="soft">{children}</div>}
    </div>
  );
}

/** The place of what is being asked for: still, and told once to a screen reader. */
export function Loading({ what, lines = 5 }: { what: string; lines?: number }) {
  return (
    <div class="loading" role="status">
      <span class="hidden">{`Loading ${what}`}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span class="bone" aria-hidden="true" key={index} />
      ))}
    </div>
  );
}

const titles: Record<Trouble["kind"], string> = {
  offline: "The server cannot be reached",
  signedOut: "You are signed out",
  refused: "You may not see or do this",
  notFound: "Not found",
  conflict: "It is another one by now",
  tooMany: "Too many requests",
  wrong: "The server would not take this",
};

interface TroubleProps {
  trouble: Trouble;
  what: string;
  /** It is not asked again by itself: whoever pressed a button presses it again. */
  once?: boolean;
}

/** Why there is no answer, in place of it. */
export function TroubleBox({ trouble, what, once = false }: TroubleProps) {
  const { kind, problem, retryAfter } = trouble;
  return (
    <div class="trouble" role="alert">
      <Empty title={titles[kind]} shape={kind === "notFound" ? "none" : kind === "offline" ? "warn" : "failed"}>
        {problem === undefined ? <p>{fallback(kind, what)}</p> : <ProblemText problem={problem} />}
        {kind === "offline" && !once ? <p>Trying again every few seconds.</p> : null}
        {retryAfter === undefined ? null : <p>{once ? `Wait ${retryAfter} s.` : `Trying again in ${retryAfter} s.`}</p>}
      </Empty>
    </div>
  );
}

function fallback(kind: Trouble["kind"], what: string): string {
  if (kind === "offline") return `${what}: no answer came.`;
  if (kind === "notFound") return `There is no such thing here, or it is not yours to see.`;
  return `${what}: the server gave no reason.`;
}
