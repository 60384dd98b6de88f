import assert from "node:assert/strict";
import { labPaths } from "../../../lab/paths.ts";
import { pulumi as run } from "../../engine/support.ts";
import { patienceMs, quick, useProject } from "../release/project.ts";
import { useLab, useNamespace } from "../support.ts";

/** As a person runs it: no `release` command anywhere, the program's own hooks watch. */
describe("jobs under a plain pulumi up", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "plain-jobs");
  const project = useProject();
  const pulumi = (...args: string[]) => {
    const env = { ...process.env, KUBECONFIG: labPaths().kubeconfig };
    return run({ dir: project().directory, env }, ...args, "--stack", "staging");
  };
  const up = () => pulumi("up", "--yes", "--skip-preview");
  const write = (version: string, env = "WEB_EXIT: true", release = "") => {
    const job = `{ name: migrate, compatible: true, env: { ${env} } }`;
    project().stack(namespace(), { web: { version, basic: `${quick}, jobs: { before: [${job}] }` } });
    if (release !== "")
      project().write(
        project()
          .read()
          .replace(/version: [\w-]+ \}/, (text) => text.replace(" }", `, ${release} }`)),
      );
  };
  const jobs = async () => {
    const { items } = await cluster().batch.listNamespacedJob({ namespace: namespace() });
    return items.map(({ metadata }) => metadata!.uid!);
  };

  before(async () => {
    write("v1");
    assert.equal((await pulumi("stack", "init", "--no-select")).code, 0);
  });

  it("run before the pods, told with their log, and once", async () => {
    const { code, stdout } = await up();
    assert.equal(code, 0, stdout);
    assert.match(stdout, /web-migrate-\S+: .*nothing to do, exiting/);
    assert.match(stdout, /job migrate of web succeeded after /);
    const ran = await jobs();
    assert.equal(ran.length, 1);
    const again = await pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");
    assert.equal(again.code, 0, again.stdout);
    assert.deepEqual(await jobs(), ran);
  });

  it("that are changed are other Jobs, never a field that cannot be changed", async () => {
    const before = await jobs();
    write("v1", "WEB_EXIT: true, MORE: words");
    const { code, stdout } = await up();
    assert.equal(code, 0, stdout);
    assert.doesNotMatch(stdout, /immutable/);
    const after = await jobs();
    assert.equal(after.length, 1);
    assert.notDeepEqual(after, before);
  });

  it("that fail keep the pods from being touched, with their log", async () => {
    write("v2", "WEB_CRASH: true");
    const { code, stdout } = await up();
    assert.notEqual(code, 0);
    assert.match(stdout, /job migrate of web exited with code 3 after /);
    assert.match(stdout, /cannot open database: connection refused/);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
  });

  it("are tried again with what is mended, or with a stamp", async () => {
    write("v2", "WEB_CRASH: true", 'jobsAgain: "2026-11-22T04:00:00Z"');
    const again = await up();
    assert.notEqual(again.code, 0);
    assert.match(again.stdout, /job migrate of web exited with code 3 after /);
    write("v2");
    const { code, stdout } = await up();
    assert.equal(code, 0, stdout);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
    assert.equal((await jobs()).length, 1);
  });
});
