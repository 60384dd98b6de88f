import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../../cluster/cluster.ts";

describe("a kubeconfig whose user's token is in a file, as a pod's is", () => {
  it("has the API server asked with it", async () => {
    const directory = mkdtempSync(join(tmpdir(), "token-"));
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers.authorization);
      response.writeHead(200, { "content-type": "application/json" }).end('{"major":"1","minor":"34"}');
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const tokenFile = join(directory, "token");
      writeFileSync(tokenFile, "of-the-pod");
      const { port } = server.address() as AddressInfo;
      const kubeconfig = join(directory, "kubeconfig");
      const config = {
        "current-context": "here",
        contexts: [{ name: "here", context: { cluster: "here", user: "me" } }],
        clusters: [{ name: "here", cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } }],
        users: [{ name: "me", user: { tokenFile } }],
      };
      writeFileSync(kubeconfig, JSON.stringify(config));
      await connect({ kubeconfig }).version.getCode();
      assert.deepEqual(asked, ["Bearer of-the-pod"]);
    } finally {
      server.closeAllConnections();
      server.close();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
