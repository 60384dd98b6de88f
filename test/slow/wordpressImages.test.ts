import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { before, describe, it } from "mocha";
import { startLoad } from "../../lab/load.ts";
import { labPaths } from "../../lab/paths.ts";
import { labImages } from "../../lab/moreImages.ts";
import { useLab, useNamespace } from "../cluster/support.ts";

const execute = promisify(execFile);
const { kubectl: command, kubeconfig } = labPaths();
const environment = [
  { name: "DB_NAME", value: "blog" },
  { name: "DB_USER", value: "author" },
  { name: "DB_PASSWORD", value: "it's \\secret" },
  { name: "DB_HOST", value: "db" },
];

describe("WordPress with its database, of Debian's packages", function () {
  this.timeout(180_000);
  const namespace = useNamespace(useLab());
  const kubectl = async (...args: string[]): Promise<string> =>
    (await execute(command, ["--kubeconfig", kubeconfig, "--namespace", namespace(), ...args])).stdout.trim();
  const apply = async (...items: object[]): Promise<void> => {
    const running = execute(command, ["--kubeconfig", kubeconfig, "--namespace", namespace(), "apply", "-f", "-"]);
    running.child.stdin?.end(JSON.stringify({ apiVersion: "v1", kind: "List", items }));
    await running;
  };
  /** Which version answers, and whether the post is on its front page. */
  const frontPage = async (): Promise<{ release: string | undefined; shows: boolean }> => {
    const get = `$body = file_get_contents("http://${address}/"); echo implode("\\n", $http_response_header), $body;`;
    const text = await kubectl("exec", "deploy/blog", "--", "php", "-r", get);
    return { release: /^X-Release: (\w+)$/m.exec(text)?.[1], shows: text.includes("Written before") };
  };
  let address: string;

  before(async () => {
    await labImages({ which: "wordpress", emit: () => undefined });
    await apply(claim("data"), claim("content"));
    await apply(
      ...workload("db", "localhost/mariadb:v1", 3306, { data: "/var/lib/mysql" }, { tcpSocket: { port: 3306 } }),
    );
    const ready = { httpGet: { path: "/wp-login.php", port: 8080 }, timeoutSeconds: 5 };
    const content = { content: "/var/www/html/wp-content" };
    await apply(...workload("blog", "localhost/wordpress:v1", 8080, content, ready));
    await kubectl("rollout", "status", "deploy/blog", "--timeout=90s");
    address = await kubectl("get", "service", "blog", "-o", "jsonpath={.spec.clusterIP}");
  });

  it("keeps its posts, and every request, through a release", async () => {
    assert.match(await kubectl("exec", "deploy/blog", "--", "php", "/lab/post.php", "Written before"), /^\d+$/);
    assert.deepEqual(await frontPage(), { release: "v1", shows: true });
    const url = `http://${address}/`;
    const load = await startLoad({ url, seconds: 120, rate: 2, connections: 2, keepAlive: true });
    await kubectl("set", "image", "deploy/blog", "main=localhost/wordpress:v2");
    await kubectl("rollout", "status", "deploy/blog", "--timeout=90s");
    load.stop();
    const { sent, failed } = await load.result;
    assert.equal(failed, 0);
    assert.ok(sent >= 2, `${sent} requests`);
    // The proxy hears of the old pod's end up to a second after the release is done.
    while ((await frontPage()).release !== "v2") await setTimeout(200);
    assert.deepEqual(await frontPage(), { release: "v2", shows: true });
  });

  it("keeps its posts when the database's pod is replaced", async () => {
    await kubectl("delete", "pod", "--selector=app=db");
    await kubectl("rollout", "status", "deploy/db", "--timeout=60s");
    await kubectl("rollout", "status", "deploy/blog", "--timeout=60s");
    assert.equal((await frontPage()).shows, true);
  });
});

function claim(name: string): object {
  const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "5Gi" } } };
  return { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name }, spec };
}

function workload(
  name: string,
  image: string,
  port: number,
  mounts: Record<string, string>,
  readinessProbe: object,
): object[] {
  const labels = { app: name };
  const volumes = Object.keys(mounts).map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } }));
  const container = {
    name: "main",
    image,
    env: environment,
    readinessProbe: { periodSeconds: 2, ...readinessProbe },
    lifecycle: { preStop: { sleep: { seconds: name === "db" ? 0 : 5 } } },
    securityContext: {
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [
      ...Object.entries(mounts).map(([volume, mountPath]) => ({ name: volume, mountPath })),
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
  const template = {
    metadata: { labels },
    spec: { containers: [container], volumes: [...volumes, { name: "tmp", emptyDir: {} }] },
  };
  const strategy =
    name === "db" ? { type: "Recreate" } : { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }, type: "RollingUpdate" };
  return [
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name },
      spec: { replicas: 1, strategy, selector: { matchLabels: labels }, template },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name },
      spec: { selector: labels, ports: [{ port: name === "db" ? port : 80, targetPort: port }] },
    },
  ];
}
