import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createSecureServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VersionApi } from "@kubernetes/client-node";
import { connect } from "../../../cluster/cluster.ts";
import { ConnectedKubeConfig } from "../../../cluster/keptConnections.ts";

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

  it("are by HTTP/1.1, each for itself, also to a server that would rather speak HTTP/2 to all of Node", async () => {
    const [key, cert] = [join(directory, "key"), join(directory, "cert")];
    const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"];
    const names = ["-addext", "subjectAltName=IP:127.0.0.1"];
    execFileSync("openssl", [...request, ...names, "-keyout", key, "-out", cert], { stdio: "ignore" });
    const spoken: string[] = [];
    const secure = createSecureServer({ key: readFileSync(key), cert: readFileSync(cert), allowHTTP1: true });
    secure.on("request", ({ httpVersion }, response) => {
      spoken.push(httpVersion);
      response.writeHead(200, { "content-type": "application/json" }).end('{"major":"1","minor":"34"}');
    });
    secure.listen(0, "127.0.0.1");
    await once(secure, "listening");
    try {
      const kubeConfig = new ConnectedKubeConfig();
      const { port } = secure.address() as AddressInfo;
      kubeConfig.loadFromClusterAndUser(
        { name: "here", server: `https://127.0.0.1:${port}`, caFile: cert, skipTLSVerify: false },
        { name: "me", token: "t" },
      );
      await kubeConfig.makeApiClient(VersionApi).getCode();
      assert.deepEqual(spoken, ["1.1"]);
    } finally {
      secure.close();
    }
  });
});
