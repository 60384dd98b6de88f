import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { locateBackend } from "../../../../release/engine/embedded/backend.ts";
import { isGone } from "../../../../release/processGone.ts";
import type { Project } from "../../../../release/engine/embedded/project.ts";
import {
  containsSecret,
  copySecretness,
  makeSecret,
  redactAll,
  revealAll,
  withoutOutputValues,
} from "../../../../release/engine/embedded/propertyValue.ts";
import type { PropertyMap, PropertyValue } from "../../../../release/engine/embedded/propertyValue.ts";

const project: Project = {
  name: "shop",
  dir: "/srv/shop",
  main: "index.ts",
  nodeArgs: [],
  backendUrl: undefined,
  configDefaults: {},
};

describe("The state backend's place", () => {
  it("is the environment's, else the project's, else the home folder's", () => {
    assert.equal(
      locateBackend({ ...project, backendUrl: "file://./state" }, "prod", { PULUMI_BACKEND_URL: "file:///var/state" })
        .root,
      "/var/state/.pulumi",
    );
    assert.equal(
      locateBackend({ ...project, backendUrl: "file://./state" }, "prod", {}).root,
      "/srv/shop/state/.pulumi",
    );
    assert.equal(locateBackend(project, "prod", {}).root, join(homedir(), ".pulumi"));
    assert.equal(
      locateBackend(project, "prod", { PULUMI_BACKEND_URL: "file://~/s" }).root,
      join(homedir(), "s/.pulumi"),
    );
    assert.equal(
      locateBackend(project, "prod", { PULUMI_BACKEND_URL: "file://s" }).root,
      join(process.cwd(), "s/.pulumi"),
    );
  });

  it("holds each stack's files where the Pulumi CLI has them", () => {
    const { stateFile, historyDir, lockDir } = locateBackend({ ...project, backendUrl: "file:///s" }, "prod", {});
    assert.deepEqual(
      [stateFile, historyDir, lockDir],
      ["/s/.pulumi/stacks/shop/prod.json", "/s/.pulumi/history/shop/prod", "/s/.pulumi/locks/organization/shop/prod"],
    );
  });
});

describe("A process", () => {
  it("is gone when it has ended, or another has its number since", () => {
    const { pid } = spawnSync("true");
    assert.ok(isGone(pid, new Date()));
    assert.ok(!isGone(process.pid, new Date()));
    assert.ok(isGone(process.pid, new Date(0)));
    assert.ok(!isGone(1, new Date()));
  });
});

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<PropertyValue>;
const withSecrets = fc.letrec<{ value: PropertyValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    json,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value")),
    json.map((inner) => makeSecret(inner)),
  ),
})).value;

describe("A secret value", () => {
  it("is never shown, and always given to who asks for it", () => {
    fc.assert(
      fc.property(withSecrets, (value) => {
        assert.ok(!containsSecret(redactAll(value)));
        assert.ok(!containsSecret(revealAll(value)));
        assert.deepEqual(redactAll(makeSecret(value)), "[secret]");
      }),
    );
  });

  it("stays secret in what is made of it, and its value as it was", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("a", "b", "c"), withSecrets), (inputs: PropertyMap) => {
        const outputs = copySecretness(revealAll(inputs), inputs);
        assert.equal(containsSecret(outputs), containsSecret(inputs));
        assert.deepEqual(revealAll(outputs), revealAll(inputs));
      }),
    );
  });

  it("may come as one of Pulumi's output values", () => {
    const output = (more: PropertyMap): PropertyMap => ({
      "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4",
      ...more,
    });
    assert.deepEqual(
      withoutOutputValues({ a: output({ value: 1 }), b: output({ value: "x", secret: true }), c: [output({})] }),
      {
        a: 1,
        b: makeSecret("x"),
        c: ["04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
      },
    );
  });
});
