import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../../cluster/cluster.ts";

describe("connections to the API server", () => {
  let server: Server;
  let directory: string;
  let connections = 0;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "connections-"));
    server = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end('{"major":"1","minor":"34"}');
    }).listen(0, "127.0.0.1");
    server.on("connection", () => (connections += 1));
    await once(server, "listening");
  });
  beforeEach(() => {
    connections = 0;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(directory, { recursive: true, force: true });
  });

  function cluster(user: object) {
    const kubeconfig = join(directory, "kubeconfig");
    const { port } = server.address() as AddressInfo;
    const config = {
      "current-context": "here",
      contexts: [{ name: "here", context: { cluster: "here", user: "me" } }],
      clusters: [{ name: "here", cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } }],
      users: [{ name: "me", user }],
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
    return connect({ kubeconfig });
  }

  // Of two one is still about to be free as the other takes the next request.
  const few = 2;

  it("are used again, by all that ask", async () => {
    const { version, core } = cluster({ token: "t" });
    for (let turn = 0; turn < 5; turn += 1) {
      await version.getCode();
      await core.listNamespace();
    }
    assert.ok(connections <= few, String(connections));
  });

  it("are used again by somebody who acts as somebody else", async () => {
    const { version } = cluster({ token: "t", as: "jane", "as-groups": ["web"] });
    for (let turn = 0; turn < 10; turn += 1) await version.getCode();
    assert.ok(connections <= few, String(connections));
  });

  it("are made anew once the certificate is another one", async () => {
    const certificate = join(directory, "certificate");
    writeFileSync(certificate, "one");
    const { version } = cluster({ "client-certificate": certificate, "client-key-data": "a2V5" });
    for (let turn = 0; turn < 5; turn += 1) await version.getCode();
    const before = connections;
    assert.ok(before <= few, String(before));
    writeFileSync(certificate, "two");
    await version.getCode();
    assert.equal(connections, before + 1);
  });
});
