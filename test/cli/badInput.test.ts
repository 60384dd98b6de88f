import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeProblem, Problem } from "../../errors/problem.ts";
import { locateStack } from "../../cli/project.ts";
import { openSession } from "../../cli/session.ts";
import { describedStack, readServices } from "../../parameters/stack.ts";

function project(text: string, stack = "staging"): string {
  const folder = mkdtempSync(join(tmpdir(), "release-bad-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: releases\nruntime: nodejs\n");
  writeFileSync(join(folder, `Pulumi.${stack}.yaml`), text);
  return folder;
}

const web = "{ template: website, image: localhost/web }";

function config(services: string, current = "web: { version: v1 }", more = ""): string {
  return `config:\n  releases:services:\n    ${services}\n  releases:current:\n    ${current}\n${more}`;
}

const bad: { title: string; text: string; details: string[] }[] = [
  {
    title: "an unknown key",
    text: config("web: { template: website, image: localhost/web, replica: 3 }"),
    details: ['releases:services.web.replica: unknown parameter; did you mean "replicas"?'],
  },
  {
    title: "a wrong type",
    text: config("web: { template: website, image: localhost/web, replicas: many }"),
    details: ['releases:services.web.replicas: "many" was given; allowed: a whole number from 0 to 500'],
  },
  {
    title: "a missing version",
    text: config(`web: ${web}`, "web: {}"),
    details: [
      'releases:current.web.version: missing; allowed: an image tag like "v1.2.0" or a digest sha256:<64 hex digits>, as a quoted text',
    ],
  },
  {
    title: "a service without release parameters",
    text: config(`web: ${web}\n    docs: ${web}`),
    details: ['releases:current.docs.version: missing; the service needs a version, e.g. "v1"'],
  },
  {
    title: "an unknown template",
    text: config("web: { template: webiste, image: localhost/web }"),
    details: ['releases:services.web.template: no template is called "webiste"; did you mean "website"?'],
  },
  {
    title: "an empty file",
    text: "",
    details: [
      "releases:services: missing; allowed: an object with an entry for each service",
      "releases:current: missing; allowed: an object with an entry for each service",
    ],
  },
];

describe("a stack's file that is wrong is refused with all that is wrong, before anything is asked of a cluster", () => {
  for (const { title, text, details } of bad) {
    it(title, () => {
      const errors = details.length === 1 ? "an error" : `${details.length} errors`;
      assert.deepEqual(
        refusal(() => openSession({ cwd: project(text), stack: "staging" })),
        [
          "exit 1",
          `CONFIG_INVALID: the configuration of stack staging has ${errors}`,
          "  at Pulumi.staging.yaml",
          ...details.map((detail) => `  - ${detail}`),
          "  next: mend them; docs/parameters.md describes every parameter",
        ],
      );
    });
  }

  it("two services on one name", () => {
    const cwd = project(config(`web: ${web}\n    web: ${web}`));
    assert.deepEqual(
      refusal(() => openSession({ cwd })),
      [
        "exit 1",
        "YAML_INVALID: Pulumi.staging.yaml cannot be read as YAML",
        `  at ${cwd}/Pulumi.staging.yaml`,
        '  - line 4, column 5: "web" stands twice in one map',
        "  next: mend the file; nothing was changed",
      ],
    );
  });

  it("unreadable YAML", () => {
    const cwd = project("config:\n  releases:services: { web: [\n");
    assert.deepEqual(refusal(() => openSession({ cwd })).slice(0, 4), [
      "exit 1",
      "YAML_INVALID: Pulumi.staging.yaml cannot be read as YAML",
      `  at ${cwd}/Pulumi.staging.yaml`,
      "  - line 3, column 1: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ]);
  });

  it("a broken rule, by its code", () => {
    const said = refusal(() => openSession({ cwd: project(config(`web: ${web}`, "web: { version: latest }")) }));
    assert.equal(said[0], "exit 1");
    assert.match(said[1] ?? "", /^RULES_BROKEN: stack staging breaks /);
    assert.match(said[3] ?? "", /^ {2}- ZD012 at releases:current\.web\.version: the tag "latest" moves: /);
  });

  it("a broken rule, but not where one only looks", () => {
    const cwd = project(config(`web: ${web}`, "web: { version: latest }"));
    assert.deepEqual([...describedStack(locateStack({ cwd })).services.keys()], ["web"]);
  });

  it("a broken rule of one service, but not where another is rendered", () => {
    const broken = "bad: { version: latest }\n    odd: { version: v1 }\n    web: { version: v1 }";
    const services = `bad: ${web}\n    odd: { template: website, replicas: two }\n    web: ${web}`;
    const location = locateStack({ cwd: project(config(services, broken)) });
    assert.ok(readServices(location, ["web"]).services.has("web"));
    assert.match(refusal(() => readServices(location, ["bad"])).join("\n"), /^ {2}- ZD012 at releases:current\.bad\./m);
    const odd = refusal(() => readServices(location, ["web", "odd"])).join("\n");
    assert.match(odd, /CONFIG_INVALID: [^]*releases:services\.odd\.replicas: "two"/);
    assert.doesNotMatch(odd, /bad/);
  });

  it("a stack that is not there", () => {
    const cwd = project(config(`web: ${web}`));
    assert.deepEqual(
      refusal(() => openSession({ cwd, stack: "prod" })),
      [
        "exit 1",
        'STACK_UNKNOWN: there is no stack "prod"; there are: staging',
        `  at ${cwd}/Pulumi.prod.yaml`,
        "  next: check --stack, or write that file",
      ],
    );
  });

  it("no stack chosen where there are two", () => {
    const cwd = project(config(`web: ${web}`));
    writeFileSync(join(cwd, "Pulumi.prod.yaml"), "");
    assert.deepEqual(
      refusal(() => openSession({ cwd })),
      [
        "exit 1",
        "STACK_NOT_CHOSEN: this project has 2 stacks (prod, staging), and none was chosen",
        `  at ${cwd}`,
        "  next: add --stack NAME, or set PULUMI_STACK",
      ],
    );
  });

  it("no project", () => {
    const cwd = mkdtempSync(join(tmpdir(), "release-none-"));
    assert.deepEqual(
      refusal(() => openSession({ cwd, stack: "prod" })),
      [
        "exit 1",
        "PROJECT_MISSING: no Pulumi.yaml in this folder or above it",
        `  at ${cwd}`,
        "  next: run the command inside the project, or name it with --cwd FOLDER",
      ],
    );
  });
});

function refusal(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return [`exit ${error.exitCode}`, ...describeProblem(error).split("\n")];
    throw error;
  }
  return ["not refused"];
}
