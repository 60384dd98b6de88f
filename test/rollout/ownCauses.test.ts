import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { defaultLimits } from "../../rollout/limits.ts";
import { useCauses } from "../../rollout/ownCauses.ts";
import { status } from "../../rollout/status.ts";
import type { RolloutStatus } from "../../rollout/verdict.ts";
import { docsExample } from "../docsExample.ts";
import { container, crashLooping, now, running } from "./builders.ts";
import { inPod } from "./causes/cases.ts";
import { useOwnFolder } from "../ownFolder.ts";

describe("a project's own causes", () => {
  const own = useOwnFolder("causes", useCauses);
  const use = (text: string) => {
    own().write("mine.ts", text);
    useCauses(own().project);
  };
  const verdict = (exitCode: number): RolloutStatus =>
    status(inPod({ containers: [crashLooping(exitCode)] }), defaultLimits, now, {
      at: now - 100_000,
      restarts: new Map<string, number>(),
    });

  it("are told before ours, in the words of whoever knows the service", () => {
    use(docsExample("package.md", "causes/licence.ts"));
    const { phase, cause } = verdict(3);
    assert.equal(phase, "failed");
    assert.deepEqual(cause, {
      code: "LicenceRefused",
      message: "the licence server refused website-new-a: is its licence in the stack's secrets?",
      object: { kind: "Pod", namespace: "staging", name: "website-new-a" },
      container: "web",
      command: "kubectl logs -n staging website-new-a -c web --previous",
    });
    useCauses(tmpdir());
    assert.equal(verdict(3).cause?.code, "CrashLoop");
  });

  it("leave to ours what they know nothing of", () => {
    use(docsExample("package.md", "causes/licence.ts"));
    assert.equal(verdict(4).cause?.code, "CrashLoop");
  });

  it("see pods, their conditions, containers and events as plain values", () => {
    use("export const cause = (rollout) => ({ code: 'Seen', message: JSON.stringify(rollout).replaceAll(' ', '_') });");
    const snapshot = inPod({ containers: [container(running, { ready: true })] }, [["Pulled", "image pulled", 20]]);
    const { cause } = status(snapshot, defaultLimits, now, { at: now - 100_000, restarts: new Map<string, number>() });
    const seen = JSON.parse(cause!.message) as { pods: { containers: unknown[]; events: unknown[] }[] };
    assert.deepEqual(seen.pods[0]!.events, [{ type: "Warning", reason: "Pulled", message: "image_pulled" }]);
    assert.deepEqual(seen.pods[0]!.containers, [{ name: "web", init: false, crashes: 0, ready: true }]);
  });

  it("name nothing where they throw: a mistake in one ends no release", () => {
    use("export const cause = ({ pods }) => pods.length > 0 ? pods.nothing.here : undefined;");
    assert.equal(verdict(3).cause?.code, "CrashLoop");
  });

  it("never pass for one of ours", () => {
    use("export const cause = () => ({ code: 'CrashLoop', message: 'as we say it' });");
    assert.equal(verdict(0).cause?.code, "OwnCrashLoop");
  });

  it("are refused where they cannot bear a rollout without pods", () => {
    assert.throws(
      () => {
        use("export const cause = ({ pods }) => pods[0].name;");
      },
      {
        code: "CAUSE_INVALID",
        message:
          "a cause cannot be used: it failed on a rollout without pods: Cannot read properties of undefined (reading 'name')",
        where: own().file("mine.ts"),
      },
    );
  });
});
