import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { labPaths } from "../../../lab/paths.ts";
import { pulumi as run } from "../../engine/support.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { adopting } from "../../cluster/release/adopting.ts";
import { release as runRelease } from "../../../release/release.ts";
import { patienceMs, quick, toVersion, useProject } from "../../cluster/release/project.ts";

/** Two stacks of one project, whose services have files. */
describe("services that have files of their own", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespaces = { staging: useNamespace(cluster, "files"), east: useNamespace(cluster, "files-east") };
  const project = useProject();
  const service = (name: string) => join(project().directory, "services", `${name}.yaml`);
  const basics = (name: string, env: string, more = "") => {
    writeFileSync(service(name), `# What ${name} is.\n{ ${quick}, env: { GREETING: ${env} }${more} }\n`);
  };
  const pulumi = (...args: string[]) =>
    run({ dir: project().directory, env: { ...process.env, KUBECONFIG: labPaths().kubeconfig } }, ...args);
  const release = async (...args: string[]) => {
    const ended = await project().cli(...args);
    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
    return ended;
  };
  const greeting = async (stack: "staging" | "east") => {
    const namespace = namespaces[stack]();
    const { spec } = await cluster().apps.readNamespacedDeployment({ namespace, name: "web" });
    return spec!.template.spec!.containers[0]!.env?.find(({ name }) => name === "GREETING")?.value;
  };
  const newest = async (stack: string) => (await project().session(stack).records.list())[0]!;
  const config = (stack: string) => (parse(project().read(stack)) as { config: Record<string, unknown> }).config;
  /** Neither the command nor a plain `pulumi` has anything to do. */
  const nothingToDo = async (stack: string) => {
    assert.match((await release("preview", "--stack", stack)).stdout, /^no change \(/m);
    const { code, stdout } = await pulumi("preview", "--expect-no-changes", "--stack", stack);
    assert.equal(code, 0, stdout);
  };
  let other = "";
  const ids: string[] = [];

  before(() => {
    mkdirSync(join(project().directory, "services"));
    basics("web", "hello");
    basics("docs", "hello");
    for (const [stack, namespace] of Object.entries(namespaces)) {
      const current = "web: { version: v1 }, docs: { version: v1 }";
      project().write(
        `# A stack.\nconfig:\n  # What runs.\n  releases:current: { ${current} }\n  releases:namespace: ${namespace()}\n`,
        stack,
      );
    }
  });

  it("are released in each stack, with their files' parameters on record", async () => {
    for (const stack of ["staging", "east"] as const) {
      await release("up", "--stack", stack, "--yes");
      assert.equal(await greeting(stack), "hello");
      await nothingToDo(stack);
    }
    const record = await newest("east");
    ids.push(record.id);
    assert.deepEqual(
      record.changes.map(({ after }) => after.basic.env),
      [{ GREETING: "hello" }, { GREETING: "hello" }],
    );
    other = project().read("staging");
  });

  it("change in one stack alone by what the file says of that", async () => {
    basics("web", "hello", ", stacks: { east: { env: { GREETING: hi }, replicas: 2 } }");
    await nothingToDo("staging");
    await release("up", "web", "--stack", "east");
    ids.push((await newest("east")).id);
    assert.equal(await greeting("east"), "hi");
    await nothingToDo("east");
  });

  it("go back in that stack alone: its file goes before the service's, which stays as it is", async () => {
    const file = readFileSync(service("web"), "utf8");
    const { stdout, stderr } = await release("rollback", "web", "--stack", "east");
    assert.match(
      stdout + stderr,
      /web: from now on Pulumi\.east\.yaml goes before services\/web\.yaml in env\.GREETING, replicas; other stacks stay as they are, and once the file is right again: release config rm services\.web --stack east/,
    );
    assert.equal(await greeting("east"), "hello");
    assert.deepEqual(config("east")["releases:services"], { web: { env: { GREETING: "hello" }, replicas: 1 } });
    assert.equal(readFileSync(service("web"), "utf8"), file);
    assert.equal(project().read("staging"), other);
    const [first] = (await project().session("east").records.list()).filter(({ id }) => id === ids[0]);
    const back = await newest("east");
    const of = (record: typeof back) => record.changes.find(({ service: name }) => name === "web")!.after.basic;
    assert.deepEqual(of(back), of(first!));
    await nothingToDo("east");
    const up = await release("up", "web", "--stack", "east");
    assert.match(
      up.stdout + up.stderr,
      /web: Pulumi\.east\.yaml goes before services\/web\.yaml in env\.GREETING, replicas/,
    );
    assert.equal(await greeting("east"), "hello");
  });

  it("are brought back by resubmit to what the file says, with nothing over it any more", async () => {
    const { stdout, stderr } = await release("resubmit", ids[1]!, "--stack", "east");
    assert.match(stdout + stderr, /web: Pulumi\.east\.yaml says nothing over services\/web\.yaml any more/);
    assert.equal(await greeting("east"), "hi");
    assert.equal(config("east")["releases:services"], undefined);
    assert.equal(project().read("staging"), other);
    await nothingToDo("east");
  });

  it("serve on after a change of a file that fails, by what goes before it", async () => {
    basics("web", "hello", ", stacks: { east: { env: { GREETING: hi, WEB_CRASH: 'true' }, replicas: 2 } }");
    const failed = await project().cli("up", "web", "--stack", "east");
    assert.equal(failed.code, 2, failed.stdout + failed.stderr);
    assert.match(failed.stdout + failed.stderr, /goes before services\/web\.yaml in env\.WEB_CRASH/);
    assert.deepEqual(config("east")["releases:services"], { web: { unset: ["env.WEB_CRASH"] } });
    assert.equal(await greeting("east"), "hi");
    await nothingToDo("east");
    basics("web", "hello", ", stacks: { east: { env: { GREETING: hi }, replicas: 2 } }");
    await release("config", "rm", "services.web", "--stack", "east");
    await nothingToDo("east");
  });

  it("are released as they were planned, whatever an editor saves before that is applied", async () => {
    const saved = readFileSync(service("web"), "utf8");
    const file = project().read("staging");
    const web = ", stacks: { east: { env: { GREETING: hi }, replicas: 2 }, staging: { env: { GREETING: planned } } }";
    basics("web", "hello", web);
    const context = await project().context({
      approve: () => {
        basics("web", "hello", web.replace("planned", "unplanned"));
        writeFileSync(service("docs"), "no: [yaml\n");
        project().write(file.replace("web: { version: v1 }", "web: { version: v2 }"), "staging");
        return Promise.resolve(true);
      },
    });
    const request = { kind: "deploy", edits: [], restore: true, force: false, commit: false } as const;
    const { record } = await runRelease({ ...request, edits: [] }, context);
    assert.equal(record.result, "succeeded");
    assert.equal(await greeting("staging"), "planned");
    assert.deepEqual(await project().running(namespaces.staging()), { web: "v1", docs: "v1" });
    basics("web", "hello", web.replace("planned", "hello"));
    basics("docs", "hello");
    project().write(file, "staging");
    await release("up", "--stack", "staging", "--yes");
    writeFileSync(service("web"), saved);
    await nothingToDo("staging");
  });

  it("keep a release of an edited stack's file from taking away what an editor has saved in it meanwhile", async () => {
    const file = project().read("staging");
    const edited = `${file}# Edited.\n`;
    const context = await project().context({
      approve: () => {
        project().write(edited, "staging");
        return Promise.resolve(true);
      },
    });
    const edits = [toVersion("web", "v2")];
    await assert.rejects(runRelease({ kind: "deploy", edits, restore: true, force: false, commit: false }, context), {
      code: "FILE_CHANGED",
    });
    assert.equal(project().read("staging"), edited);
    assert.deepEqual(await project().running(namespaces.staging()), { web: "v1", docs: "v1" });
    project().write(file, "staging");
  });

  it("are made by adopt, and go when they are let go", async () => {
    const namespace = namespaces.east();
    const { kubectl } = adopting(cluster, () => namespace, project);
    await kubectl("create", "deployment", "api", "--image=localhost/web:v1", "--port=8080");
    await kubectl("rollout", "status", "deployment", "api", "--timeout=90s");
    const { stdout } = await release("adopt", "api", "--namespace", namespace, "--stack", "east", "--dry-run");
    assert.match(stdout, /^into services\/api\.yaml:\n\+ template: /m);
    await release("adopt", "api", "--namespace", namespace, "--stack", "east", "--yes");
    assert.match(readFileSync(service("api"), "utf8"), /^image: localhost\/web$/m);
    const said = (key: string) => (config("east")[key] ?? {}) as Record<string, unknown>;
    assert.deepEqual([said("releases:current").api, said("releases:services").api], [{ version: "v1" }, undefined]);
    await nothingToDo("east");
    const undone = await release("adopt", "api", "--undo", "--stack", "east", "--yes");
    assert.match(undone.stdout, /services\/api\.yaml is gone too: no stack has the service/);
    assert.equal(existsSync(service("api")), false);
    await kubectl("delete", "deployment", "api");
  });

  it("are released by a plain pulumi up, which the history tells as far as Pulumi does", async () => {
    basics("web", "bonjour");
    const web = "web: { version: v2 }";
    project().write(project().read("staging").replace("web: { version: v1 }", web), "staging");
    const { code, stdout } = await pulumi("up", "--yes", "--skip-preview", "--stack", "staging");
    assert.equal(code, 0, stdout);
    assert.equal(await greeting("staging"), "bonjour");
    await nothingToDo("staging");
    const shown = await release("history", "--stack", "staging", "--json");
    const [plain] = JSON.parse(shown.stdout) as { id: string; changes: { service: string; basicUnknown?: true }[] }[];
    assert.deepEqual(
      plain!.changes.map(({ service: name, basicUnknown }) => [name, basicUnknown]),
      [["web", true]],
    );
    const known = await release("up", "--stack", "staging", "--yes");
    assert.match(known.stdout + known.stderr, /basic: not known \(a plain pulumi up\) → as services\/web\.yaml says/);
    assert.match(known.stdout, /no change: staging already is as asked for/);
    const then = await release("up", "--stack", "staging", "--yes");
    assert.doesNotMatch(then.stdout + then.stderr, /not known/);
    const back = await release("rollback", "web", "--stack", "staging");
    assert.equal(await greeting("staging"), "hello");
    assert.deepEqual(await project().running(namespaces.staging()), { web: "v1", docs: "v1" });
    assert.match(back.stdout + back.stderr, /goes before services\/web\.yaml in env\.GREETING/);
    await nothingToDo("staging");
    const again = await release("rollback", "web", "--to", plain!.id, "--stack", "staging");
    assert.match(again.stdout + again.stderr, /web: only its release parameters go back/);
    assert.deepEqual(await project().running(namespaces.staging()), { web: "v2", docs: "v1" });
    await nothingToDo("staging");
  });
});
