import assert from "node:assert/strict";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, quick, toVersion, useProject } from "./project.ts";

describe("release logs", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "logs");
  const project = useProject();
  before(async () => {
    project().stack(namespace(), { web: { version: "v1", basic: quick.replace("replicas: 1", "replicas: 2") } });
    await project().release([]);
  });

  it("prints what each pod writes, its name before each line", async () => {
    const { code, stdout, stderr } = await project().cli("logs", "web", "--tail", "1");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^(web-\S+ web │ [^\n]*listening\n){2}$/);
  });

  it("follows new pods until Ctrl-C", async () => {
    const running = project().start(["logs", "web", "--follow", "--json"]);
    await running.saw(/v1 on port/);
    await project().release([toVersion("web", "v2")]);
    await running.saw(/v2 on port/);
    running.child.kill("SIGINT");
    const { code, stdout, stderr } = await running.ended;
    assert.equal(code, 0, stderr);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, string>);
    assert.deepEqual(Object.keys(lines[0]!), ["pod", "container", "line"]);
  });

  it("prints the run before, of a container that was restarted", async () => {
    await project().release([toVersion("web", "crash")], { restore: false });
    const { code, stdout, stderr } = await project().cli("logs", "web", "--previous");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /database/);
  });

  it("suggests the nearest service", async () => {
    const { code, stderr } = await project().cli("logs", "wbe");
    assert.equal(code, 1);
    assert.match(stderr, /^SERVICE_UNKNOWN: stack staging has no service "wbe"; did you mean "web"\?\n/);
  });
});
