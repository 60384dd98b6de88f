import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import type { CloudEvent } from "../../../notify/cloudEvent.ts";
import { useHookServer } from "../../notify/hookServer.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, useProject } from "../../cluster/release/project.ts";

const targets = `  releases:notify:
    - { kind: cloudevents, url: { secret: hook }, results: [rolled back, succeeded], services: [web] }
    - { kind: slack, url: { env: HOOK_URL }, results: [interrupted] }
`;

describe("a stack with notifications", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "notify");
  const project = useProject();
  const server = useHookServer();
  const run = (...args: string[]) => project().start(args, { HOOK_URL: server().url("/chat") }).ended;
  const events = () => server().received.map(({ body }) => JSON.parse(body) as CloudEvent);

  before(async () => {
    project().stack(namespace(), { web: { version: "v1" } });
    const { directory, command } = project();
    const set = [command, "--cwd", directory, "config", "set", "--secret", "hook"];
    execFileSync(process.execPath, set, { cwd: directory, input: server().url(), stdio: ["pipe", "pipe", "pipe"] });
    project().write(project().read().replace("  releases:namespace:", `${targets}  releases:namespace:`));
    await project().release([]);
  });

  it("tells a good release and a bad one that was taken back, each once, the URL read from the stack's secret", async () => {
    const good = await run("up", "web=v2", "-m", "new navigation");
    assert.equal(good.code, 0, good.stderr);
    const bad = await run("up", "web=crash");
    assert.equal(bad.code, 2, bad.stderr);
    const told = events().map(({ type, data }) => [type.split(".").at(-1), data.services]);
    const web = (from: string, to: string) => [{ service: "web", namespace: namespace(), from, to }];
    assert.deepEqual(told, [
      ["succeeded", web("v1", "v2")],
      ["rolled-back", web("v2", "crash")],
    ]);
    const [first, second] = events();
    assert.equal(first?.data.description, "new navigation");
    assert.equal((second?.data.cause as { code: string }).code, "CrashLoop");
    assert.equal((second?.data.restore as { result: string }).result, "succeeded");
    for (const { stdout, stderr } of [good, bad]) assert.doesNotMatch(stdout + stderr, /T0K3N/);
    assert.doesNotMatch(project().read(), /T0K3N/);
  });

  it("tells nobody where nothing changed", async () => {
    assert.equal((await run("up")).code, 0);
    assert.deepEqual(server().received, []);
  });

  it("ends a release as it ended where nobody can be told, and says so", async () => {
    server().answers.push(404);
    const { code, stdout, stderr } = await run("restart", "web");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^succeeded: restart web v2/);
    assert.match(stderr, /nobody was told by releases:notify\[0\] \(cloudevents\): it answered 404\n$/);
  });

  it("tells the end of a release that was killed with recover, and what became of it", async () => {
    const running = project().start(["up", "web=never-ready"]);
    await running.saw(/new available/);
    running.child.kill("SIGKILL");
    await running.ended;
    assert.deepEqual(server().received, []);
    const { code, stderr } = await run("recover");
    assert.equal(code, 0, stderr);
    const [chat, ...more] = server().received;
    assert.deepEqual([chat?.path, more], ["/chat", []]);
    const { text } = JSON.parse(chat?.body ?? "{}") as { text: string };
    assert.match(text, /^◼ \*deploy web v2 → never-ready\* in staging: \*interrupted\*/);
    assert.match(text, /\nserves again: web v2\n/);
  });
});
