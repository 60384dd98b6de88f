import { useMemo } from "preact/hooks";
import type { ActEvent, ActState, Acts } from "../../api/acts.ts";
import { apiPath } from "../wire/ask.ts";
import { useAsk, type Asked } from "../wire/useAsk.ts";
import { useLive } from "./context.ts";

/** An act with all that it told so far, kept up to date. */
export function useAct(stack: string, id: string | undefined): Asked<ActState> {
  const asked = useAsk<ActState>(id === undefined ? undefined : apiPath(["stacks", stack, "acts", id]));
  const live = useLive().state.acts.get(id ?? "");
  const { data } = asked;
  const merged = useMemo(() => {
    if (data === undefined || live === undefined) return data;
    const { release = data.release, ended = data.ended } = live;
    return {
      ...data,
      events: joined(data.events, live.events),
      ...(release === undefined ? {} : { release }),
      ...(ended === undefined ? {} : { ended }),
    };
  }, [data, live]);
  return { ...asked, data: merged };
}

/** Each event once, in its order. Pure. */
export function joined(asked: readonly ActEvent[], live: readonly ActEvent[]): ActEvent[] {
  const last = asked.at(-1)?.n ?? 0;
  return [...asked, ...live.filter(({ n }) => n > last)];
}

/** The act that a release was begun by, where it was begun on a page not long ago. */
export function useActOf(stack: string, release: string | undefined): Asked<ActState> {
  const { acts: live } = useLive().state;
  const asked = useAsk<Acts>(release === undefined ? undefined : apiPath(["stacks", stack, "acts"]));
  const known = asked.data?.acts.find((act) => act.release === release)?.id;
  const told = [...live].find(([, act]) => act.release !== undefined && act.release === release)?.[0];
  return useAct(stack, told ?? known);
}
