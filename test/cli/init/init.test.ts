import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answersFor, type InitOptions } from "../../../cli/init/answers.ts";
import { packageSpec } from "../../../cli/init/packageSpec.ts";
import { completed, packageJson } from "../../../cli/init/packageJson.ts";
import { projectFiles } from "../../../cli/init/projectFiles.ts";
import { writeProject } from "../../../cli/init/write.ts";
import { templates, useTemplates } from "../../../components/templates.ts";
import { readStackFile } from "../../../components/config/stackFile.ts";
import { checkedStack } from "../../../components/checkedStack.ts";

const own = { folder: "/work/checkout", version: "0.1.0", testedWith: { "@pulumi/pulumi": "3.1.0", mocha: "12.0.0" } };
const answers = (options: InitOptions = {}) =>
  answersFor("/home/ada/Web Shop", { image: "registry.example:5000/team/web:v1", ...options }, undefined);

describe("release init", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "release-init-"));
  });
  afterEach(() => {
    useTemplates(tmpdir());
    rmSync(folder, { recursive: true });
  });
  const read = (file: string) => readFileSync(join(folder, file), "utf8");

  it("takes the project's name from its folder, and image and version from one word", async () => {
    assert.deepEqual(await answers(), {
      project: "web-shop",
      service: "web",
      image: "registry.example:5000/team/web",
      version: "v1",
      owner: "web-shop",
      stacks: ["staging", "prod"],
    });
    const digest = `sha256:${"a".repeat(64)}`;
    assert.equal((await answers({ image: `team/web@${digest}` })).version, digest);
    assert.equal((await answers({ image: `team/web:v1@${digest}` })).version, `v1@${digest}`);
  });

  it("asks for what no option says", async () => {
    const questions: string[] = [];
    const ask = (question: string, suggestion: string) => {
      questions.push(`${question} [${suggestion}]`);
      return Promise.resolve(suggestion === "" ? "team/web:v1" : suggestion);
    };
    await answersFor("/shop", { service: "till" }, ask);
    assert.deepEqual(questions, [
      "name of the project [shop]",
      "what it runs, image:version []",
      "the team that owns it [shop]",
    ]);
  });

  it("tells every wrong answer at once, and that an image is needed", async () => {
    await assert.rejects(answers({ name: "Shop", image: "team/web", stacks: ["PROD"] }), {
      code: "ANSWERS_INVALID",
      details: [
        'name: "Shop"; allowed: at most 42 of a-z, 0-9 and "-", starting with a letter',
        'stacks: "PROD"; allowed: at most 20 of a-z, 0-9 and "-", starting with a letter',
        'releases:current.web.version: "" was given; allowed: an image tag like "v1.2.0" or a digest sha256:<64 hex digits>, as a quoted text',
      ],
    });
    await assert.rejects(answersFor("/shop", {}, undefined), { code: "IMAGE_NEEDED" });
  });

  it("writes stacks that are right, with a template of the project's own", async () => {
    const given = await answers({ image: "localhost/web:1.0", owner: "no" });
    await writeProject(folder, projectFiles(given, false), packageJson("shop", "0.1.0", own));
    useTemplates(folder);
    assert.ok(templates.has("team"));
    for (const stack of given.stacks) {
      const { services, namespace } = checkedStack(readStackFile(join(folder, `Pulumi.${stack}.yaml`)));
      assert.deepEqual(
        services.map(({ name, owner, replicas, release }) => [name, owner, replicas, release.version]),
        [["web", "no", stack === "prod" ? 3 : 2, "1.0"]],
      );
      assert.equal(namespace, `web-shop-${stack}`);
    }
  });

  it("overwrites nothing: what is there stays, and package.json gets what it lacks", async () => {
    writeFileSync(join(folder, "index.ts"), "mine");
    writeFileSync(
      join(folder, "package.json"),
      '{"name":"mine","scripts":{"test":"jest"},"dependencies":{"a":"1.0.0"}}',
    );
    const files = projectFiles(await answers(), false);
    const first = await writeProject(folder, files, packageJson("shop", "0.1.0", own));
    assert.deepEqual([first.kept, first.completed], [["index.ts"], ["package.json"]]);
    assert.equal(read("index.ts"), "mine");
    const { name, scripts, dependencies, type } = JSON.parse(read("package.json")) as Record<string, unknown>;
    assert.deepEqual([name, scripts, type], ["mine", { test: "jest" }, "module"]);
    assert.equal((dependencies as Record<string, string>).a, "1.0.0");
    const second = await writeProject(folder, files, packageJson("shop", "0.1.0", own));
    assert.deepEqual([second.written, second.completed], [[], []]);
  });

  it("writes nothing beside a package.json that cannot be read", async () => {
    writeFileSync(join(folder, "package.json"), "{");
    const files = projectFiles(await answers(), false);
    await assert.rejects(writeProject(folder, files, packageJson("shop", "0.1.0", own)), {
      code: "PACKAGE_JSON_INVALID",
    });
    assert.equal(existsSync(join(folder, "Pulumi.yaml")), false);
  });

  it("leaves to pulumi new what it asks for", async () => {
    const files = projectFiles(await answers(), true);
    assert.match(
      files.get("Pulumi.yaml") ?? "",
      /^name: \$\{PROJECT\}\ndescription: \$\{DESCRIPTION\}\n[^]*\ntemplate:\n/,
    );
    assert.match(files.get("Pulumi.prod.yaml") ?? "", /\n {2}releases:namespaces:\n {4}prod:\n/);
  });

  it("has pulumi new fill in only what ends a line of YAML: it puts a line's end behind a name", async () => {
    const files = projectFiles(await answers(), true);
    for (const [path, text] of files) if (path.endsWith(".yaml")) assert.doesNotMatch(text, /\$\{[A-Z]+\}[^\n]/);
  });

  it("keeps what a package.json says against what a new one would", () => {
    assert.deepEqual(
      completed({ type: "commonjs", scripts: {} }, { type: "module", scripts: { test: "mocha" }, a: 1 }),
      {
        type: "commonjs",
        scripts: { test: "mocha" },
        a: 1,
      },
    );
  });

  it("names the package from where this one came: a tarball, a registry, a checkout's npm pack", () => {
    const modules = join(folder, "node_modules");
    const installed = { ...own, folder: join(modules, "service-releases") };
    const lock = (resolved: string) => {
      const packages = { "node_modules/service-releases": { resolved } };
      writeFileSync(join(modules, ".package-lock.json"), JSON.stringify({ packages }));
    };
    assert.equal(packageSpec(own, "/work/shop"), "file:../checkout/service-releases-0.1.0.tgz");
    assert.equal(packageSpec(installed, "/work/shop"), "0.1.0");
    mkdirSync(modules);
    lock("file:../releases.tgz");
    assert.equal(packageSpec(installed, undefined), `file:${join(folder, "../releases.tgz")}`);
    lock("elsewhere");
    assert.equal(packageSpec(installed, "/work/shop"), "0.1.0");
  });
});
