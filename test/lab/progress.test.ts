import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { describeState } from "../../lab/describe.ts";
import { daemonNames } from "../../lab/daemons.ts";
import { step, type LabEvent } from "../../lab/events.ts";
import { countPackages } from "../../lab/kube.ts";
import { closingLine, showProgress } from "../../lab/progress.ts";
import type { LabState } from "../../lab/status.ts";

const withoutSeconds = (events: LabEvent[]): object[] => events.map(({ seconds: _, ...rest }) => rest);

describe("a step of the lab", () => {
  it("tells its start, its course and its end", async () => {
    const events: LabEvent[] = [];
    const result = await step(
      (event) => events.push(event),
      "build",
      async ({ say, done }) => {
        say("half");
        done("all");
        return await Promise.resolve(7);
      },
    );
    assert.equal(result, 7);
    assert.deepEqual(withoutSeconds(events), [
      { step: "build", state: "started" },
      { step: "build", state: "running", message: "half" },
      { step: "build", state: "done", message: "all" },
    ]);
  });

  it("tells that it failed and lets the error through", async () => {
    const events: LabEvent[] = [];
    const failing = step(
      (event) => events.push(event),
      "build",
      () => Promise.reject(new Error("no disk")),
    );
    await assert.rejects(failing, { message: "no disk" });
    assert.deepEqual(withoutSeconds(events).at(-1), { step: "build", state: "failed" });
  });
});

describe("a long build", () => {
  it("tells how many modules it fetched and how many packages it compiled", () => {
    const said: string[] = [];
    const count = countPackages({ say: (message) => said.push(message) }, 2750);
    for (let line = 0; line < 25; line += 1) count("go: downloading k8s.io/api v0.34.4");
    for (let line = 0; line < 50; line += 1) count("k8s.io/api/core/v1");
    assert.deepEqual(said, [
      "fetched 10 modules",
      "fetched 20 modules",
      "compiled 25 of about 2750 packages",
      "compiled 50 of about 2750 packages",
    ]);
  });
});

describe("what stays on the screen", () => {
  it("is nothing of a quick step that did nothing", () => {
    assert.equal(closingLine({ step: "packages", state: "skipped", seconds: 0.1, message: "all there" }), undefined);
    assert.equal(closingLine({ step: "prepare", state: "done", seconds: 0.5 }), undefined);
  });

  it("is a line with the time of everything over 2 s, and of what failed", () => {
    assert.equal(closingLine({ step: "start the node", state: "done", seconds: 2.34 }), "✓ start the node  2.3 s");
    assert.equal(
      closingLine({ step: "build kubernetes", state: "done", seconds: 391, message: "Kubernetes v1.34.4" }),
      "✓ build kubernetes: Kubernetes v1.34.4  6 min 31 s",
    );
    assert.equal(closingLine({ step: "start etcd", state: "failed", seconds: 0.1 }), "✗ start etcd");
  });

  it("has no control characters where there is no terminal", () => {
    let text = "";
    const progress = showProgress({ write: (part) => (text += part), terminal: false, columns: 0 });
    progress.show({ step: "import", state: "started", seconds: 0 });
    progress.show({ step: "import", state: "done", seconds: 3, message: "22 images" });
    progress.close();
    assert.equal(text, "✓ import: 22 images  3.0 s\n");
  });
});

describe("the state in words", () => {
  const state = (alive: (name: string) => boolean, ready: boolean): LabState => ({
    name: "release-lab",
    ready,
    daemons: Object.fromEntries(daemonNames.map((name) => [name, { alive: alive(name) }])) as LabState["daemons"],
    kubeconfig: "/lab/kubeconfig",
    context: "release-lab",
    kubectl: "/lab/bin/kubectl",
    netns: "/run/netns/release-lab",
    directory: "/lab",
  });

  it("says how to start a lab that is down", () => {
    assert.equal(describeState(state(() => false, false)), "The lab is down. Start it: npm run lab -- up");
  });

  it("names the daemon that is missing and where to look", () => {
    assert.equal(
      describeState(state((name) => name !== "kubelet", false)),
      [
        "The lab is not ready: kubelet not running.",
        "  start again  npm run lab -- up",
        "  see why      npm run lab -- logs kubelet",
      ].join("\n"),
    );
  });

  it("says how to use one that is ready", () => {
    const text = describeState({ ...state(() => true, true), version: "v1.34.4", pods: 3 });
    assert.match(text, /^The lab is ready: Kubernetes v1\.34\.4, 3 pods\.\n {2}kubeconfig {2}\/lab\/kubeconfig/);
  });
});
