import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import type { AddressInfo } from "node:net";
import { answerApi } from "./fixture/api.ts";
import { stackState, type FixtureOptions } from "./fixture/state.ts";
import type { Me } from "../../console/api/me.ts";
import type { Fixture } from "./fixture/fixture.ts";

/** As the real server has it: console/server. */
export const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const kinds: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** @param built the folder that `makeConsolePage` wrote */
export async function startFixture(built: string, options: FixtureOptions = {}): Promise<Fixture> {
  const names = ["staging", "prod", "empty"];
  const index = readFileSync(join(built, "index.html"));
  const assets = new Map(
    readdirSync(join(built, "assets")).map((name) => [`/assets/${name}`, readFileSync(join(built, "assets", name))]),
  );
  let reachable = true;
  const fixture: Fixture = {
    ...{ url: "", asked: [], resumed: [], options },
    stacks: new Map(names.map((name) => [name, stackState(name, names, options)])),
    down: () => {
      reachable = false;
      server.closeAllConnections();
    },
    up: () => {
      reachable = true;
    },
    me: () => meOf(names, options),
    close: () => stop(server),
  };
  const server = createServer((request, response) => {
    if (!reachable) {
      request.socket.destroy();
      return;
    }
    const { "last-event-id": last } = request.headers;
    if (typeof last === "string") fixture.resumed.push(last);
    fixture.asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
    if (request.url?.startsWith("/api/") === true) void answerApi(fixture, request, response);
    else givePage(request, response, index, assets);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  fixture.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fixture;
}

function givePage(
  request: IncomingMessage,
  response: ServerResponse,
  index: Buffer,
  assets: Map<string, Buffer>,
): void {
  const path = (request.url ?? "").split("?")[0] ?? "";
  const asset = assets.get(path);
  response.setHeader("content-security-policy", policy);
  response.setHeader("x-content-type-options", "nosniff");
  if (path.startsWith("/assets/") && asset === undefined) response.statusCode = 404;
  response.setHeader(
    "content-type",
    asset === undefined ? "text/html; charset=utf-8" : (kinds[extname(path)] ?? "text/plain"),
  );
  response.end(asset ?? index);
}

function meOf(names: readonly string[], { mayNot = [] }: FixtureOptions): Me {
  const may = {
    see: true,
    release: !mayNot.includes("release"),
    basic: !mayNot.includes("basic"),
    approve: !mayNot.includes("approve"),
  };
  return {
    ...{ user: "ada@example.com", groups: ["web-team", "releasers"], local: false, csrf: "a-token" },
    expires: new Date(Date.now() + 7 * 3_600_000).toISOString(),
    stacks: names.map((stack) => ({ stack, may })),
  };
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}
