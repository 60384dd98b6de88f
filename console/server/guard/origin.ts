import type { MiddlewareHandler } from "hono";
import { Refusal } from "../refusal.ts";
import type { Places } from "./places.ts";

const safe = ["GET", "HEAD"];

/** That a request is for this host (no name of somebody else's leads here), and what changes something comes from its page. */
export function sameOrigin(places: () => Places): MiddlewareHandler {
  return async (context, next) => {
    const { hosts, origins } = places();
    const host = context.req.header("host") ?? "";
    if (!hosts.includes(host.toLowerCase())) {
      throw new Refusal(403, {
        code: "HOST_UNKNOWN",
        what: "this console is not under that name",
        next: "open it under the address that it was started with",
      });
    }
    if (!safe.includes(context.req.method)) {
      const origin = context.req.header("origin");
      if (origin === undefined || !origins.includes(origin)) throw foreign();
      const type = context.req.header("content-type") ?? "";
      // What a form can send without asking is never JSON.
      if (!/^application\/json(;|$)/i.test(type)) throw foreign();
    }
    // What browsers say of where a request comes from, where they say it: nothing here is asked for by other sites' pages.
    const site = context.req.header("sec-fetch-site");
    const foreignSite = site !== undefined && !["same-origin", "none"].includes(site);
    if (foreignSite && context.req.path.startsWith("/api/")) throw foreign();
    await next();
  };
}

function foreign(): Refusal {
  return new Refusal(403, {
    code: "ORIGIN_FOREIGN",
    what: "this request does not come from the console's own page",
    next: "reload the page, and try again",
  });
}
