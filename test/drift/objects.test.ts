import assert from "node:assert/strict";
import { expectedObjects } from "../../drift/objects.ts";
import { stackOf } from "../components/support.ts";

describe("the objects that a stack is held against", () => {
  it("are what watches it too, each by the name that the program gives it", () => {
    const watch = { image: "registry.example/watch:v1", repository: "https://git.example/releases.git" };
    const stack = stackOf({ web: { template: "website", image: "localhost/web" } }, { watch });
    const own = expectedObjects(stack, { project: "shop", name: "staging" }, () => false);
    assert.deepEqual(
      own.map(({ urn, name, namespace, service }) => [
        urn.replace("urn:pulumi:staging::shop::", ""),
        name,
        namespace,
        service,
      ]),
      [
        ["kubernetes:core/v1:ServiceAccount", ""],
        ["kubernetes:core/v1:ConfigMap", "-cluster"],
        ["kubernetes:rbac.authorization.k8s.io/v1:Role", ""],
        ["kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", ""],
        ["kubernetes:apps/v1:Deployment", ""],
      ].map(([type = "", end = ""]) => [
        ...[`${type}::staging/release-watch-staging${end}`, `release-watch-staging${end}`, "staging", undefined],
      ]),
    );
  });
});
