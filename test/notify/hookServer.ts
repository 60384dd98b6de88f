import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface HookServer {
  url(path?: string): string;
  received: Received[];
  /** Answers for the next requests, in order; then 200. `0`: none at all. */
  answers: number[];
}

/** A webhook on loopback for the tests of one `describe`. */
export function useHookServer(): () => HookServer {
  let server: Server | undefined;
  const received: Received[] = [];
  const answers: number[] = [];
  before(async () => {
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        received.push({
          path: request.url ?? "",
          headers: request.headers,
          body: Buffer.concat(parts).toString(),
        });
        const status = answers.shift() ?? 200;
        if (status === 0) return;
        response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end();
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  });
  beforeEach(() => {
    received.length = 0;
    answers.length = 0;
  });
  after(() => {
    server?.closeAllConnections();
    server?.close();
  });
  return () => ({
    url: (path = "/T0K3N") => `http://127.0.0.1:${(server?.address() as AddressInfo).port}${path}`,
    received,
    answers,
  });
}
