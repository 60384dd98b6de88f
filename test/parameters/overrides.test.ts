import assert from "node:assert/strict";
import { parseServiceFiles } from "../../components/config/serviceFiles.ts";
import { changedOverrides, standingOverrides } from "../../parameters/overrides.ts";

const files = parseServiceFiles(new Map([["web.yaml", "{ template: website, replicas: 3 }"]]), ["east"]);
const of = { file: "Pulumi.east.yaml", stack: "east", files };
const none = "config: { releases:services: { docs: { replicas: 1 } } }";
const over = "config: { releases:services: { docs: { replicas: 1 }, web: { unset: [replicas], env: { A: b } } } }";

describe("what goes before a service's file", () => {
  it("is told as it stands, service by service", () => {
    assert.deepEqual(
      [...standingOverrides(over, of)],
      [["web", "web: Pulumi.east.yaml goes before services/web.yaml in env.A, replicas"]],
    );
    assert.deepEqual([...standingOverrides(none, of)], []);
  });

  it("is told when an edit brings or takes it, with the way back", () => {
    assert.deepEqual(changedOverrides(none, over, of), [
      "web: from now on Pulumi.east.yaml goes before services/web.yaml in env.A, replicas; other stacks stay as they are, and once the file is right again: release config rm services.web --stack east",
    ]);
    assert.deepEqual(changedOverrides(over, none, of), [
      "web: Pulumi.east.yaml says nothing over services/web.yaml any more",
    ]);
    assert.deepEqual(changedOverrides(over, over, of), []);
  });
});
