import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { Ajv } from "ajv";
import { parseAllDocuments } from "yaml";
import type { StackConfig } from "../../components/config/stackConfig.ts";
import { hasSecret, secret } from "../../components/objects.ts";
import { manifestsYaml, renderService, renderStack, secretsComment } from "../../components/render.ts";
import { templates } from "../../components/templates.ts";
import { gatewayCanary, nginxCanary } from "./canaries.ts";
import { everything, ingressService } from "./everything.ts";
import { leastOf, stackOf } from "./support.ts";

const golden = new URL("./golden/", import.meta.url);

const stacks: [string, StackConfig][] = [
  ...[...templates.keys()].map((template): [string, StackConfig] => [
    template,
    stackOf({ sample: { ...leastOf(template), owner: "web-team", contact: "#web" } }),
  ]),
  ["everything", everything()],
  ["ingress", ingressService()],
  ["canary", gatewayCanary()],
  ["canary-nginx", nginxCanary()],
];

describe("renderStack", () => {
  for (const [name, stack] of stacks) {
    it(`makes of ${name} what golden/${name}.yaml says`, () => {
      const file = new URL(`${name}.yaml`, golden);
      const rendered = `${secretsComment(stack.services)}${manifestsYaml(renderStack(stack))}`;
      if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(file, rendered);
      assert.equal(rendered, readFileSync(file, "utf8"));
    });

    it(`makes of ${name} only what Kubernetes' own OpenAPI schema knows`, () => {
      // Secrets are not rendered, but made.
      const secrets = stack.services.filter(hasSecret).map((service) => secret(service, "secrets", () => "value"));
      assert.deepEqual([...renderStack(stack), ...secrets].flatMap(invalid), []);
    });
  }

  it("is read by kubectl as it is meant: YAML 1.1 takes bare words and numbers for something else", () => {
    const env = { SWITCH: "on", ANSWER: "no", LETTER: "y", COUNT: "1_0", OCTAL: "010", TIME: "2026-11-22", EMPTY: "~" };
    const stack = stackOf({ web: { template: "website", image: "localhost/web", env } }, { namespace: "no" });
    const services = {
      ...stack,
      services: stack.services.map((service) => ({ ...service, release: { version: "1_0" } })),
    };
    const read = parseAllDocuments(manifestsYaml(renderStack(services)), { version: "1.1" });
    assert.deepEqual(
      read.map((document) => document.toJS() as unknown),
      renderStack(services),
    );
  });

  it("makes no Secret that could be applied without its values, and says which must be there", () => {
    const { services } = everything();
    const manifests = renderStack(everything());
    assert.deepEqual(
      manifests.filter(({ kind }) => kind === "Secret"),
      [],
    );
    const [, name = ""] = /Secret (\S+) in namespace staging\n/.exec(secretsComment(services)) ?? [];
    assert.equal(
      secretsComment(services),
      [
        "# Secrets are not rendered. Without these the pods do not start:",
        `#   Secret ${name} in namespace staging`,
        "#     DB_PASSWORD: the value of releases:dbPassword",
        "#     job.smoke.TOKEN: the value of releases:dbPassword",
        "#     proxy.API_KEY: the value of releases:proxyKey",
        "#     proxy.run__proxy__cert: the value of releases:proxyCert",
        "#     run__secrets__tls__key: the value of releases:tlsKey",
        "",
      ].join("\n"),
    );
    assert.match(manifestsYaml(manifests), new RegExp(`secretKeyRef:\\s+name: ${name}\n`));
    assert.equal(secretsComment(stackOf({ web: { template: "website", image: "localhost/web" } }).services), "");
  });

  it("gives configuration of other content another name, and the same content the same name", () => {
    const named = (content: string) => {
      const files = { "/etc/app/app.conf": content };
      const stack = stackOf({ web: { template: "website", image: "localhost/web", files } });
      return renderService(stack.services[0]!).find(({ kind }) => kind === "ConfigMap")?.metadata.name;
    };
    assert.equal(named("a = 1"), named("a = 1"));
    assert.notEqual(named("a = 1"), named("a = 2"));
  });
});

describe("manifestsYaml", () => {
  it("writes one document for each object, without anchors", () => {
    const manifests = renderStack(everything());
    const text = manifestsYaml(manifests);
    const documents = parseAllDocuments(text);
    assert.deepEqual(
      documents.map((document) => document.toJS() as unknown),
      manifests,
    );
    assert.doesNotMatch(text, /[&*]a\d/);
  });
});

interface OpenApi {
  kinds: Record<string, string>;
  schemas: Record<string, { type?: string; properties?: object; additionalProperties?: unknown }>;
}

const openapi = JSON.parse(readFileSync(new URL("kubernetes-1.34-openapi.json", golden), "utf8")) as OpenApi;
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema({ $id: "kubernetes", components: { schemas: strict(openapi.schemas) } });

/** Fields that the schema does not know are errors, as they are under `kubectl apply --validate=strict`. */
function strict(schemas: OpenApi["schemas"]): OpenApi["schemas"] {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      schema.properties === undefined ? schema : { ...schema, additionalProperties: false },
    ]),
  );
}

/** What Kubernetes' schema finds wrong with a manifest. Gateway API's kinds are not part of Kubernetes itself. */
function invalid(manifest: { apiVersion: string; kind: string }): string[] {
  const { apiVersion, kind } = manifest;
  if (apiVersion.startsWith("gateway.networking.k8s.io/")) return [];
  const definition = openapi.kinds[`${apiVersion}/${kind}`];
  assert.ok(definition, `no schema for ${apiVersion} ${kind}`);
  const validate = ajv.compile({ $ref: `kubernetes#/components/schemas/${definition}` });
  if (validate(manifest)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${kind}${instancePath}: ${message ?? ""} ${JSON.stringify(params)}`,
  );
}
