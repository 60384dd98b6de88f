import { createServer } from "node:http";
import { exitCodes, Problem } from "../errors/problem.ts";
import { metricsText, type Watching } from "./metrics.ts";

/** How those who watch fare. */
export interface Health extends Watching {
  /** It has the stack that it is to watch. */
  ready: boolean;
}

/** A look that takes longer hangs: a day may be between two, and a long release in one. */
const staleMs = 27 * 3_600_000;

/**
 * For probes `/healthz`, 200 while it looks, or stands by, and `/readyz`, 200 once it could; `/metrics` in OpenMetrics' text
 * format; a POST to `/look` has it look at the branch at once, as a webhook of the repository does. Nothing of what is sent
 * there is read.
 * @returns ends it
 */
export async function serveHealth(port: number, health: () => Health, look: () => void): Promise<() => void> {
  const server = createServer((request, response) => {
    const now = health();
    request.resume();
    if (request.url === "/look" && request.method === "POST") {
      look();
      response.writeHead(202).end();
      return;
    }
    if (request.url === "/metrics") {
      response.writeHead(200, { "content-type": "application/openmetrics-text; version=1.0.0; charset=utf-8" });
      response.end(metricsText(now));
    } else if (request.url === "/healthz") {
      const well = !now.leading || Date.now() - now.lookedAt < staleMs;
      response.writeHead(well ? 200 : 503, { "content-type": "text/plain" }).end(well ? "ok\n" : "hangs\n");
    } else if (request.url === "/readyz") {
      response.writeHead(now.ready ? 200 : 503, { "content-type": "text/plain" }).end(now.ready ? "ok\n" : "begins\n");
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => {
      reject(
        new Problem({
          code: "PORT_TAKEN",
          what: `cannot listen on port ${port}: ${cause.message}`,
          next: "choose another with --health-port, or leave it out",
          exitCode: exitCodes.usage,
          cause,
        }),
      );
    });
    server.listen(port, resolve);
  });
  return () => {
    server.close();
    server.closeAllConnections();
  };
}
