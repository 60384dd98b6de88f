import assert from "node:assert/strict";
import { effectiveParameters } from "../../../components/config/effective.ts";
import { website } from "../support.ts";

describe("effectiveParameters", () => {
  it("says of each value which layer it comes from, durations as they are written", () => {
    const service = website({ replicas: 4, rollout: { deadline: "90s" } }, { version: "v7" });
    const from = new Map(effectiveParameters(service).map((parameter) => [parameter.path, parameter]));
    const shown = [
      "template",
      "replicas",
      "rollout.deadline",
      "rollout.maxSurge",
      "rollout.history",
      "version",
      "namespace",
    ];
    assert.deepEqual(
      shown.map((path) => [path, from.get(path)?.value, from.get(path)?.from]),
      [
        ["template", "website", "basic"],
        ["replicas", 4, "basic"],
        ["rollout.deadline", "1m30s", "basic"],
        ["rollout.maxSurge", 1, "template"],
        ["rollout.history", 5, "default"],
        ["version", "v7", "release"],
        ["namespace", "staging", "default"],
      ],
    );
  });
});
