import assert from "node:assert/strict";
import type { V1ContainerStatus, V1Pod } from "@kubernetes/client-node";
import { logText } from "../../cli/actions/logs.ts";
import { plainStyle } from "../../cli/renderers/style.ts";
import { containersOf } from "../../release/logs.ts";

function pod(name: string, containers: Partial<V1ContainerStatus>[]): V1Pod {
  return { metadata: { name }, status: { containerStatuses: containers as V1ContainerStatus[] } };
}

describe("the logs of a service", () => {
  const running = pod("web-1", [{ name: "web", restartCount: 2, state: { running: {} } }]);
  const fresh = pod("web-2", [{ name: "web", restartCount: 0, state: { running: {} } }]);
  const pulling = pod("web-3", [{ name: "web", restartCount: 0, state: { waiting: { reason: "ErrImagePull" } } }]);

  it("are those of every container that has begun", () => {
    assert.deepEqual(containersOf([running, fresh, pulling, {}], false), [
      { pod: "web-1", container: "web", run: 2 },
      { pod: "web-2", container: "web", run: 0 },
    ]);
  });

  it("are with --previous those of the containers that were restarted", () => {
    assert.deepEqual(containersOf([running, fresh, pulling], true), [{ pod: "web-1", container: "web", run: 2 }]);
  });

  it("bear the pod's name on each line", () => {
    assert.equal(logText({ pod: "web-1", container: "web", line: "listening" }, plainStyle), "web-1 web │ listening");
  });
});
