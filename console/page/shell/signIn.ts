import type { Me, SignInRequest } from "../../api/me.ts";
import { ask } from "../wire/ask.ts";

/**
 * The token of a one-time link, once: it stands after `#`, which no server and no log sees, and goes from the address and
 * the history before anything else is done.
 */
export function takeToken(): string | undefined {
  const token = /^#token=([A-Za-z0-9_-]{1,512})$/.exec(location.hash)?.[1];
  if (location.hash.startsWith("#token=")) history.replaceState(null, "", location.pathname + location.search);
  return token;
}

export function signIn(token: string): Promise<Me> {
  const body: SignInRequest = { token };
  return ask<Me>("/signin", { method: "POST", body });
}
