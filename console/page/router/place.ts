import { useEffect, useState } from "preact/hooks";

/** Where the page is: the browser's own history, so that back and forward work of themselves. */
export interface Place {
  path: string;
  query: URLSearchParams;
}

const listeners = new Set<() => void>();

function here(): Place {
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}

function tell(): void {
  for (const listener of listeners) listener();
}

globalThis.addEventListener("popstate", tell);

/** Goes to an address of this page. @param replace as a filter does that is still being typed: back leads past it */
export function go(address: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  tell();
  if (!replace) scrollTo(0, 0);
}

/** Where the page is, kept up to date. */
export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const update = () => {
      setPlace(here());
    };
    listeners.add(update);
    update();
    return () => {
      listeners.delete(update);
    };
  }, []);
  return place;
}

/** Changes parts of the query and leaves the rest; empty takes a part away. */
export function setQuery(changes: Readonly<Record<string, string>>, { replace = true } = {}): void {
  const query = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(changes)) {
    if (value === "") query.delete(key);
    else query.set(key, value);
  }
  const search = query.toString();
  go(search === "" ? location.pathname : `${location.pathname}?${search}`, { replace });
}
