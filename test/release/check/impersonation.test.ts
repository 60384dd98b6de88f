import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../../cluster/cluster.ts";

/** What the API server is asked with, where rights come by a group of the kubeconfig (`as-groups`). */
describe("a kubeconfig whose user acts as somebody else", () => {
  const asked: IncomingMessage[] = [];
  let server: Server;
  let directory: string;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "impersonation-"));
    server = createServer((request, response) => {
      asked.push(request);
      response.writeHead(200, { "content-type": "application/json" }).end('{"major":"1","minor":"34"}');
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** The headers of one request by this user. */
  async function headersOf(user: object, proxy?: string): Promise<NodeJS.Dict<string[]>> {
    const file = join(directory, "kubeconfig");
    const { port } = server.address() as AddressInfo;
    const cluster = {
      ...{ server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true },
      ...(proxy === undefined ? {} : { "proxy-url": proxy }),
    };
    const config = {
      "current-context": "here",
      contexts: [{ name: "here", context: { cluster: "here", user: "me" } }],
      clusters: [{ name: "here", cluster }],
      users: [
        { name: "other", user: { as: "nobody", "as-groups": ["wrong"] } },
        { name: "me", user },
      ],
    };
    writeFileSync(file, JSON.stringify(config));
    await connect({ kubeconfig: file }).version.getCode();
    return asked.at(-1)!.headersDistinct;
  }

  it("is sent with every group, a line each, its uid and what else is said of it", async () => {
    const headers = await headersOf({
      token: "t",
      as: "jane",
      "as-groups": ["team:web", "Deployers, all"],
      "as-uid": "42",
      "as-user-extra": { "example.com/scope": ["a", "b"] },
    });
    assert.deepEqual(headers["impersonate-user"], ["jane"]);
    assert.deepEqual(headers["impersonate-group"], ["team:web", "Deployers, all"]);
    assert.deepEqual(headers["impersonate-uid"], ["42"]);
    assert.deepEqual(headers["impersonate-extra-example.com%2fscope"], ["a", "b"]);
    assert.deepEqual(headers.authorization, ["Bearer t"]);
  });

  it("is sent so through a proxy too", async () => {
    // In the place of one: plain requests come to it whole.
    const { port } = server.address() as AddressInfo;
    const user = { token: "t", as: "jane", "as-groups": ["a", "b"] };
    const headers = await headersOf(user, `http://127.0.0.1:${port}`);
    assert.deepEqual([headers["impersonate-user"], headers["impersonate-group"]], [["jane"], ["a", "b"]]);
  });

  it("is sent by its name alone where there is no more", async () => {
    const headers = await headersOf({ token: "t", as: "jane" });
    assert.deepEqual([headers["impersonate-user"], headers["impersonate-group"]], [["jane"], undefined]);
  });
});
