import assert from "node:assert/strict";
import { isLeft } from "../../../../../console/page/pages/release/left.ts";

const running = { kind: "deploy", result: "running" } as const;

describe("what a release has left", () => {
  it("is there where one is open, and nobody carries it out", () => {
    assert.equal(isLeft({}, [running]), true);
    assert.equal(isLeft({}, [{ ...running, result: "succeeded" }]), false);
    assert.equal(isLeft({ releasing: { id: "x", text: "ada" } }, [running]), false);
  });

  it("is not a run of a schedule, which has no lock", () => {
    assert.equal(isLeft({}, [{ ...running, kind: "run" }]), false);
  });

  it("is not known before the stack is", () => {
    assert.equal(isLeft(undefined, [running]), false);
  });
});
