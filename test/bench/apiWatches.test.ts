import assert from "node:assert/strict";
import { watchesIn } from "../../bench/apiWatches.ts";

describe("the API server's account of its watches", () => {
  it("is summed by resource, and nothing else that runs long is counted", () => {
    const metrics = [
      "# TYPE apiserver_longrunning_requests gauge",
      'apiserver_longrunning_requests{component="apiserver",group="",resource="pods",scope="namespace",subresource="",verb="WATCH",version="v1"} 3',
      'apiserver_longrunning_requests{component="apiserver",group="",resource="pods",scope="cluster",subresource="",verb="WATCH",version="v1"} 2',
      'apiserver_longrunning_requests{component="apiserver",group="apps",resource="deployments",scope="cluster",subresource="",verb="WATCH",version="v1"} 1',
      'apiserver_longrunning_requests{component="apiserver",group="",resource="pods",scope="resource",subresource="log",verb="CONNECT",version="v1"} 7',
      'apiserver_current_inflight_requests{request_kind="readOnly"} 4',
    ].join("\n");
    assert.deepEqual(
      [...watchesIn(metrics)],
      [
        ["pods", 5],
        ["deployments", 1],
      ],
    );
  });
});
