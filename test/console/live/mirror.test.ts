import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { KubeConfig, type V1ConfigMap } from "@kubernetes/client-node";
import { keptRecord } from "../../../console/live/keptRecord.ts";
import { mirrorAs, type Page } from "../../../console/live/mirror.ts";

const record = (id: string) => ({ id, changes: [], startedAt: "2026-11-29T00:00:00Z" });

function mapOf(id: string): V1ConfigMap {
  return {
    metadata: { uid: `uid-${id}`, name: id, managedFields: [{ manager: "release" }] },
    data: { "record.json": JSON.stringify(record(id)) },
  };
}

describe("a mirror that keeps less than the objects", () => {
  let server: Server;
  const stop = new AbortController();
  const kubeConfig = new KubeConfig();

  before(async () => {
    server = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      for (const [type, id] of [
        ["ADDED", "three"],
        ["DELETED", "one"],
      ] as const)
        response.write(`${JSON.stringify({ type, object: mapOf(id) })}\n`);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    kubeConfig.loadFromClusterAndUser(
      { name: "here", server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
      { name: "me", token: "t" },
    );
  });
  after(() => {
    stop.abort();
    server.closeAllConnections();
    server.close();
  });

  it("reads all pages, follows what changes, and keeps of a record what it says alone", async () => {
    const asked: Page[] = [];
    const pages: Record<string, { ids: string[]; next?: string }> = {
      "": { ids: ["one"], next: "more" },
      more: { ids: ["two"] },
    };
    const page = (next: Page) => {
      asked.push(next);
      const { ids, next: after } = pages[next._continue ?? ""]!;
      const metadata = { resourceVersion: "7", ...(after === undefined ? {} : { _continue: after }) };
      return Promise.resolve({ items: ids.map(mapOf), metadata });
    };
    const told = Promise.withResolvers<undefined>();
    let changes = 0;
    const changed = () => {
      changes += 1;
      // The list, and two changes.
      if (changes === 3) told.resolve(undefined);
    };
    const maps = mirrorAs(kubeConfig, { path: "/maps", page }, { keep: keptRecord, changed }, stop.signal);
    await told.promise;
    assert.deepEqual(
      asked.map(({ _continue }) => _continue),
      [undefined, "more"],
    );
    assert.ok(maps.synced());
    assert.deepEqual(maps.items(), [
      { metadata: { uid: "uid-two", name: "two" }, records: [record("two")] },
      { metadata: { uid: "uid-three", name: "three" }, records: [record("three")] },
    ]);
  });
});
