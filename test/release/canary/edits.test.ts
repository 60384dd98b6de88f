import assert from "node:assert/strict";
import type { Stack } from "../../../parameters/stack.ts";
import { awayEdits, clearEdits, pauseEdits, promotionEdits, stepEdits } from "../../../release/canary/edits.ts";
import { expectedOf } from "../../../release/canary/expected.ts";
import { outline } from "../../../release/canary/outline.ts";
import { nextStep, pauseAt, standOf, standingStep } from "../../../release/canary/steps.ts";
import { canaryServices } from "../../../release/canary/walking.ts";
import { goesByCanary, standingCanaries, wantedCanary } from "../../../release/verbs/canary.ts";
import { useStacks } from "./stacks.ts";

const steps = "canary: { steps: [{ weight: 25, pause: 1m }, { weight: 50, pause: manual }] }";
const plain = "template: website, image: localhost/web, owner: tests, replicas: 3";

describe("a canary's steps, as edits of the stack's file", () => {
  const stacks = useStacks();
  const stack = (current: string, basic = `${plain}, ${steps}`): Stack => stacks(current, basic);

  const present = (of: Stack) => expectedOf(["web"], of);
  const only = (of: Stack) => canaryServices(of, ["web"]);
  const release = (edits: { release?: unknown }[]) => edits[0]?.release;
  const standing = "version: v1, canary: { version: v2, weight: 25, step: 1 }";

  it("stand beside what serves, and are told with what pods make of them", () => {
    const of = stack("version: v1");
    const [one] = only(of);
    assert.ok(one !== undefined);
    assert.equal(nextStep([one]), 1);
    const next = { ...one, version: "v2", stablePods: undefined };
    assert.deepEqual(release(stepEdits([next], 1, present(of))), {
      version: "v1",
      canary: { version: "v2", weight: 25, step: 1 },
    });
    assert.deepEqual(release(stepEdits([{ ...next, stablePods: 9 }], 1, present(of))), {
      version: "v1",
      canary: { version: "v2", weight: 25, replicas: 3, step: 1 },
    });
    assert.deepEqual(outline([next]), [
      "web v2 by replicas: 25 % (1 pod more) for 1m, then 50 % (3 pods more) until release canary next, then everybody",
    ]);
  });

  it("go on from where the file says, also where a hand has set the weight alone", () => {
    const [one] = only(stack(standing));
    assert.ok(one !== undefined);
    assert.deepEqual([standingStep(one), nextStep([one]), pauseAt([one], 2)], [1, 2, "manual"]);
    assert.deepEqual(standOf(one), {
      service: "web",
      version: "v2",
      step: 1,
      steps: 2,
      weight: 25,
      reached: 25,
      split: "replicas",
    });
    const [hand] = only(stack("version: v1, canary: { version: v2, weight: 60 }"));
    assert.ok(hand !== undefined);
    assert.deepEqual([standingStep(hand), nextStep([hand])], [2, undefined]);
  });

  it("leave out none where services stand at different ones, and are promoted once all are at their last", () => {
    const [ahead] = only(stack("version: v1, canary: { version: v2, weight: 50, step: 2 }"));
    const of = stack("version: v1");
    const [behind] = only(of);
    assert.ok(ahead !== undefined && behind !== undefined);
    assert.equal(nextStep([ahead, behind]), 1);
    assert.equal(nextStep([ahead]), undefined);
    const [first, second] = [ahead, behind].map((one) => ({ ...one, version: "v2", stablePods: undefined }));
    assert.ok(first !== undefined && second !== undefined);
    assert.equal(stepEdits([first, second], 1, present(of)).length, 1);
  });

  it("have two pods beside four stable ones or more, as where the stack's file says their number", () => {
    const of = stack("version: v1");
    const [one] = only(of);
    assert.ok(one !== undefined);
    const few = { ...one, canary: { ...one.canary, steps: [{ weight: 10, pause: 0 }] }, version: "v2" };
    const pods = (stablePods: number) => release(stepEdits([{ ...few, stablePods }], 1, present(of)));
    assert.deepEqual(pods(3), { version: "v1", canary: { version: "v2", weight: 10, replicas: 1, step: 1 } });
    assert.deepEqual(pods(4), { version: "v1", canary: { version: "v2", weight: 10, replicas: 2, step: 1 } });
  });

  it("keep the pods that an autoscaler has brought while the traffic is taken from them", () => {
    const routed = `${plain}, ${steps}, route: { gateway: main, hosts: [www.example] }`;
    const of = stack("version: v1, canary: { version: v2, weight: 50, replicas: 5, step: 2, paused: true }", routed);
    assert.deepEqual(release(awayEdits(["web"], present(of))), {
      version: "v1",
      canary: { version: "v2", weight: 0, replicas: 5, step: 2 },
    });
  });

  it("end in everybody's version, in none, or wait", () => {
    const of = stack(standing);
    assert.deepEqual(release(promotionEdits(["web"], present(of))), { version: "v2" });
    assert.deepEqual(release(clearEdits(["web"], present(of))), { version: "v1" });
    assert.deepEqual(release(awayEdits(["web"], present(of))), {
      version: "v1",
      canary: { version: "v2", weight: 0, step: 1 },
    });
    assert.deepEqual(release(pauseEdits(["web"], true, present(of))), {
      version: "v1",
      canary: { version: "v2", weight: 25, step: 1, paused: true },
    });
  });

  it("begin where nothing stands, go on where the same does, and are refused beside another", () => {
    assert.deepEqual(wantedCanary(["web=v2"], stack("version: v1"), false), {
      versions: new Map([["web", "v2"]]),
      superseded: [],
      from: "next",
    });
    assert.equal(wantedCanary(["web=v2"], stack(standing), false).from, "standing");
    assert.throws(() => wantedCanary(["web=v3"], stack(standing), false), { code: "CANARY_UNDER_WAY" });
    assert.deepEqual(wantedCanary(["web=v3"], stack(standing), true).superseded, ["web"]);
    assert.throws(() => wantedCanary(["web=v1"], stack("version: v1"), false), { code: "CANARY_SERVES_ALREADY" });
    assert.throws(() => wantedCanary(["web"], stack("version: v1"), false), { code: "CANARY_VERSION_MISSING" });
    assert.throws(() => only(stack("version: v1", plain)), { code: "CANARY_NOT_DECLARED" });
  });

  it("are of services that are named as for any release, each once", () => {
    const of = stack("version: v1");
    assert.throws(() => wantedCanary(["web=v1=x"], of, false), {
      code: "TARGET_MALFORMED",
      message: '"web=v1=x" is neither SERVICE nor SERVICE=VERSION',
    });
    assert.throws(() => wantedCanary(["web=v2", "web=v3"], of, false), {
      code: "TARGET_TWICE",
      message: "web is named twice",
    });
    assert.throws(
      () => goesByCanary(["web=v2", "web=v1"], stack("version: v1", `${plain}, canary: { always: true }`), false),
      {
        code: "TARGET_TWICE",
      },
    );
  });

  it("are those of the services named, or of all that have one", () => {
    assert.deepEqual(standingCanaries([], stack(standing)), new Map([["web", "v2"]]));
    assert.throws(() => standingCanaries([], stack("version: v1")), {
      code: "CANARY_NONE",
      message: "stack staging has no canary",
    });
  });

  it("are walked without being asked where the service always goes by them", () => {
    const always = `${plain}, canary: { always: true }`;
    assert.equal(goesByCanary(["web=v2"], stack("version: v1"), false), false);
    assert.equal(goesByCanary(["web=v2"], stack("version: v1", always), false), true);
    assert.equal(goesByCanary(["web=v1"], stack("version: v1", always), false), false);
    assert.equal(goesByCanary(["web"], stack("version: v1", always), false), false);
  });
});
