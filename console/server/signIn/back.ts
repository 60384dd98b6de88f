/** Where somebody wanted to go before signing in: a path of this host, and nowhere else. Pure. */
export function pathBack(to: string | undefined, origin: string): string {
  if (to === undefined || to.length > 2000 || !to.startsWith("/") || /[\\\p{Cc}]/u.test(to)) return "/";
  const url = URL.canParse(to, origin) ? new URL(to, origin) : undefined;
  if (url?.origin !== origin || url.pathname.startsWith("//")) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}
