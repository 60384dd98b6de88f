/**
 * `node schema/kubernetes.ts`: writes components/kubernetes/fields-1.34.json, the fields of the objects that services are made of,
 * from Kubernetes' own OpenAPI documents and the Gateway API's definitions, both as their Go modules bring them. Which
 * words a field takes is in the API server's answers alone: test/components/golden/kubernetes-1.34-openapi.json.
 * Both are under the Apache License 2.0; what is derived says so.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** The kinds, by the document that defines them. */
const documents = {
  api__v1: ["ConfigMap", "PersistentVolumeClaim", "Secret", "Service", "ServiceAccount"],
  apis__apps__v1: ["Deployment"],
  apis__autoscaling__v2: ["HorizontalPodAutoscaler"],
  apis__batch__v1: ["CronJob", "Job"],
  apis__networking_k8s_io__v1: ["Ingress", "NetworkPolicy"],
  apis__policy__v1: ["PodDisruptionBudget"],
  apis__rbac_authorization_k8s_io__v1: ["Role", "RoleBinding"],
};
const routes = ["grpcroutes", "httproutes"];

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  type?: string;
  format?: string;
  enum?: string[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  "x-kubernetes-patch-merge-key"?: string;
  "x-kubernetes-patch-strategy"?: string;
  "x-kubernetes-list-map-keys"?: string[];
  "x-kubernetes-int-or-string"?: boolean;
}

interface Definition {
  spec: { names: { kind: string }; versions: { name: string; schema: { openAPIV3Schema: Schema } }[] };
}

const types: Record<string, Record<string, string>> = {};
const kinds: Record<string, string> = {};
/** The full name behind each short one: two may not end alike. */
const full = new Map<string, string>();

function moduleFolder(cwd: string, module: string): string {
  const answer = execFileSync("go", ["mod", "download", "-json", module], {
    cwd: join(import.meta.dirname, "..", cwd),
    env: { ...process.env, GOFLAGS: "-mod=readonly", GOWORK: "off" },
    encoding: "utf8",
  });
  return (JSON.parse(answer) as { Dir: string }).Dir;
}

const answered = JSON.parse(
  readFileSync(join(import.meta.dirname, "../test/components/golden/kubernetes-1.34-openapi.json"), "utf8"),
) as { schemas: Record<string, Schema> };

function fromOpenApi(folder: string): void {
  for (const [document, wanted] of Object.entries(documents)) {
    const file = join(
      folder,
      "api/openapi-spec/v3",
      `${document.replaceAll("_k8s_io", ".k8s.io").replace("rbac_", "rbac.")}_openapi.json`,
    );
    const { schemas } = (JSON.parse(readFileSync(file, "utf8")) as { components: { schemas: Record<string, Schema> } })
      .components;
    const name = (ref: string): string => {
      const long = ref.slice("#/components/schemas/".length);
      const short = long.slice(long.lastIndexOf(".") + 1);
      const schema = schemas[long] ?? {};
      if (short === "IntOrString") return "intOrString";
      if (short === "Quantity") return "quantity";
      if (schema.properties === undefined) return word(schema, (inner) => name(inner), "");
      if ((full.get(short) ?? long) !== long)
        throw new Error(`${long} and ${full.get(short) ?? ""} both end in ${short}`);
      if (full.has(short)) return `#${short}`;
      full.set(short, long);
      const fields = answered.schemas[long]?.properties ?? {};
      types[short] = fieldsOf(schema.properties, (key, field) => {
        const words = fields[key]?.enum ?? fields[key]?.items?.enum;
        return word(words === undefined ? field : withWords(field, words), (inner) => name(inner), "");
      });
      return `#${short}`;
    };
    for (const kind of wanted) {
      const ref = Object.keys(schemas).find((key) => key.startsWith("io.k8s.api.") && key.endsWith(`.${kind}`));
      if (ref === undefined) throw new Error(`${document} has no ${kind}`);
      kinds[kind] = name(`#/components/schemas/${ref}`).slice(1);
    }
  }
}

function withWords(field: Schema, words: string[]): Schema {
  return field.type === "array" ? { ...field, items: { ...field.items, enum: words } } : { ...field, enum: words };
}

function fieldsOf(
  properties: Record<string, Schema>,
  wordOf: (key: string, field: Schema) => string,
): Record<string, string> {
  // What the cluster says of an object is nothing to be asked for.
  const wanted = Object.entries(properties).filter(([key]) => !["status", "managedFields"].includes(key));
  return Object.fromEntries(wanted.map(([key, field]) => [key, wordOf(key, field)]));
}

/** A field's type in a word: `string`, `A|B`, `#Container`, `[]string`, `[name]#Container`, `{}string`, `any`. */
function word(schema: Schema, refer: (ref: string) => string, at: string): string {
  const [single] = schema.allOf ?? [];
  const ref = schema.$ref ?? (schema.allOf?.length === 1 ? single?.$ref : undefined);
  if (ref !== undefined) return refer(ref);
  if (schema["x-kubernetes-int-or-string"] === true || schema.format === "int-or-string") return "intOrString";
  if (schema.type === "array") {
    const keys = schema["x-kubernetes-list-map-keys"] ?? [];
    const merged = schema["x-kubernetes-patch-strategy"]?.includes("merge") === true;
    const key =
      schema["x-kubernetes-patch-merge-key"] ?? (merged ? "*" : keys.length === 1 && at !== "" ? keys[0] : "");
    return `[${key ?? ""}]${word(schema.items ?? {}, refer, at)}`;
  }
  if (schema.properties !== undefined) {
    types[at] = fieldsOf(schema.properties, (key, field) => word(field, refer, `${at}.${key}`));
    return `#${at}`;
  }
  if (schema.type === "object" || typeof schema.additionalProperties === "object") {
    return typeof schema.additionalProperties === "object"
      ? `{}${word(schema.additionalProperties, refer, at)}`
      : "any";
  }
  if (schema.enum !== undefined && schema.type === "string") return schema.enum.join("|");
  return ["string", "integer", "number", "boolean"].includes(schema.type ?? "") ? (schema.type ?? "any") : "any";
}

function fromDefinitions(folder: string): void {
  for (const plural of routes) {
    const file = join(folder, `config/crd/standard/gateway.networking.k8s.io_${plural}.yaml`);
    const { spec } = parse(readFileSync(file, "utf8")) as Definition;
    const version = spec.versions.find(({ name }) => name === "v1");
    const { properties = {} } = version?.schema.openAPIV3Schema ?? {};
    const { kind } = spec.names;
    types[kind] = fieldsOf(properties, (key, field) =>
      key === "metadata" ? "#ObjectMeta" : word(field, () => "any", `${kind}.${key}`),
    );
    kinds[kind] = kind;
  }
}

fromOpenApi(moduleFolder("lab/kube", "k8s.io/kubernetes"));
fromDefinitions(moduleFolder("lab/gateway", "sigs.k8s.io/gateway-api"));
const sorted = Object.fromEntries(Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1)));
const lines = Object.entries(sorted).map(([name, fields]) => `${JSON.stringify(name)}:${JSON.stringify(fields)}`);
const about =
  "Written by schema/kubernetes.ts from k8s.io/kubernetes v1.34 (api/openapi-spec) and sigs.k8s.io/gateway-api, " +
  "which are under the Apache License 2.0, https://www.apache.org/licenses/LICENSE-2.0.";
writeFileSync(
  join(import.meta.dirname, "../components/kubernetes/fields-1.34.json"),
  `{"about":${JSON.stringify(about)},\n"kinds":${JSON.stringify(kinds)},\n"types":{\n${lines.join(",\n")}\n}}\n`,
);
