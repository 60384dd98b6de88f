import type { MiddlewareHandler } from "hono";

/** Nothing is loaded but what this server has, no script or style stands in a page, and nobody frames it. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const lasting = {
  "content-security-policy": contentPolicy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};

/** On every answer, errors among them. */
export function safeHeaders({ https }: { https: boolean }): MiddlewareHandler {
  return async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(lasting)) context.res.headers.set(name, value);
    if (https) context.res.headers.set("strict-transport-security", "max-age=31536000");
    // What is one person's is in nobody's cache; the page's own files say otherwise themselves.
    if (!context.res.headers.has("cache-control")) context.res.headers.set("cache-control", "no-store");
  };
}
