import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { after, before, describe, it } from "mocha";
import { labDown } from "../../lab/down.ts";
import type { LabEvent } from "../../lab/events.ts";
import { labExec } from "../../lab/exec.ts";
import { startLoad } from "../../lab/load.ts";
import { labPaths, type LabPaths } from "../../lab/paths.ts";
import { labStatus, type LabState } from "../../lab/status.ts";
import { labUp } from "../../lab/up.ts";

const run = promisify(execFile);
const silent = (): void => undefined;

/** A lab of its own beside the one that the other tests use: this suite takes it down again and again. */
describe("the lab", function () {
  this.timeout(180_000);
  let paths: LabPaths;
  let env: NodeJS.ProcessEnv;
  let beforehand: string[];

  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    const directory = await mkdtemp("/tmp/lab-");
    env = { ...process.env, RELEASE_LAB_DIR: directory };
    paths = labPaths(env);
    beforehand = await traces(paths);
  });

  after(async () => {
    if (process.getuid?.() !== 0) return;
    await labDown({ emit: silent, paths, wipeData: true });
    await rm(paths.directory, { recursive: true, force: true });
  });

  it("leaves no trace on the machine before it is up", () => {
    assert.deepEqual(beforehand, []);
  });

  it("comes up, and a second `up` leaves it as it is", async () => {
    const first = await labUp({ emit: silent, paths });
    assert.equal(first.ready, true);
    assert.equal(first.version, "v1.34.4");
    const second = await labUp({ emit: silent, paths });
    assert.deepEqual(second.daemons, first.daemons);
  });

  it("has two `up`s at once wait for one another", async () => {
    await labDown({ emit: silent, paths });
    const waits: LabEvent[] = [];
    const emit = (event: LabEvent): void => {
      if (event.step === "wait") waits.push(event);
    };
    const [one, two] = await Promise.all([labUp({ emit, paths }), labUp({ emit, paths })]);
    assert.equal(one.ready && two.ready, true);
    assert.deepEqual(one.daemons, two.daemons);
    assert.equal(waits.length, 1);
    assert.match(waits[0]?.message ?? "", /^another run is at work: /);
  });

  it("keeps credentials from everyone else", async () => {
    const { stdout } = await run("find", [paths.directory, "-maxdepth", "0", "-perm", "/077"]);
    assert.equal(stdout, "");
    const secrets = await run("find", [
      paths.secrets,
      paths.kubeconfig,
      "-type",
      "f",
      "-not",
      "-name",
      "*.crt",
      "-perm",
      "/077",
    ]);
    assert.equal(secrets.stdout, "");
  });

  it("runs pods that keep their requests through a rolling update", async () => {
    const state = await labStatus(paths);
    await apply(state, deployment("v1"));
    await kubectl(state, "rollout", "status", "deployment/shop", "--timeout=60s");
    const address = await kubectl(state, "get", "service", "shop", "-o", "jsonpath={.spec.clusterIP}");
    const loads = await Promise.all(
      [true, false].map((keepAlive) => startLoad({ url: `http://${address}/`, seconds: 60, keepAlive, paths })),
    );
    await kubectl(state, "set", "image", "deployment/shop", "web=localhost/web:v2");
    await kubectl(state, "rollout", "status", "deployment/shop", "--timeout=60s");
    loads.forEach(({ stop }) => {
      stop();
    });
    for (const { sent, failed } of await Promise.all(loads.map(({ result }) => result))) {
      assert.equal(failed, 0);
      assert.ok(sent > 100, `${sent} requests`);
    }
  });

  it("binds a claim at once", async () => {
    const state = await labStatus(paths);
    const resources = { requests: { storage: "1Gi" } };
    const spec = { accessModes: ["ReadWriteOnce"], resources };
    await apply(state, { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "data" }, spec });
    await kubectl(state, "wait", "pvc/data", "--for=jsonpath={.status.phase}=Bound", "--timeout=10s");
  });

  it("says of an unknown tag that it is not found, as any registry does", async () => {
    const state = await labStatus(paths);
    await kubectl(state, "run", "typo", "--image=localhost/web:v99");
    const waiting = "jsonpath={.status.containerStatuses[0].state.waiting.reason}";
    await kubectl(state, "wait", "pod/typo", `--for=${waiting}=ImagePullBackOff`, "--timeout=30s");
    assert.match(await kubectl(state, "get", "events"), /localhost\/web:v99: not found/);
  });

  it("has no way out", async () => {
    const code = await labExec(["sh", "-c", "ip route get 192.0.2.1 >/dev/null && ping -c1 -W1 192.0.2.1"], {
      paths,
      stdio: "ignore",
    });
    assert.notEqual(code, 0);
    const { stdout } = await run("nsenter", [`--net=${paths.netns}`, "ip", "-br", "link"]);
    assert.deepEqual(stdout.match(/^(?!lo|eth0|cni0|veth).+/gm), null);
  });

  it("starts daemons again that were killed, while pods go on as if nothing had been", async () => {
    const state = await labStatus(paths);
    const pods = await podsOf(state);
    const address = await kubectl(state, "get", "service", "shop", "-o", "jsonpath={.spec.clusterIP}");
    const load = await startLoad({ url: `http://${address}/`, seconds: 120, keepAlive: true, paths });
    for (const name of ["etcd", "containerd", "kubelet", "kube-scheduler"] as const) {
      process.kill(state.daemons[name].pid!, "SIGKILL");
    }
    assert.equal((await labStatus(paths)).ready, false);
    const repaired = await labUp({ emit: silent, paths });
    assert.equal(repaired.ready, true);
    assert.equal(await podsOf(repaired), pods);
    load.stop();
    assert.equal((await load.result).failed, 0);
  });

  it("starts anew, with its data, when repairing cannot help", async () => {
    const before = await labStatus(paths);
    await run("ip", ["netns", "delete", paths.name]);
    const state = await labUp({ emit: silent, paths });
    assert.equal(state.ready, true);
    assert.notEqual(state.daemons.etcd.pid, before.daemons.etcd.pid);
    assert.match(await kubectl(state, "get", "deployments", "-o", "name"), /deployment.apps\/shop/);
  });

  it("comes up after an `up` that was killed half-way, whatever it had reached", async () => {
    for (const step of ["prepare", "start the API server", "start the node"]) {
      await labDown({ emit: silent, paths });
      await killAt(step, env);
      const state = await labUp({ emit: silent, paths });
      assert.equal(state.ready, true, step);
    }
  });

  it("leaves nothing behind when it goes down", async () => {
    const shims = await shimSockets(paths);
    assert.ok((await traces(paths)).length > 10);
    assert.ok(shims.length > 0);
    await labDown({ emit: silent, paths });
    assert.deepEqual(await traces(paths), []);
    assert.deepEqual(shims.filter(existsSync), []);
  });

  it("leaves nothing behind either when its containerd was killed and its pid files are lost", async () => {
    const state = await labUp({ emit: silent, paths });
    const shims = await shimSockets(paths);
    process.kill(state.daemons.containerd.pid!, "SIGKILL");
    await rm(paths.run, { recursive: true });
    await labDown({ emit: silent, paths });
    assert.deepEqual(await traces(paths), []);
    assert.deepEqual(shims.filter(existsSync), []);
  });
});

/** Everything on the machine that bears the lab's name or directory: none of it may outlive `down`. */
async function traces({ name, directory }: LabPaths): Promise<string[]> {
  const processes: string[] = [];
  for (const pid of (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)) {
    const read = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
    const text = `${await read("cgroup")} ${await read("cmdline")}`.replaceAll("\0", " ");
    if (text.includes(name) || text.includes(directory)) processes.push(`process ${pid}: ${text.slice(0, 200)}`);
  }
  const mounts = (await readFile("/proc/self/mountinfo", "utf8")).split("\n");
  const cgroups = await run("find", ["/sys/fs/cgroup", "-maxdepth", "2", "-name", name]);
  const links = await run("ip", ["-br", "link"]);
  const cni = existsSync("/var/lib/cni/results") ? await readdir("/var/lib/cni/results") : [];
  return [
    ...processes,
    ...mounts.filter((line) => line.includes(`${directory}/`) || line.includes(name)).map((line) => `mount ${line}`),
    ...(existsSync("/run/netns") ? await readdir("/run/netns") : []).filter((file) => file === name),
    ...cgroups.stdout.split("\n").filter(Boolean),
    ...links.stdout.split("\n").filter((line) => /^(cni|veth)/.test(line)),
    ...cni.filter((file) => file.startsWith(`${name}-`)),
  ];
}

/** Sockets of the shims, once there are some: pods of an earlier `up` start a moment after the node is ready. */
async function shimSockets({ directory }: LabPaths): Promise<string[]> {
  const tasks = join(directory, "containerd-state/io.containerd.runtime.v2.task/k8s.io");
  let ids: string[] = [];
  while (ids.length < 2) {
    await setTimeout(100);
    ids = existsSync(tasks) ? await readdir(tasks) : [];
  }
  const addresses = ids.map((id) => readFile(join(tasks, id, "address"), "utf8").catch(() => ""));
  return (await Promise.all(addresses)).filter(Boolean).map((address) => address.trim().replace("unix://", ""));
}

/** Runs `lab up` as its own process and kills it as soon as the step begins. */
async function killAt(step: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, ["lab/lab.ts", "up", "--json"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  for await (const line of createInterface(child.stdout)) {
    const event = JSON.parse(line) as LabEvent;
    if (event.step === step) child.kill("SIGKILL");
  }
  assert.deepEqual(await ended, [null, "SIGKILL"]);
}

/** Names of the shop's pods, and how often each was started. */
function podsOf(state: LabState): Promise<string> {
  const columns = 'jsonpath={range .items[*]}{.metadata.name} {.status.containerStatuses[0].restartCount}{"\\n"}{end}';
  return kubectl(state, "get", "pods", "--selector=app=shop", "-o", columns);
}

async function kubectl(state: LabState, ...args: string[]): Promise<string> {
  const { stdout } = await run(state.kubectl, ["--kubeconfig", state.kubeconfig, ...args]);
  return stdout;
}

async function apply(state: LabState, object: object): Promise<void> {
  const child = run(state.kubectl, ["--kubeconfig", state.kubeconfig, "apply", "-f", "-"]);
  child.child.stdin?.end(JSON.stringify(object));
  await child;
}

function deployment(tag: string): object {
  const labels = { app: "shop" };
  const container = {
    name: "web",
    image: `localhost/web:${tag}`,
    readinessProbe: { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 1 },
    lifecycle: { preStop: { sleep: { seconds: 3 } } },
  };
  return {
    apiVersion: "v1",
    kind: "List",
    items: [
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "shop" },
        spec: {
          replicas: 3,
          selector: { matchLabels: labels },
          strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          template: { metadata: { labels }, spec: { containers: [container] } },
        },
      },
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "shop" },
        spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
      },
    ],
  };
}
