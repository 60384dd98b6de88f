import assert from "node:assert/strict";
import { driftLines, driftPlanLines, mendedLines } from "../../../cli/renderers/drift.ts";
import { plainStyle } from "../../../cli/renderers/style.ts";
import { driftExitCode } from "../../../cli/drift.ts";
import type { DriftedObject } from "../../../drift/drift.ts";

const web: DriftedObject = {
  ...{ service: "web", kind: "Deployment", namespace: "shop", name: "web", state: "changed" },
  fields: [
    { path: "spec.replicas", applied: "2", live: "1", by: "kubectl", at: "2026-11-22T01:00:00Z" },
    { path: "spec.paused", live: "true", by: "ops", kept: true },
    { path: "spec.minReadySeconds", applied: "5" },
  ],
};
const lost: DriftedObject = { ...web, state: "lost", fields: [] };
const since = "2026-11-22T01:00:00.000Z";
const home: DriftedObject = { kind: "Namespace", name: "shop", state: "lost", fields: [], seen: since };
const claim: DriftedObject = {
  ...lost,
  kind: "PersistentVolumeClaim",
  name: "web-data",
  unmendable: "its volume is gone",
};

describe("drift, as a person reads it", () => {
  it("is a line for each field: what it was, is, who and when", () => {
    assert.deepEqual(driftLines([web], plainStyle), [
      "web Deployment web spec.replicas: 2 → 1 by kubectl, 2026-11-22 01:00:00 UTC",
      "web Deployment web spec.paused: true (added) by ops (kept)",
      "web Deployment web spec.minReadySeconds: 5 (taken away), nobody knows by whom",
    ]);
  });

  it("is a line for each object that is gone, and since when as far as that is known", () => {
    assert.deepEqual(driftLines([{ ...lost, since }, { ...lost, seen: since }, claim], plainStyle), [
      "web Deployment web is gone, its last pod stopped 2026-11-22 01:00:00 UTC",
      "web Deployment web is gone, some time after 2026-11-22 01:00:00 UTC",
      "web PersistentVolumeClaim web-data is gone (its volume is gone)",
    ]);
  });

  it("is one line for a namespace with all that went with it, but for volumes", () => {
    assert.deepEqual(driftLines([home, lost, claim], plainStyle), [
      "Namespace shop is gone, with 2 objects in it, some time after 2026-11-22 01:00:00 UTC",
      "web PersistentVolumeClaim web-data is gone (its volume is gone)",
    ]);
  });

  it("is told before a release, and after it", () => {
    assert.deepEqual(driftPlanLines({ mended: [{ ...lost, since }], left: [claim] }, plainStyle), [
      "changed by hand since the last release, mended with this one:",
      "  web Deployment web is gone, its last pod stopped 2026-11-22 01:00:00 UTC",
      "changed by hand, and left as it is:",
      "  web PersistentVolumeClaim web-data is gone (its volume is gone)",
    ]);
    assert.deepEqual(mendedLines([{ ...lost, since, downSeconds: 200 }, web], plainStyle), [
      "  mended: web Deployment web was gone, its last pod stopped 2026-11-22 01:00:00 UTC, down for 3 min 20 s",
      "  mended: web Deployment web spec.replicas: 2 → 1 by kubectl, 2026-11-22 01:00:00 UTC",
      "  mended: web Deployment web spec.minReadySeconds: 5 (taken away), nobody knows by whom",
      "  left: web Deployment web spec.paused: true (added) by ops (kept)",
    ]);
  });

  it("is an exit code: the worst of it", () => {
    assert.deepEqual([driftExitCode([]), driftExitCode([web]), driftExitCode([web, lost])], [0, 10, 11]);
  });
});
