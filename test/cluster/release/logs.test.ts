import assert from "node:assert/strict";
import { serviceLogs } from "../../../rollout/logs/serviceLogs.ts";
import { until } from "../rollout/deployments.ts";
import { InterruptibleApi } from "../rollout/interruptibleApi.ts";
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

  it("goes on where a connection was dropped, and prints no line twice", async () => {
    await until(async () => {
      const { items } = await cluster().core.listNamespacedPod({ namespace: namespace() });
      return items.length === 2 || undefined;
    });
    const { api, cluster: behind } = await InterruptibleApi.before(project().kubeconfig);
    const ending = new AbortController();
    const lines: string[] = [];
    const pods = { "app.kubernetes.io/name": "web" };
    const request = { namespace: namespace(), service: "web", pods, tail: 10, previous: false, follow: ending.signal };
    const following = serviceLogs(behind, request, ({ pod, line }) => lines.push(`${pod} ${line}`));
    const of = (text: string) => lines.filter((line) => line.includes(text));
    await until(() => Promise.resolve(of("listening").length === 2 || undefined));
    api.drop();
    // Longer than it takes to look again.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    project().write(project().read().replace("replicas: 2", "replicas: 1"));
    await project().release([]);
    await until(() => Promise.resolve(of("received: draining").length === 1 || undefined));
    ending.abort();
    await following;
    api.close();
    assert.equal(of("listening").length, 2, lines.join("\n"));
    assert.equal(new Set(lines).size, lines.length, lines.join("\n"));
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
