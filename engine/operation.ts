import type { EngineEvent as PulumiEvent } from "@pulumi/pulumi/automation/index.js";
import { exitCodes, NothingSent, Problem, UnreachableProblem } from "../errors/problem.ts";
import type { CliEnd } from "./cli.ts";
import type { StepFailure, UpOptions, UpResult } from "./engine.ts";
import { Followers, type FollowersOptions } from "./followers.ts";
import { problemOf } from "./problems.ts";
import { Update } from "./update.ts";

/** What one run of the CLI is given. */
export interface CallOptions {
  onEvent: (event: PulumiEvent) => void;
  signal: AbortSignal;
}

/**
 * Runs one operation of the CLI. A workload that is doomed ends it early: the CLI is told to stop once, finishes what it
 * is at, and leaves neither lock nor pending operation.
 * @throws Problem when it failed before anything was touched, and whenever the API server or the provider was away
 */
export async function runOperation(
  options: Omit<UpOptions, "message">,
  watching: Pick<FollowersOptions, "cluster" | "follow">,
  call: (options: CallOptions) => Promise<CliEnd>,
): Promise<UpResult> {
  const began = Date.now();
  const emit = options.emit ?? (() => undefined);
  const interrupt = new AbortController();
  const doomed = (failure: StepFailure) => {
    update.doomed(failure);
    interrupt.abort();
  };
  const followers = new Followers({ ...watching, emit, doomed });
  const update = new Update(emit, followers);
  const beforeStop = { failed: false };
  const forward = () => {
    beforeStop.failed = update.failures.length > 0;
    interrupt.abort();
  };
  const end = (result: UpResult["result"]): UpResult => {
    const seconds = (Date.now() - began) / 1000;
    return { result, steps: update.steps, failures: update.failures, seconds };
  };
  const stopped = () => options.signal?.aborted === true;
  if (stopped()) return end("cancelled");
  options.signal?.addEventListener("abort", forward, { once: true });
  try {
    const onEvent = (event: PulumiEvent) => {
      update.hear(event);
    };
    const ended = await call({ onEvent, signal: interrupt.signal });
    if (ended.code === 0) await followers.settle();
    else if (update.hasUnexplained) await followers.settleJobs();
    update.tellUnexplained();
    if (ended.code === 0 && update.failures.length === 0) return end("succeeded");
    // What had failed before it was stopped is to be taken back.
    if (stopped() && !beforeStop.failed) return end("cancelled");
    if (update.failures.some(({ workload }) => workload !== undefined)) return end("failed");
    refuseUnknown(update);
    if (!update.touched) throw problemOf(ended, update.errors);
    if (update.failures.length === 0) update.failures.push(...unblamed(ended, update));
    return end("failed");
  } finally {
    options.signal?.removeEventListener("abort", forward);
    followers.endAll();
  }
}

const away =
  /transport is closing|rpc error: code = Unavailable|connection refused|connection reset|i\/o timeout|TLS handshake timeout|cluster is unreachable|unable to load schema|no route to host|EOF$/;

/** What gRPC says of a provider that is gone. */
const ended = /error reading from server|transport is closing|rpc error: code = Unavailable/;

/** What the provider says before it has sent a change, and of a change that found nobody to connect to. */
const neverSent =
  /cluster is unreachable|unable to load schema|\b(Patch|Post|Put|Delete) "[^"]*": dial tcp \S+ connect: connection refused/;

/** Nobody knows what became of an update whose API server went away: that is neither the version's fault nor to be undone. */
function refuseUnknown({ failures, steps }: Pick<Update, "failures" | "steps">): void {
  const cut = failures.find(({ message }) => away.test(message));
  if (cut === undefined) return;
  // A random id in the state alone has nothing to do with it. One that is done is in no failure.
  const begun = steps.filter(({ operation, type }) => isChange(operation) && type.startsWith("kubernetes:"));
  const unsent = failures.filter(({ message }) => neverSent.test(message)).map(({ step }) => step.urn);
  if (begun.every(({ urn }) => unsent.includes(urn))) {
    throw new NothingSent({
      code: "CLUSTER_UNREACHABLE",
      what: `the API server did not answer when ${cut.step.name} was to be applied; nothing was changed: ${cut.message}`,
      next: "kubectl cluster-info; once it answers, the same again",
    });
  }
  if (ended.test(cut.message) && !/Error from server|etcdserver/.test(cut.message)) {
    throw new Problem({
      code: "PROVIDER_ENDED",
      what: `Pulumi's Kubernetes provider ended while ${cut.step.name} was applied: ${cut.message}`,
      next: "was it killed, or out of memory (dmesg)? then: release recover",
      exitCode: exitCodes.interrupted,
    });
  }
  throw new UnreachableProblem({
    code: "CLUSTER_UNREACHABLE",
    what: `the API server did not answer while ${cut.step.name} was applied: ${cut.message}`,
    next: "kubectl cluster-info; once it answers: release recover",
  });
}

function isChange(operation: string): boolean {
  return operation !== "same" && operation !== "read";
}

/** The update failed, but no resource did: the program, or the backend in the middle of it. */
function unblamed(ended: CliEnd, update: Update): StepFailure[] {
  const [step] = update.steps;
  const problem = problemOf(ended, update.errors);
  // Its backend went away under it: nobody knows how far it came.
  if (problem instanceof UnreachableProblem) throw problem;
  const message = [problem.message, ...problem.details].join("; ");
  return step === undefined ? [] : [{ step, message }];
}
