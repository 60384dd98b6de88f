import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { format } from "prettier";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { schemaText } from "../../../cli/schemaFile.ts";
import { configSchema, serviceFileSchema } from "../../../components/config/jsonSchema.ts";
import { parameterReference } from "../../../components/config/reference.ts";
import { everything } from "../everything.ts";

/** The checked-in file must be what the definitions come to; UPDATE_GOLDEN=1 writes it. */
function assertWritten(path: string, content: string): void {
  const file = new URL(`../../../${path}`, import.meta.url);
  if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(file, content);
  assert.equal(readFileSync(file, "utf8"), content);
}

describe("docs/parameters.md", () => {
  it("is what the definitions in components/config say", async () => {
    assertWritten("docs/parameters.md", await format(parameterReference(), { parser: "markdown", printWidth: 120 }));
  });

  it("has a sentence for every parameter", () => {
    const undescribed = parameterReference()
      .split("\n")
      .filter((line) => line.startsWith("| `") && /\|\s*\|$/.test(line));
    assert.deepEqual(undescribed, []);
  });
});

describe("the sentence of a parameter", () => {
  it("names the default that the schema has", () => {
    const said = defaultsIn(configSchema()).filter(
      ({ value, description }) => !description.includes(`efault ${value}`),
    );
    assert.deepEqual(said, []);
  });
});

/** Every plain value that is a default, with the sentence beside it. */
function defaultsIn(schema: unknown): { value: string; description: string }[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { default: value, description = "" } = schema as { default?: unknown; description?: string };
  const plain = ["string", "number", "boolean"].includes(typeof value);
  const own = plain ? [{ value: String(value), description }] : [];
  return [...own, ...Object.values(schema).flatMap(defaultsIn)];
}

describe("configSchema", () => {
  const validate = new Ajv2020({ strict: false }).compile(configSchema());

  it("is what schema/stack.schema.json says, as `release config schema` writes it", () => {
    assertWritten("schema/stack.schema.json", schemaText(configSchema()));
  });

  it("is beside it for a service's file", () => {
    assertWritten("schema/service.schema.json", schemaText(serviceFileSchema()));
    const check = new Ajv2020({ strict: false }).compile(serviceFileSchema());
    const web = { template: "website", image: "a/web", env: { A: "1" } };
    const errors = (stacks: object): unknown =>
      check({ ...web, stacks }) ? undefined : check.errors?.[0]?.instancePath;
    assert.equal(errors({ prod: { replicas: 3, unset: ["env.A"] } }), undefined);
    assert.equal(errors({ prod: { replica: 3 } }), "/stacks/prod");
    assert.equal(errors({ prod: { replicas: "three" } }), "/stacks/prod/replicas");
    assert.equal(check({ image: "a/web" }), false);
  });

  it("takes the stacks of this project", () => {
    for (const stack of ["staging", "prod"]) {
      const text = readFileSync(new URL(`../../../Pulumi.${stack}.yaml`, import.meta.url), "utf8");
      validate(parse(text));
      assert.deepEqual(validate.errors, null);
    }
  });

  it("takes every parameter there is, and null for what may be left out", () => {
    const services = Object.fromEntries(everything().services.map(({ name, layers }) => [name, layers.basic]));
    validate({ config: { "releases:services": services, "releases:current": {} } });
    assert.deepEqual(validate.errors, null);
    const nulls = {
      web: {
        template: "website",
        probes: { liveness: null },
        budget: null,
        ports: { http: null },
        env: { A: "b", B: null },
      },
      // The rest of them is the template's.
      api: { template: "api", ports: { http: { service: 81 } }, probes: { readiness: { http: { scheme: "HTTPS" } } } },
    };
    validate({ config: { "releases:services": nulls, "releases:current": { web: { version: "v1" } } } });
    assert.deepEqual(validate.errors, null);
  });

  it("refuses an unknown key, a wrong type and a value out of bounds", () => {
    const wrong = [{ replcas: 3 }, { replicas: "three" }, { replicas: 5000 }, { rollout: { minReady: 5 } }];
    for (const web of wrong) {
      const services = { web: { template: "website", ...web } };
      assert.equal(validate({ config: { "releases:services": services, "releases:current": {} } }), false);
    }
  });
});
