import assert from "node:assert/strict";
import { references } from "../../../components/objects.ts";
import { website } from "../support.ts";

describe("references", () => {
  it("are what of others the pods do not start without, each once", () => {
    const service = website({
      valueFrom: {
        DATABASE_URL: { secret: "db", key: "url" },
        DATABASE_USER: { secret: "db", key: "user" },
        REGION: { configMap: "cluster" },
        FLAGS: { configMap: "flags", optional: true },
        POD_IP: { field: "status.podIP" },
      },
      envFrom: [{ secret: "all" }, { configMap: "maybe", optional: true }],
      sidecars: { proxy: { image: "localhost/proxy:v1", envFrom: [{ configMap: "proxy" }] } },
    });
    const found = references(service).sort((a, b) => (a.name < b.name ? -1 : 1));
    assert.deepEqual(found, [
      { kind: "Secret", name: "all", keys: [] },
      { kind: "ConfigMap", name: "cluster", keys: ["REGION"] },
      { kind: "Secret", name: "db", keys: ["url", "user"] },
      { kind: "ConfigMap", name: "proxy", keys: [] },
    ]);
  });

  it("are none of what is the service's own", () => {
    const service = website({
      files: { "/etc/web.conf": "a" },
      secrets: { TOKEN: "token" },
      secretFiles: { "/run/key": "key" },
      volumes: { data: { mount: "/data", size: "1Gi" } },
    });
    assert.deepEqual(references(service), []);
  });

  it("are those of patches too", () => {
    const volumes = [{ name: "tls", secret: { secretName: "tls", items: [{ key: "tls.crt", path: "crt" }] } }];
    const service = website({ patches: { Deployment: { spec: { template: { spec: { volumes } } } } } });
    assert.deepEqual(references(service), [{ kind: "Secret", name: "tls", keys: ["tls.crt"] }]);
  });
});
