import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { Cluster } from "../../cluster/cluster.ts";
import type { CliEnd } from "../../engine/cli.ts";
import { NothingSent, UnreachableProblem } from "../../errors/problem.ts";
import { runOperation, type CallOptions } from "../../engine/operation.ts";
import type { ReleaseEvent } from "../../release/events.ts";
import type { follow } from "../../rollout/follow.ts";
import type { RolloutStatus } from "../../rollout/verdict.ts";
import { deployments, goldenStep } from "./golden.ts";

const { urn } = deployments[0]!;
const update = goldenStep("update", 1, 2);
const counts = { desired: 2, updated: 1, ready: 0, available: 0, old: 2 };
const cause = {
  code: "CrashLoop",
  message: "container web exits with code 1",
  object: { kind: "Pod", namespace: "default", name: "website-1" },
  command: "kubectl logs website-1",
} as const;

/** A cluster that already has the Deployment as the golden update applied it. */
const cluster = {
  apps: { readNamespacedDeployment: () => Promise.resolve(deployments[2]!.outputs) },
} as unknown as Cluster;

function following(status: RolloutStatus | undefined): typeof follow {
  return (_cluster, _workload, { signal }) =>
    status === undefined
      ? new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", () => {
            reject(new DOMException("", "AbortError"));
          });
        })
      : Promise.resolve(status);
}

async function run(
  status: RolloutStatus | undefined,
  call: (options: CallOptions) => Promise<CliEnd>,
  signal?: AbortSignal,
) {
  const events: ReleaseEvent[] = [];
  const options = {
    message: "",
    emit: (event: ReleaseEvent) => events.push(event),
    ...(signal === undefined ? {} : { signal }),
  };
  const result = await runOperation(options, { cluster: () => cluster, follow: following(status) }, call);
  return { ...result, events };
}

/** Numbers and times do not matter here. */
function event(parts: Partial<EngineEvent>): EngineEvent {
  return { sequence: 0, timestamp: 0, ...parts };
}

const error = (message: string, about: string = urn) =>
  event({ diagnosticEvent: { severity: "error", color: "never", message, urn: about } });

const done = { code: 0, stdout: "", stderr: "" };
const canceled = { code: 255, stdout: "", stderr: "error: update canceled\n" };
const failed = { code: 255, stdout: "", stderr: "error: update failed\n" };

function untilInterrupted({ signal }: CallOptions): Promise<CliEnd> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => {
      resolve(canceled);
    });
  });
}

describe("an operation of the Pulumi CLI", () => {
  it("succeeds with its steps", async () => {
    const { result, steps, failures, events } = await run(undefined, ({ onEvent }) => {
      onEvent(event({ resourcePreEvent: { metadata: update } }));
      onEvent(event({ resOutputsEvent: { metadata: update } }));
      return Promise.resolve(done);
    });
    assert.deepEqual([result, steps.map(({ operation }) => operation), failures], ["succeeded", ["update"], []]);
    assert.deepEqual(
      events.map((each) => each.type === "resource" && each.state),
      ["started", "done"],
    );
  });

  it("tells of a replacement once, though Pulumi makes two steps of it", async () => {
    const { events } = await run(undefined, ({ onEvent }) => {
      for (const op of ["create-replacement", "replace"] as const) {
        const metadata = { ...update, type: "random:index/randomId:RandomId", op };
        onEvent(event({ resourcePreEvent: { metadata } }));
        onEvent(event({ resOutputsEvent: { metadata } }));
      }
      return Promise.resolve(done);
    });
    assert.deepEqual(
      events.map((each) => each.type === "resource" && each.state),
      ["started", "done"],
    );
  });

  it("is interrupted as soon as a workload is doomed, and fails with the cause", async () => {
    const status = { phase: "failed", message: cause.message, counts, cause } as const;
    const { result, failures } = await run(status, async (options) => {
      options.onEvent(event({ resourcePreEvent: { metadata: update } }));
      return untilInterrupted(options);
    });
    assert.equal(result, "failed");
    assert.deepEqual(
      failures.map(({ message, workload, timedOut, cause: found }) => ({ message, workload, timedOut, found })),
      [
        {
          message: cause.message,
          workload: { kind: "Deployment", namespace: "default", name: "website" },
          timedOut: false,
          found: cause,
        },
      ],
    );
  });

  it("blames nothing that the CLI ended only because another workload was doomed", async () => {
    const status = { phase: "failed", message: cause.message, counts, cause } as const;
    const sibling = { ...update, urn: update.urn.replace(/[^:]+$/, "sibling"), type: "kubernetes:core/v1:Service" };
    const { result, failures, steps } = await run(status, async (options) => {
      options.onEvent(event({ resourcePreEvent: { metadata: sibling } }));
      options.onEvent(event({ resourcePreEvent: { metadata: update } }));
      const ended = await untilInterrupted(options);
      options.onEvent(error("operation canceled", sibling.urn));
      options.onEvent(event({ resOpFailedEvent: { metadata: sibling, status: 0, steps: 1 } }));
      return ended;
    });
    assert.equal(result, "failed");
    assert.deepEqual(
      [failures.map(({ step }) => step.name), steps.map(({ name }) => name)],
      [["website"], ["sibling", "website"]],
    );
  });

  it("fails with what Pulumi says of the resource", async () => {
    const { result, failures } = await run(undefined, ({ onEvent }) => {
      onEvent(event({ resourcePreEvent: { metadata: update } }));
      onEvent(error("<{%reset%}>timed out waiting to be Ready<{%reset%}>\n"));
      onEvent(event({ resOpFailedEvent: { metadata: update, status: 0, steps: 1 } }));
      return Promise.resolve(failed);
    });
    assert.equal(result, "failed");
    assert.deepEqual(
      failures.map(({ step, message }) => [step.name, message]),
      [["website", "timed out waiting to be Ready"]],
    );
  });

  it("is cancelled when the operator interrupts it", async () => {
    const abort = new AbortController();
    const { result } = await run(
      undefined,
      (options) => {
        options.onEvent(event({ resourcePreEvent: { metadata: update } }));
        abort.abort();
        return Promise.resolve(canceled);
      },
      abort.signal,
    );
    assert.equal(result, "cancelled");
  });

  it("has failed where a failure was there before the operator interrupted it, so that it is taken back", async () => {
    const abort = new AbortController();
    const { result } = await run(
      undefined,
      ({ onEvent }) => {
        onEvent(event({ resourcePreEvent: { metadata: update } }));
        onEvent(event({ resOpFailedEvent: { metadata: update, status: 0, steps: 1 } }));
        abort.abort();
        return Promise.resolve(canceled);
      },
      abort.signal,
    );
    assert.equal(result, "failed");
  });

  it("is a problem when nothing was touched: the program's own error", async () => {
    const root = "urn:pulumi:prod::golden::pulumi:pulumi:Stack::golden-prod";
    const running = run(undefined, ({ onEvent }) => {
      onEvent(error("CONFIG_INVALID: replicas must be at least 0", root));
      return Promise.resolve(failed);
    });
    await assert.rejects(running, {
      code: "PROGRAM_FAILED",
      message: "CONFIG_INVALID: replicas must be at least 0",
      details: [],
    });
  });

  describe("whose API server is away", () => {
    const sibling = { ...update, urn: update.urn.replace(/[^:]+$/, "sibling"), type: "kubernetes:core/v1:Service" };
    const refused = 'Patch "https://10.0.0.1:6443/apis": dial tcp 10.0.0.1:6443: connect: connection refused';
    const failing = (message: string, before: (options: CallOptions) => void = () => undefined) =>
      run(undefined, (options) => {
        before(options);
        options.onEvent(event({ resourcePreEvent: { metadata: sibling } }));
        options.onEvent(error(message, sibling.urn));
        options.onEvent(event({ resOpFailedEvent: { metadata: sibling, status: 0, steps: 1 } }));
        return Promise.resolve(failed);
      });

    it("has changed nothing where its first change was never sent", async () => {
      for (const message of [
        refused,
        "configured Kubernetes cluster is unreachable: unable to load schema information",
      ]) {
        await assert.rejects(failing(message), (problem) => {
          assert.ok(problem instanceof NothingSent);
          assert.equal(
            problem.message,
            `the API server did not answer when sibling was to be applied; nothing was changed: ${message}`,
          );
          assert.equal(problem.next, "kubectl cluster-info; once it answers, the same again");
          return true;
        });
      }
    });

    it("may have changed something where one was sent, or another is done", async () => {
      const told = (problem: unknown) =>
        problem instanceof UnreachableProblem &&
        !(problem instanceof NothingSent) &&
        problem.next === "kubectl cluster-info; once it answers: release recover";
      await assert.rejects(failing('Patch "https://10.0.0.1:6443/apis": read tcp: connection reset by peer'), told);
      const other = { ...update, urn: update.urn.replace(/[^:]+$/, "other"), type: "kubernetes:core/v1:Service" };
      const done = ({ onEvent }: CallOptions) => {
        onEvent(event({ resourcePreEvent: { metadata: other } }));
        onEvent(event({ resOutputsEvent: { metadata: other } }));
      };
      await assert.rejects(failing(refused, done), told);
    });
  });
});
