import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { checkedStack } from "../../../components/checkedStack.ts";
import { useOwnParts } from "../../../components/ownParts.ts";
import { renderStack } from "../../../components/render.ts";
import type { UsageProblem } from "../../../errors/problem.ts";
import { docsExample } from "../../docsExample.ts";
import { useOwnFolder } from "../../ownFolder.ts";

describe("a project's own objects", () => {
  const own = useOwnFolder("objects", useOwnParts);
  const use = (text: string) => {
    own().write("mine.ts", text);
    useOwnParts(own().project);
  };
  const service = { template: "website", image: "localhost/web", owner: "shop" };
  const read = (more: object = {}) =>
    checkedStack({
      stack: "prod",
      services: { web: { ...service, ...more }, docs: service },
      current: { web: { version: "v1" }, docs: { version: "v1" } },
    });

  it("are made of each service that asks for them, with its namespace, labels and owner", () => {
    use(docsExample("package.md", "objects/monitor.ts"));
    const ports = { metrics: { container: 9090, served: false } };
    const monitors = renderStack(read({ ports })).filter(({ kind }) => kind === "PodMonitor");
    assert.deepEqual(monitors, [
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PodMonitor",
        metadata: {
          name: "web",
          namespace: "prod",
          labels: {
            "app.kubernetes.io/name": "web",
            "app.kubernetes.io/instance": "web-prod",
            "app.kubernetes.io/part-of": "releases",
            "app.kubernetes.io/managed-by": "pulumi",
          },
          annotations: { "releases/owner": "shop" },
        },
        spec: {
          selector: { matchLabels: { "app.kubernetes.io/name": "web" } },
          podMetricsEndpoints: [{ port: "metrics" }],
        },
      },
    ]);
    useOwnParts(tmpdir());
    assert.deepEqual(
      renderStack(read({ ports })).filter(({ kind }) => kind === "PodMonitor"),
      [],
    );
  });

  it("are changed in their file, and by no patch", () => {
    use(docsExample("package.md", "objects/monitor.ts"));
    const patches = { PodMonitor: { spec: { jobLabel: "team" } } };
    assert.throws(
      () => read({ ports: { metrics: { container: 9090, served: false } }, patches }),
      (error: UsageProblem) => /^releases:services.web.patches.PodMonitor: /.test(error.details[0] ?? ""),
    );
  });

  const refused = (text: string, why: string) => {
    use(`export const objects = ({ name }) => [${text}];`);
    assert.throws(() => read(), {
      code: "OBJECTS_INVALID",
      message: `a file of objects cannot be used: ${why}`,
      where: own().file("mine.ts"),
    });
  };

  it("are refused where two services would make the same", () => {
    refused(
      "{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'board' } }",
      "it makes ConfigMap prod/board of services web and docs; give it a name of its own, with the service's in it",
    );
  });

  it("are refused where the service has one of that name already", () => {
    refused(
      "{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name } }",
      "it makes PodDisruptionBudget prod/web, which service web has already; give it a name of its own, with the service's in it",
    );
  });

  it("are refused where they are no list", () => {
    use("export const objects = () => undefined;");
    assert.throws(() => read(), {
      code: "OBJECTS_INVALID",
      message: "a file of objects cannot be used: it failed on service web: it gave undefined, no list",
    });
  });

  it("are refused where they hold secrets in plain text", () => {
    refused(
      "{ apiVersion: 'v1', kind: 'Secret', metadata: { name } }",
      "what it makes of service web is Secret web, which would be kept in plain text; name it under the service's secrets",
    );
  });

  it("are refused in another namespace, where nobody would look for them", () => {
    refused(
      "{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'other' } }",
      "what it makes of service web, ConfigMap web, is for another namespace than the service's, prod",
    );
  });

  it("are refused without a kind", () => {
    refused(
      "{ metadata: { name } }",
      'what it makes of service web has no apiVersion and kind: {"metadata":{"name":"web"}}',
    );
  });

  it("are refused without a name", () => {
    refused("{ apiVersion: 'v1', kind: 'ConfigMap' }", "what it makes of service web has no metadata.name: ConfigMap");
  });

  it("are refused where they fail", () => {
    refused("name.not.there", "it failed on service web: Cannot read properties of undefined (reading 'there')");
  });
});
