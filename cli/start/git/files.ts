import { join } from "node:path";

const packageJson = (name: string, scripts: Record<string, string>): Record<string, string> => {
  const of = { name, version: "1.0.0", private: true };
  const lock = { name, version: "1.0.0", lockfileVersion: 3, requires: true, packages: { "": of } };
  return {
    "package.json": JSON.stringify({ ...of, type: "module", scripts }, null, 2),
    "package-lock.json": JSON.stringify(lock, null, 2),
    ".gitignore": "/node_modules/\n",
  };
};

export interface ReleasesParts {
  services: readonly string[];
  /** `127.0.0.1:43117` */
  registry: string;
  namespace: string;
  kubeconfig: string;
  /** The backend. */
  state: string;
  /** Where the program comes from: the package, in a project of one's own. */
  checkout: string;
}

/** The first commit of the releases' repository. Its versions are set by the services' pipelines. */
export function releasesFiles(parts: ReleasesParts): Record<string, string> {
  const { services, registry, namespace, kubeconfig, state, checkout } = parts;
  const program = join(checkout, "program/releaseStack.ts");
  return {
    ...packageJson("shop-releases", {}),
    "Pulumi.yaml": `name: shop
runtime: { name: nodejs, options: { typescript: false } }
main: index.ts
backend: { url: "${state}" }
`,
    "index.ts": `import { releaseStack } from "${program}";\n\nexport default await releaseStack();\n`,
    "Pulumi.staging.yaml": `config:
  releases:services:
${services.map((name) => `    ${name}: { template: website, image: ${registry}/shop/${name}, owner: ${name}-team, replicas: 2 }`).join("\n")}
  # What runs: pipelines write it, with \`release set\`.
  releases:current:
${services.map((name) => `    ${name}: { version: none }`).join("\n")}
  releases:notify:
    - { kind: slack, url: { env: CHAT_URL } }
  releases:namespace: ${namespace}
  releases:namespaces:
    ${namespace}: { podSecurity: restricted }
  kubernetes:kubeconfig: ${kubeconfig}
`,
  };
}

const siteTest = `import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

test("the image has a version", () => {
  assert.match(readFileSync("Dockerfile", "utf8"), /^ENV WEB_VERSION=\\S+$/m);
});
`;

/** The first commit of a service's repository. */
export function serviceFiles(name: string): Record<string, string> {
  return {
    ...packageJson(name, { lint: "node --check site.test.js", test: "node --test" }),
    "site.test.js": siteTest,
    Dockerfile: dockerfile({ WEB_VERSION: "1" }),
  };
}

/** The sample server with these settings. */
export function dockerfile(env: Record<string, string>): string {
  return ["FROM localhost/web:v1", ...Object.entries(env).map(([key, value]) => `ENV ${key}=${value}`), ""].join("\n");
}
