import assert from "node:assert/strict";
import { standingLine } from "../../../cli/renderers/canary.ts";
import { plainStyle } from "../../../cli/renderers/style.ts";
import type { ReleaseRecord } from "../../../records/record.ts";
import { standIn, standingCanary } from "../../../release/canary/since.ts";
import { canaryServices, standingServices } from "../../../release/canary/walking.ts";
import { change, record } from "../builders.ts";
import { useStacks } from "./stacks.ts";

const basic = "template: website, image: localhost/web, owner: tests, replicas: 3";
const declared = `${basic}, canary: { steps: [{ weight: 25 }, { weight: 50 }] }`;
const standing = "version: v1, canary: { version: v2, weight: 25, step: 1 }";

describe("a canary that stands", () => {
  const stack = useStacks();

  function seen(current: string, of: string, records: readonly ReleaseRecord[] = []) {
    const [web] = stack(current, of).config.services;
    assert.ok(web !== undefined);
    return standingCanary(web, records);
  }

  function started(minute: number, version: string): ReleaseRecord {
    const at = { service: "web", version, step: 1, steps: 2, weight: 25, reached: 25, split: "replicas" };
    const changes = [change("web", "v1", "v1")];
    return record(minute, {
      kind: "canary",
      changes,
      canary: { action: "start", at: [at] },
      operator: `by-${version}`,
    });
  }

  it("began with the newest start of its own version", () => {
    const stand = seen(standing, declared, [started(9, "v3"), started(5, "v2"), started(3, "v2")]);
    assert.deepEqual([stand?.since, stand?.operator], [started(5, "v2").startedAt, "by-v2"]);
    assert.equal(seen(standing, declared, [started(9, "v3")])?.since, undefined);
  });

  it("is seen, and leads out, where its service does not declare one any more", () => {
    const of = stack(standing, basic);
    const stand = seen(standing, basic, [started(5, "v2")]);
    assert.deepEqual(stand, {
      service: "web",
      version: "v2",
      step: 0,
      steps: 0,
      weight: 25,
      reached: 25,
      split: "replicas",
      paused: false,
      since: started(5, "v2").startedAt,
      operator: "by-v2",
      release: started(5, "v2").id,
    });
    assert.equal(
      standingLine(stand, plainStyle, new Date(started(5, "v2").startedAt)),
      "canary web v2  ■■■□□□□□□□ 25 %  25 %, by replicas, for 0.0 s, begun by by-v2",
    );
    assert.deepEqual(
      standingServices(of, ["web", "docs"]).map(({ service, canary }) => [service.name, canary.steps.length]),
      [["web", 2]],
    );
    assert.throws(() => canaryServices(of, ["web"]), {
      code: "CANARY_NOT_DECLARED",
      next: "declare it: releases:services.web.canary: {} (steps of 10 and 50 percent, docs/grayscale.md), release that, then go on; or end it: release canary promote or abort",
    });
  });

  it("is told by what its pods reach where a hand has set their number alone", () => {
    const stand = seen("version: v1, canary: { version: v2, replicas: 1 }", basic);
    assert.deepEqual([stand?.weight, stand?.reached], [25, 25]);
  });

  it("is none where none is, and is at the steps that its service declares", () => {
    assert.equal(seen("version: v1", basic), undefined);
    const [web] = stack(standing, declared).config.services;
    assert.ok(web !== undefined);
    assert.deepEqual([standIn(web)?.step, standIn(web)?.steps], [1, 2]);
  });
});
