import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { KubeConfig, type V1ContainerStatus, type V1Pod } from "@kubernetes/client-node";
import { logText } from "../../../cli/actions/logs.ts";
import { plainStyle } from "../../../cli/renderers/style.ts";
import { clusterOf } from "../../../cluster/cluster.ts";
import { containersOf } from "../../../rollout/logs/containerLog.ts";
import { serviceLogs } from "../../../rollout/logs/serviceLogs.ts";
import type { LogLine } from "../../../rollout/logs/logLine.ts";

function pod(name: string, containers: Partial<V1ContainerStatus>[]): V1Pod {
  return { metadata: { name }, status: { containerStatuses: containers as V1ContainerStatus[] } };
}

describe("the logs of a service", () => {
  const running = pod("web-1", [{ name: "web", restartCount: 2, state: { running: {} } }]);
  const fresh = pod("web-2", [{ name: "web", restartCount: 0, state: { running: {} } }]);
  const pulling = pod("web-3", [{ name: "web", restartCount: 0, state: { waiting: { reason: "ErrImagePull" } } }]);

  it("are those of every container that has begun", () => {
    assert.deepEqual(containersOf([running, fresh, pulling, {}], false), [
      { pod: "web-1", container: "web", run: 2, ended: false },
      { pod: "web-2", container: "web", run: 0, ended: false },
    ]);
  });

  it("are with --previous those of the containers that were restarted", () => {
    assert.deepEqual(containersOf([running, fresh, pulling], true), [
      { pod: "web-1", container: "web", run: 2, ended: false },
    ]);
  });

  it("bear the pod's name on each line", () => {
    assert.equal(logText({ pod: "web-1", container: "web", line: "listening" }, plainStyle), "web-1 web │ listening");
  });

  describe("of a kubelet that has dropped the run before", () => {
    /** What is asked of the log, and what the kubelet answers in its place, both as seen on the lab. */
    const asked: string[] = [];
    let server: Server;
    before(async () => {
      server = createServer((request, response) => {
        const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
        if (!pathname.endsWith("/log")) {
          const containers = [{ name: "web", envFrom: [{ secretRef: { name: "db" } }] }];
          const secret = { data: { host: Buffer.from("db.internal").toString("base64") } };
          const answer = pathname.endsWith("/secrets/db") ? secret : { items: [{ ...running, spec: { containers } }] };
          response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
          return;
        }
        asked.push(searchParams.get("previous") ?? "false");
        response.end(
          searchParams.get("previous") === "true"
            ? "unable to retrieve container logs for containerd://0c557897da73"
            : "2026-11-22T08:00:00.000000001Z cannot reach \u001b[1mdb.internal\u001b[0m\n",
        );
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
    });
    after(() => {
      server.closeAllConnections();
      server.close();
    });

    it("are with --previous those of the last run that ended, without what the pod's Secrets hold", async () => {
      const kubeConfig = new KubeConfig();
      const { port } = server.address() as AddressInfo;
      kubeConfig.loadFromClusterAndUser(
        { name: "test", server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
        { name: "test" },
      );
      const lines: LogLine[] = [];
      await serviceLogs(
        clusterOf(kubeConfig),
        { namespace: "staging", service: "web", pods: { "app.kubernetes.io/name": "web" }, tail: 10, previous: true },
        (line) => lines.push(line),
      );
      assert.deepEqual(lines, [{ pod: "web-1", container: "web", line: "cannot reach [secret]" }]);
      assert.deepEqual(asked, ["true", "false"]);
    });
  });
});
