import assert from "node:assert/strict";
import { once } from "node:events";
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import resourceProto from "@pulumi/pulumi/proto/resource_pb.js";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import plain from "google-protobuf/google/protobuf/struct_pb.js";
import { keepPlainStructs } from "../../../../release/engine/embedded/plainStructs.ts";

const structs = "google-protobuf/google/protobuf/struct_pb.js";
/** The library as it comes, in a thread of its own: here it may be changed already. */
const library = `
  const { parentPort } = require("node:worker_threads");
  const { Struct } = require(${JSON.stringify(createRequire(import.meta.url).resolve(structs))});
  parentPort.on("message", ({ object, bytes }) => {
    if (bytes === undefined) parentPort.postMessage(Struct.fromJavaScript(object).serializeBinary());
    else parentPort.postMessage(Struct.deserializeBinary(bytes).toJavaScript());
  });`;

const leaf = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.integer(), fc.boolean(), fc.constant(null));
const size = { noNullPrototype: true, maxKeys: 6 };
const { properties } = fc.letrec<{ properties: Record<string, JavaScriptValue>; value: JavaScriptValue }>((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, leaf, tie("properties"), fc.array(tie("value"), { maxLength: 4 })),
  properties: fc.dictionary(
    fc.string({ unit: "grapheme" }).filter((key) => key !== "__proto__"),
    tie("value"),
    size,
  ),
}));

describe("a Struct kept as the JavaScript object it was made of", () => {
  let worker: Worker;
  async function byLibrary(message: { object: unknown } | { bytes: Uint8Array }): Promise<unknown> {
    worker.postMessage(message);
    const [answer] = (await once(worker, "message")) as [unknown];
    return answer;
  }

  before(() => {
    worker = new Worker(library, { eval: true });
    keepPlainStructs(plain);
    keepPlainStructs(plain);
  });

  after(() => worker.terminate());

  it("writes what the library reads", async () => {
    await fc.assert(
      fc.asyncProperty(properties, async (object) => {
        const bytes = plain.Struct.fromJavaScript(object).serializeBinary();
        assert.deepEqual(await byLibrary({ bytes }), object);
      }),
    );
  });

  it("reads what the library writes", async () => {
    await fc.assert(
      fc.asyncProperty(properties, async (object) => {
        const bytes = (await byLibrary({ object })) as Uint8Array;
        assert.deepEqual(plain.Struct.deserializeBinary(bytes).toJavaScript(), object);
      }),
    );
  });

  it("travels inside other messages, in values and lists too", () => {
    const object = { name: "web", spec: { ports: [{ port: 80 }, null, []], empty: {} } };
    const request = new resourceProto.RegisterResourceRequest();
    request.setObject(plain.Struct.fromJavaScript(object));
    request.setReplacementTrigger(plain.Value.fromJavaScript([object, 1]));
    const arrived = resourceProto.RegisterResourceRequest.deserializeBinary(request.serializeBinary());
    assert.deepEqual(arrived.getObject()?.toJavaScript(), object);
    assert.deepEqual(arrived.getReplacementTrigger()?.toJavaScript(), [object, 1]);
  });

  it("still gives its fields as messages to who asks for them, and takes changes of them", () => {
    const struct = plain.Struct.fromJavaScript({ name: "web" });
    struct.getFieldsMap().set("port", plain.Value.fromJavaScript(80));
    assert.deepEqual(struct.toJavaScript(), { name: "web", port: 80 });
    assert.deepEqual(plain.Struct.deserializeBinary(struct.serializeBinary()).toJavaScript(), {
      name: "web",
      port: 80,
    });
  });

  it("refuses what a Struct cannot hold", () => {
    const struct = plain.Struct.fromJavaScript({ run: () => undefined });
    assert.throws(() => struct.serializeBinary(), { message: "a Struct cannot hold a function" });
  });
});
