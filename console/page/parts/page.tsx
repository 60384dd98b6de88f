import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Link } from "../router/link.tsx";

interface PageHeadProps {
  title: string;
  /** What stands before the title in the browser's tab and history, and is read out when the page is come to. */
  tab?: string;
  lead?: ComponentChildren;
  crumbs?: readonly { text: string; to: string }[];
  children?: ComponentChildren;
}

/** A page's head: the title takes the focus when one comes to it, so that a screen reader says where one is. */
export function PageHead({ title, tab = title, lead, crumbs = [], children }: PageHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${tab} · Releases`;
  }, [tab]);
  useEffect(() => {
    // A reload leaves the focus where the browser puts it.
    if (visited) heading.current?.focus({ preventScroll: true });
    visited = true;
  }, []);
  return (
    <div class="pageHead">
      <div class="titles">
        {crumbs.length === 0 ? null : (
          <p class="crumbs">
            {crumbs.map(({ text, to }, index) => (
              <span key={to}>
                {index === 0 ? null : <span aria-hidden="true"> / </span>}
                <Link to={to}>{text}</Link>
              </span>
            ))}
          </p>
        )}
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {lead === undefined ? null : <div class="lead">{lead}</div>}
      </div>
      {children === undefined ? null : <div class="actions">{children}</div>}
    </div>
  );
}

let visited = false;

interface SectionProps {
  title: string;
  children: ComponentChildren;
  end?: ComponentChildren;
  class?: string;
}

/** A part of a page, on a sheet of its own. */
export function Section({ title, children, end, class: kind = "" }: SectionProps) {
  return (
    <section class={`sheet ${kind}`}>
      <div class="sheetHead">
        <h2>{title}</h2>
        {end}
      </div>
      {children}
    </section>
  );
}
