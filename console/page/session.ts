import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Me, Rights } from "../api/me.ts";

export const SessionContext = createContext<Me | undefined>(undefined);

const none: Rights = { see: false, release: false, basic: false, approve: false };

export function useMe(): Me | undefined {
  return useContext(SessionContext);
}

/** What who looks may do in a stack: what they may not is no button. */
export function useRights(stack: string): Rights {
  return useMe()?.stacks.find((one) => one.stack === stack)?.may ?? none;
}
