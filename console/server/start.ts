import { serve, type ServerType } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { BlockList } from "node:net";
import type { Context, Hono } from "hono";
import { exitCodes, Problem } from "../../errors/problem.ts";
import type { ConsoleEnv } from "./parts.ts";
import { isFrom } from "./signIn/proxy.ts";

/** Listens; the port that it got. @throws Problem PORT_TAKEN */
export function listen(
  app: Hono<ConsoleEnv>,
  hostname: string,
  port: number,
): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname, port }, (info) => {
      resolve({ server, port: info.port });
    });
    server.once("error", (cause: Error) => {
      reject(
        new Problem({
          code: "PORT_TAKEN",
          what: `the console cannot listen at ${hostname}:${port}: ${cause.message}`,
          next: "choose another with --port, or leave it out",
          exitCode: exitCodes.usage,
          cause,
        }),
      );
    });
  });
}

/** From where a request comes: the socket's other end, or whom a trusted proxy names there. */
export function addressBy(proxies: BlockList | undefined): (context: Context) => string {
  return (context) => {
    const address = getConnInfo(context).remote.address ?? "";
    if (proxies === undefined || !isFrom(proxies, address)) return address;
    // Each proxy adds to the end: what stands before may be anybody's word.
    return context.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() ?? address;
  };
}
