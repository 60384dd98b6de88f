import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectedObjects } from "../../../drift/objects.ts";
import { lastReleased } from "../../../release/drift/lastReleased.ts";
import { lostForGood } from "../../../release/drift/lostForGood.ts";
import type { ReleaseRecord } from "../../../records/record.ts";
import { change, record } from "../builders.ts";
import { stackWith, stackText } from "../verbs/support.ts";

const versions = { website: "v2", docs: "v1" };
const stack = stackWith(versions);
const location = projectOf();

function projectOf() {
  const projectDir = mkdtempSync(join(tmpdir(), "release-test-"));
  writeFileSync(join(projectDir, "Pulumi.yaml"), "name: releases\nruntime: nodejs\n");
  return { projectDir, stack: "staging" };
}

function served(number: number, service: string, version: string, parts: Partial<ReleaseRecord> = {}): ReleaseRecord {
  const after = stackWith({ [service]: version }).services.get(service)!.parameters;
  return record(number, { changes: [{ ...change(service, undefined, version), after }], ...parts });
}

describe("what was released last", () => {
  it("is each service's last good parameters, whatever the file says since", () => {
    const last = lastReleased(stack, stackText(versions), location, [served(1, "website", "v1")]);
    assert.deepEqual([...last.released], ["website"]);
    const [deployment] = expectedObjects(last.stack.config, last.stack, (name) => last.released.has(name)).filter(
      ({ kind }) => kind === "Deployment",
    );
    assert.match(JSON.stringify(deployment?.manifest), /localhost\/web:v1/);
    assert.equal(
      deployment?.urn,
      "urn:pulumi:staging::releases::releases:index:ServiceRelease$kubernetes:apps/v1:Deployment::website",
    );
  });

  it("is the stack as it is where nothing has changed", () => {
    const records = [served(2, "website", "v2"), served(1, "docs", "v1")];
    assert.equal(lastReleased(stack, stackText(versions), location, records).stack, stack);
  });

  it("is nothing of what never served, or was taken down on purpose", () => {
    const failed = served(1, "website", "v2", { result: "failed" });
    const destroyed = record(3, { kind: "destroy", changes: [] });
    for (const records of [[failed], [destroyed, served(1, "website", "v2")]]) {
      assert.deepEqual([...lastReleased(stack, stackText(versions), location, records).released], []);
    }
  });

  it("leaves out parameters that this version of the project does not know", () => {
    const old = served(1, "website", "v1");
    old.changes[0]!.after.basic.colour = "blue";
    assert.deepEqual([...lastReleased(stack, stackText(versions), location, [old]).released], []);
  });
});

describe("what cannot be brought back into a namespace", () => {
  it("is what the stack never made, named as far as its services name it", () => {
    const { config } = stack;
    const services = config.services.map((service) => ({
      ...service,
      imagePullSecrets: ["regcred"],
      ...(service.name === "website" ? { envFrom: [{ secret: "db", prefix: "", optional: false }] } : {}),
    }));
    assert.deepEqual(lostForGood({ ...config, services }, ["staging"], "staging"), [
      "the records of releases and their evidence: what Pulumi's own history holds of them goes on",
      "the rights that people were given in it: release rbac prints them",
      "what others made, and the pods need: Secret regcred (registry credentials of website), Secret db (of website), Secret regcred (registry credentials of docs)",
      "whatever else was in it that this stack did not make",
    ]);
  });
});
