import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ask } from "./ask.ts";
import { troubleThrown, type Trouble } from "./trouble.ts";

/** What was asked for: `data` stays while it is asked for anew, so that nothing flickers. */
export interface Asked<Answer> {
  data: Answer | undefined;
  trouble: Trouble | undefined;
  loading: boolean;
  /** Asks once more. */
  again: () => void;
}

const againMs = 4_000;

interface State<Answer> {
  path: string | undefined;
  data?: Answer;
  trouble?: Trouble;
}

/**
 * Asks for what is at a path below `/api`, anew when the path changes. While the server cannot be reached it is asked
 * again every 4 s.
 * @param path none: nothing is asked
 */
export function useAsk<Answer>(path: string | undefined): Asked<Answer> {
  const [state, setState] = useState<State<Answer>>({ path: undefined });
  const [turn, setTurn] = useState(0);
  const again = useCallback(() => {
    setTurn((now) => now + 1);
  }, []);
  const shown = useRef(path);
  useEffect(() => {
    if (path === undefined) return;
    const gone = new AbortController();
    const keep = shown.current === path;
    shown.current = path;
    ask<Answer>(path, { signal: gone.signal }).then(
      (data) => {
        setState({ path, data });
      },
      (error: unknown) => {
        if (gone.signal.aborted) return;
        const trouble = troubleThrown(error);
        setState((before) => ({
          path,
          trouble,
          ...(keep && before.data !== undefined ? { data: before.data } : {}),
        }));
      },
    );
    return () => {
      gone.abort();
    };
  }, [path, turn]);
  const current = state.path === path ? state : { path };
  const offline = current.trouble?.kind === "offline" || current.trouble?.kind === "tooMany";
  const waitMs = Math.max(againMs, (current.trouble?.retryAfter ?? 0) * 1000);
  useEffect(() => {
    if (!offline) return;
    const timer = setTimeout(again, waitMs);
    return () => {
      clearTimeout(timer);
    };
  }, [offline, waitMs, again, state]);
  const { data, trouble }: State<Answer> = current;
  return { data, trouble, loading: path !== undefined && data === undefined && trouble === undefined, again };
}
