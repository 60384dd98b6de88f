import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

/** By https a name that the browser itself ties to this host and to https; plain http is loopback alone. */
function nameOf(name: string, https: boolean): string {
  return https ? `__Host-${name}` : name;
}

export function readCookie(context: Context, name: string, https: boolean): string | undefined {
  return getCookie(context, nameOf(name, https));
}

/** @param sameSite Lax for what has to come along from the provider's page */
export function writeCookie(
  context: Context,
  name: string,
  value: string,
  { https, until, sameSite = "Strict" }: { https: boolean; until: number; sameSite?: "Strict" | "Lax" },
): void {
  const maxAge = Math.max(0, Math.floor((until - Date.now()) / 1000));
  setCookie(context, nameOf(name, https), value, { path: "/", httpOnly: true, secure: https, sameSite, maxAge });
}

export function dropCookie(context: Context, name: string, https: boolean): void {
  deleteCookie(context, nameOf(name, https), { path: "/", secure: https, httpOnly: true, sameSite: "Strict" });
}
