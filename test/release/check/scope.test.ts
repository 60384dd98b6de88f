import assert from "node:assert/strict";
import { parse } from "yaml";
import { noServiceFiles } from "../../../components/config/serviceFiles.ts";
import type { StackConfig } from "../../../components/config/stackConfig.ts";
import type { Stack } from "../../../parameters/stack.ts";
import { scopeOf } from "../../../release/check/scope.ts";
import { change, parameters, record } from "../builders.ts";

/** A website and a shop that starts after its database. */
function stackOf(versions: Record<string, string>): { stack: Stack; text: string } {
  const services = Object.entries(versions).map(
    ([name, version]) => [name, { namespace: "staging", parameters: parameters(version), probe: undefined }] as const,
  );
  const config = {
    services: Object.keys(versions).map((name) => ({ name, dependsOn: name === "shop" ? ["database"] : [] })),
  } as unknown as StackConfig;
  const blocks = services.map(([name]) => `    ${name}: { template: website, image: localhost/web }`);
  const current = services.map(([name, { parameters: asked }]) => `    ${name}: { version: ${asked.release.version} }`);
  const text = `config:\n  releases:services:\n${blocks.join("\n")}\n  releases:current: # what runs\n${current.join("\n")}\n`;
  return { stack: { services: new Map(services), config, files: noServiceFiles } as unknown as Stack, text };
}

function current(text: string): Record<string, { version: string }> {
  return (parse(text) as { config: Record<string, Record<string, { version: string }>> }).config["releases:current"]!;
}

describe("the scope of a release", () => {
  it("is the whole file where no service is named", () => {
    const { stack, text } = stackOf({ website: "v2", shop: "v4" });
    assert.deepEqual(scopeOf(stack, text, [], []), { text });
  });

  it("is what is named; another's change in the file, and one that this file lacks, stay as released last", () => {
    const { stack, text } = stackOf({ website: "v2", shop: "v4" });
    for (const released of ["v3", "v5"]) {
      const scope = scopeOf(stack, text, ["website"], [record(1, { changes: [change("shop", "v1", released)] })]);
      assert.deepEqual(scope.only, ["website"]);
      assert.deepEqual(current(scope.text), { website: { version: "v2" }, shop: { version: released } });
      assert.match(scope.text, /# what runs/);
    }
  });

  it("keeps what this folder's file does not know at all, as it was released last", () => {
    const { stack, text } = stackOf({ website: "v2" });
    const records = [record(1, { changes: [change("docs", undefined, "v7")] })];
    assert.deepEqual(current(scopeOf(stack, text, ["website"], records).text), {
      website: { version: "v2" },
      docs: { version: "v7" },
    });
    assert.deepEqual(scopeOf(stack, text, ["docs"], records, ["docs"]), { only: ["docs"], text });
  });

  it("leaves a service that waits to be renamed under the name that it has", () => {
    const { stack, text } = stackOf({ website: "v2", store: "v1" });
    const store = stack.config.services.find(({ name }) => name === "store")!;
    Object.assign(store, { renamedFrom: "kiosk" });
    const records = [record(1, { changes: [change("kiosk", undefined, "v1")] })];
    assert.deepEqual(current(scopeOf(stack, text, ["website"], records).text), {
      website: { version: "v2" },
      kiosk: { version: "v1" },
    });
    assert.deepEqual(current(scopeOf(stack, text, ["store"], records, ["kiosk"]).text), {
      website: { version: "v2" },
      store: { version: "v1" },
    });
  });

  it("takes with it what a service starts after, as long as that was never released", () => {
    const { stack, text } = stackOf({ shop: "v1", database: "v1" });
    assert.deepEqual(scopeOf(stack, text, ["shop"], []).only, ["shop", "database"]);
    const served = [record(1, { changes: [change("database", undefined, "v1")] })];
    assert.deepEqual(scopeOf(stack, text, ["shop"], served).only, ["shop"]);
  });
});
