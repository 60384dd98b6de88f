import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./components/runProgram.mjs", import.meta.url));

interface Ran {
  outputs?: Record<string, object>;
  resources?: { type: string; name: string }[];
  runError?: string;
}

/** Runs index.ts with Pulumi's mocks in a process of its own, as a module runs once in each. */
function run(config: Record<string, unknown>, secretKeys: string[] = []): Ran {
  const { stdout, stderr } = spawnSync(process.execPath, [program, JSON.stringify(config), ...secretKeys], {
    encoding: "utf8",
  });
  assert.notEqual(stdout, "", stderr);
  return JSON.parse(stdout) as Ran;
}

const site = { template: "website", image: "localhost/web" };

describe("index.ts", () => {
  it("makes the stack's namespaces and a ServiceRelease of each service, and tells what each came to", () => {
    const { outputs, resources } = run({
      services: {
        web: { ...site, dependsOn: ["api"], route: { kind: "Ingress", hosts: ["www.example"], tlsSecret: "www-tls" } },
        api: { ...site, namespace: "backend" },
      },
      current: { web: { version: "v2" }, api: { version: "v1" } },
      namespaces: { staging: {}, backend: { quota: { pods: 10 } }, elsewhere: { create: false } },
    });
    assert.deepEqual(outputs, {
      web: {
        namespace: "staging",
        name: "web",
        version: "v2",
        releaseId: "0123abcd",
        url: "http://web.staging.svc:80",
        publicUrls: ["https://www.example/"],
      },
      api: {
        namespace: "backend",
        name: "api",
        version: "v1",
        releaseId: "0123abcd",
        url: "http://api.backend.svc:80",
      },
    });
    const made = resources?.map(({ type, name }) => `${type} ${name}`) ?? [];
    assert.deepEqual(made.filter((resource) => /Namespace|Quota|ServiceRelease/.test(resource)).sort(), [
      "kubernetes:core/v1:Namespace backend",
      "kubernetes:core/v1:Namespace staging",
      "kubernetes:core/v1:ResourceQuota backend",
      "releases:index:ServiceRelease api",
      "releases:index:ServiceRelease web",
    ]);
    assert.ok(made.indexOf("kubernetes:core/v1:Service api") < made.indexOf("kubernetes:apps/v1:Deployment web"));
  });

  it("makes what watches the stack, where its file says so", () => {
    const { resources } = run({
      services: { web: site },
      current: { web: { version: "v1" } },
      namespaces: { staging: {} },
      watch: { image: "localhost/release-watch:v1", repository: "https://git.example/releases.git" },
    });
    assert.deepEqual(
      resources?.filter(({ name }) => name.startsWith("staging/")).map(({ type }) => type),
      [
        "kubernetes:core/v1:ServiceAccount",
        "kubernetes:core/v1:ConfigMap",
        "kubernetes:rbac.authorization.k8s.io/v1:Role",
        "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
        "kubernetes:apps/v1:Deployment",
      ],
    );
  });

  it("ends with one message that names everything that is wrong, as Pulumi shows it: no stack trace", () => {
    const { runError, resources } = run({ services: { web: { ...site, replcas: 2 } }, current: {} });
    assert.deepEqual(resources, []);
    assert.equal(
      runError,
      [
        "CONFIG_INVALID: the configuration of stack staging has 2 errors",
        "  at Pulumi.staging.yaml",
        '  - releases:services.web.replcas: unknown parameter; did you mean "replicas"?',
        '  - releases:current.web.version: missing; the service needs a version, e.g. "v1"',
        "  next: mend them; docs/parameters.md describes every parameter",
      ].join("\n"),
    );
  });

  it("refuses at preview what breaks a rule", () => {
    const { runError } = run({
      services: { web: { ...site, drain: { margin: "0s" } } },
      current: { web: { version: "v1" } },
    });
    assert.match(runError ?? "", /^RULES_BROKEN: stack staging breaks a rule .*\n.*\n {2}- ZD005 at /);
  });

  it("tells broken rules beside a key that nobody reads, all at once", () => {
    const { runError } = run({
      services: { web: { ...site, drain: { margin: "0s" } } },
      current: { web: { version: "v1" } },
      namespce: "sites",
    });
    assert.match(
      runError ?? "",
      /^CONFIG_INVALID: .* has an error and breaks a rule\n.*\n {2}- releases:namespce: unknown key; did you mean "namespace"\?\n {2}- ZD005 at /,
    );
  });

  it("says which secret to set", () => {
    const web = { ...site, secrets: { PASSWORD: "dbPassword" } };
    const { runError } = run({ services: { web }, current: { web: { version: "v1" } } });
    assert.match(
      runError ?? "",
      /the stack has no secret "dbPassword"; set it with `release config set --secret dbPassword`/,
    );
  });

  it("refuses a secret that would stand in the Deployment in plain text", () => {
    const config = { services: { web: { ...site, env: { TOKEN: "hunter2" } } }, current: { web: { version: "v1" } } };
    const { runError, resources } = run(config, ["services"]);
    assert.deepEqual(resources, []);
    assert.equal(
      runError,
      [
        "CONFIG_INVALID: the configuration of stack staging has a secret where it would be shown in plain text",
        "  at Pulumi.staging.yaml",
        "  - releases:services: a value in it is encrypted; none in here stays secret",
        "  next: store it under a key of its own with `release config set --secret KEY`, and name KEY under the service's `secrets` or `secretFiles`",
      ].join("\n"),
    );
  });

  it("takes for a secret only what is one", () => {
    const web = { ...site, secrets: { PASSWORD: "dbPassword" } };
    const config = { services: { web }, current: { web: { version: "v1" } }, dbPassword: "hunter2" };
    assert.match(
      run(config).runError ?? "",
      /releases:dbPassword is stored in plain text; store it with `release config set --secret dbPassword`/,
    );
    assert.ok(run(config, ["dbPassword"]).resources?.some(({ type }) => type === "kubernetes:core/v1:Secret"));
  });
});
