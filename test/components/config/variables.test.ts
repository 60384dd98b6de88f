import assert from "node:assert/strict";
import { renderService } from "../../../components/render.ts";
import { errorsOf, website } from "../support.ts";

function errors(basic: object): readonly string[] {
  const web = { template: "website", image: "localhost/web", ...basic };
  return errorsOf({ services: { web }, current: { web: { version: "v1" } } });
}

const at = "releases:services.web";

describe("variables from elsewhere", () => {
  it("stand before the texts, which may name them", () => {
    const service = website({
      env: { URL: "http://$(POD_IP)/" },
      valueFrom: {
        POD_IP: { field: "status.podIP" },
        MEMORY: { resource: "limits.memory", divisor: "1Mi" },
        DATABASE_URL: { secret: "db", key: "url", optional: true },
        REGION: { configMap: "cluster" },
      },
      envFrom: [
        { secret: "all", prefix: "ALL_" },
        { configMap: "more", optional: true },
      ],
    });
    const deployment = renderService(service).find(({ kind }) => kind === "Deployment") as unknown as {
      spec: { template: { spec: { containers: [{ env: object; envFrom: object }] } } };
    };
    const [{ env, envFrom }] = deployment.spec.template.spec.containers;
    assert.deepEqual(env, [
      { name: "DATABASE_URL", valueFrom: { secretKeyRef: { name: "db", key: "url", optional: true } } },
      { name: "MEMORY", valueFrom: { resourceFieldRef: { resource: "limits.memory", divisor: "1Mi" } } },
      { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
      { name: "REGION", valueFrom: { configMapKeyRef: { name: "cluster", key: "REGION" } } },
      { name: "URL", value: "http://$(POD_IP)/" },
    ]);
    assert.deepEqual(envFrom, [
      { prefix: "ALL_", secretRef: { name: "all" } },
      { configMapRef: { name: "more", optional: true } },
    ]);
  });

  it("have one source each, and only what goes with it", () => {
    assert.deepEqual(errors({ valueFrom: { A: {}, B: { secret: "s", configMap: "c" } } }), [
      `${at}.valueFrom.A: needs exactly one of secret, configMap, field and resource`,
      `${at}.valueFrom.B: needs exactly one of secret, configMap, field and resource`,
    ]);
    assert.deepEqual(errors({ valueFrom: { A: { field: "status.podIP", optional: true } } }), [
      `${at}.valueFrom.A: key and optional go with a secret or a configMap`,
    ]);
    assert.deepEqual(
      errors({ valueFrom: { A: { field: "status.podIp" } }, envFrom: [{ secret: "s", configMap: "c" }] }),
      [
        `${at}.valueFrom.A.field: "status.podIp" was given; allowed: a fact about the pod: metadata.name, .namespace, .uid, .labels['KEY'], spec.nodeName, status.podIP, .hostIP or their like`,
        `${at}.envFrom[0]: needs exactly one of secret and configMap`,
      ],
    );
  });

  it("are not named twice", () => {
    const more = { env: { A: "1" }, secrets: { B: "key" } };
    assert.deepEqual(
      errors({ valueFrom: { A: { secret: "s" }, B: { secret: "s" }, constructor: { secret: "s" } }, ...more }),
      [`${at}.valueFrom.A: env sets A too; name it once`, `${at}.valueFrom.B: secrets sets B too; name it once`],
    );
  });
});
