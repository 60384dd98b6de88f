import type { ComponentChildren } from "preact";
import { go } from "./place.ts";

interface LinkProps {
  /** An address that `addressOf` made: never one that came over the wire. */
  to: string;
  children: ComponentChildren;
  class?: string;
  current?: "page" | "true" | undefined;
  label?: string;
}

/** A link of this page: a real one, so that it opens in a new tab, is copied, and is read out as what it is. */
export function Link({ to, children, class: kind, current, label }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={to} class={kind} onClick={follow} aria-current={current} aria-label={label}>
      {children}
    </a>
  );
}
