import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { isNotFound } from "../../../cluster/apiError.ts";
import type { ResourceStep } from "../../../engine/events.ts";
import type { ReleaseEvent } from "../../../release/events.ts";
import { release } from "../../../release/release.ts";
import { useLab } from "../support.ts";
import { patienceMs, quick, useProject } from "./project.ts";

describe("a stack's very first release", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const project = useProject();
  const namespace = `first-${randomBytes(4).toString("hex")}`;
  const request = { kind: "deploy", edits: [], restore: true, force: false, commit: false } as const;
  const namespaceThere = () =>
    cluster()
      .core.readNamespace({ name: namespace })
      .then(
        () => true,
        (error: unknown) => !isNotFound(error),
      );

  before(() => {
    const website = { version: "v1", basic: quick };
    project().stack(namespace, { website, kiosk: website });
    project().write(`${project().read()}  releases:namespaces:\n    ${namespace}: { podSecurity: restricted }\n`);
  });
  after(async () => {
    await cluster().core.deleteNamespace({ name: namespace });
  });

  it("is asked for before its namespace is made: after a no nothing is there", async () => {
    const context = await project().context({ approve: () => Promise.resolve(false) });
    await assert.rejects(release({ ...request, edits: [] }, context), { code: "NOT_APPROVED" });
    assert.equal(await namespaceThere(), false);
  });

  it("is shown beforehand with its namespace, and without the services that nobody has named", async () => {
    const { stdout, stderr } = await project().cli("preview", "website=v2", "--json");
    const { changes } = JSON.parse(stdout === "" ? assert.fail(stderr) : stdout) as { changes: ResourceStep[] };
    const own = changes.filter(({ service }) => service === undefined).map(({ type, name }) => `${type} ${name}`);
    assert.deepEqual(own.sort(), [`kubernetes:core/v1:Namespace ${namespace}`, "pulumi:pulumi:Stack releases-staging"]);
    const objects = changes.filter(({ service }) => service === "website").map(({ type }) => type);
    for (const kind of ["apps/v1:Deployment", "core/v1:Service"])
      assert.ok(objects.includes(`kubernetes:${kind}`), kind);
    assert.deepEqual([...new Set(changes.map(({ service }) => service))].sort(), ["website", undefined]);
    assert.equal(await namespaceThere(), false);
  });

  it("makes the namespace, then all that stands in it, asking once", async () => {
    let asked = 0;
    const approve = () => {
      asked += 1;
      return Promise.resolve(true);
    };
    const context = await project().context({ approve });
    const { record } = await release({ ...request, edits: [] }, context);
    assert.equal(record.result, "succeeded");
    assert.equal(asked, 1);
    // The namespace alone comes before the lock: all else is rolled out, and watched.
    const checked = context.events.findIndex((event) => event.type === "phase" && event.state === "done");
    const made = (events: ReleaseEvent[]) =>
      events.flatMap((event) =>
        event.type === "resource" && event.state === "done" && event.step.operation === "create"
          ? [event.step.type]
          : [],
      );
    assert.deepEqual(made(context.events.slice(0, checked)), ["kubernetes:core/v1:Namespace", "pulumi:pulumi:Stack"]);
    assert.ok(made(context.events.slice(checked)).includes("kubernetes:apps/v1:Deployment"));
    assert.deepEqual(await project().running(namespace), { kiosk: "v1", website: "v1" });
  });
});
