import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { leftFieldsVariable } from "../components/leftFieldsVariable.ts";
import { plannedFilesVariable } from "../components/plannedFiles.ts";
import { stackFile, type StackLocation } from "../parameters/location.ts";
import { AskedAhead } from "./askedAhead.ts";
import { askHistory, historyPage, longestHistory } from "./askHistory.ts";
import { locateBackend, requireRoom, type Backend } from "./backend.ts";
import { runCli, type CliCall, type CliEnd } from "./cli.ts";
import type { Engine, PreviewOptions, PreviewResult, UpdateSummary, UpOptions } from "./engine.ts";
import { stackEnvironment, stackMark } from "./environment.ts";
import { EventLog } from "./eventLog.ts";
import type { FoundPulumi } from "./find.ts";
import type { FollowersOptions } from "./followers.ts";
import { lockHolder } from "./lock.ts";
import { makeStack } from "./newStack.ts";
import { runOperation, type CallOptions } from "./operation.ts";
import { isUnknownStack, problemOf } from "./problems.ts";
import { recoverStack, type StackToMend } from "./recover.ts";
import { withStackFile } from "./salt.ts";
import { patiently } from "./stale.ts";
import { appliedInputs } from "./state.ts";
import { Update } from "./update.ts";

export interface PulumiOptions extends Pick<FollowersOptions, "cluster" | "follow"> {
  pulumi: FoundPulumi;
  /** The CLI's environment: backend, passphrase, kubeconfig. */
  env: NodeJS.ProcessEnv;
  /** Whether a process of another machine is known to be gone, whose lock is then nobody's; default: never. */
  goneElsewhere?: (host: string, since: Date) => Promise<boolean>;
  /** The newest of Pulumi's history, where it has been asked for already. */
  history?: Promise<UpdateSummary[]>;
}

/** Pulumi's CLI on one stack, any backend. docs/state.md. */
export async function pulumiEngine(location: StackLocation, options: PulumiOptions): Promise<Engine> {
  const stack = new PulumiStack(location, options, await locateBackend(location, options.env));
  return {
    description: options.pulumi.description,
    backend: stack.backend.url,
    prepare: () => {
      stack.prepare();
    },
    preview: (previewOptions = {}) => stack.preview(previewOptions),
    up: (upOptions) => stack.operation("up", upOptions),
    refresh: ({ targets, ...refreshOptions }) =>
      stack.operation("refresh", {
        ...refreshOptions,
        targets: targets.map(tolerant),
        alone: true,
        more: ["--run-program=false"],
      }),
    applied: async () => appliedInputs((await stack.exported()) ?? "{}"),
    history: (whole) => (whole === true ? stack.wholeHistory() : stack.history()),
    historySince: (time) => stack.historySince(time),
    secret: (key) => stack.secret(key),
    forget: (urns) => stack.forget(urns),
    lockHolder: async () => (stack.backend.files === undefined ? undefined : lockHolder(stack.backend.files)),
    recover: () => recoverStack(stack),
  };
}

/** An update that ends between the question and the lock is not seen, so none asks much earlier. In ms. */
const historyKeeps = 3000;

class PulumiStack implements StackToMend {
  readonly backend: Backend;
  readonly #location: StackLocation;
  readonly #options: PulumiOptions;
  readonly #env: NodeJS.ProcessEnv;
  readonly #history: AskedAhead<UpdateSummary[]>;

  constructor(location: StackLocation, options: PulumiOptions, backend: Backend) {
    this.#location = location;
    this.#options = options;
    this.backend = backend;
    this.#env = stackEnvironment(location, backend, options.env);
    this.#history = new AskedAhead(() => this.#pageOfHistory(), historyKeeps, options.history);
  }

  /** In the environment of every process that works on this stack. */
  get mark(): string {
    return stackMark(this.#location, this.backend);
  }

  async goneElsewhere(host: string, since: Date): Promise<boolean> {
    return (await this.#options.goneElsewhere?.(host, since)) ?? false;
  }

  async operation(verb: "up" | "refresh", options: UpOptions & { more?: string[] }) {
    const { message, leave, configFile, planned, more = [] } = options;
    const args = [...[verb, "--yes", "--skip-preview", "--message", message, ...more], ...targeted(options)];
    await requireRoom(this.backend);
    const emit = options.emit ?? (() => undefined);
    return patiently(this, emit, () =>
      runOperation(options, this.#options, (call) =>
        this.#observed(args, { ...call, env: programEnvironment(leave, planned && configFile) }, configFile),
      ),
    );
  }

  async preview({ emit = () => undefined, signal, ...options }: PreviewOptions): Promise<PreviewResult> {
    const update = new Update(emit);
    const onEvent: CallOptions["onEvent"] = (event) => {
      update.hear(event);
    };
    const args = ["preview", ...targeted(options)];
    const ended = await this.#observed(args, { onEvent, signal: signal ?? new AbortController().signal });
    if (ended.code !== 0) {
      const blamed = update.failures.map(({ step, message }) => `${step.name}: ${message}`);
      throw problemOf(ended, [...update.errors, ...blamed]);
    }
    return { steps: update.steps };
  }

  prepare(): void {
    this.#history.ahead();
  }

  history(): Promise<UpdateSummary[]> {
    return this.#history.take();
  }

  wholeHistory(): Promise<UpdateSummary[]> {
    return this.#pageOfHistory(["--page-size", String(longestHistory)]);
  }

  /** Page by page: each entry holds the stack's whole configuration. */
  async historySince(time: Date): Promise<{ updates: UpdateSummary[]; lost: boolean }> {
    const updates: UpdateSummary[] = [];
    while (updates.length < longestHistory) {
      const number = updates.length / historyPage + 1;
      const page = await this.#pageOfHistory(["--page-size", String(historyPage), "--page", String(number)]);
      updates.push(...page);
      const oldest = page.at(-1);
      if (page.length < historyPage || oldest === undefined || oldest.startTime < time) return { updates, lost: false };
    }
    return { updates, lost: true };
  }

  #pageOfHistory(page: string[] = []): Promise<UpdateSummary[]> {
    const { pulumi } = this.#options;
    return askHistory(this.#location.stack, { pulumi, cwd: this.#location.projectDir, env: this.#env }, page);
  }

  async secret(key: string): Promise<string> {
    const ended = await this.#ask(["config", "get", `releases:${key}`, "--config-file", stackFile(this.#location)]);
    if (ended.code !== 0) throw problemOf(ended);
    return ended.stdout.replace(/\n$/, "");
  }

  /** What is not in the state is forgotten already. */
  async forget(urns: readonly string[]): Promise<void> {
    const known = (await this.exported()) ?? "";
    for (const urn of urns.filter((wanted) => known.includes(JSON.stringify(wanted)))) {
      const ended = await this.#ask(["state", "delete", urn, "--target-dependents", "--yes"]);
      if (ended.code !== 0) throw problemOf(ended);
    }
  }

  /** The state as JSON; undefined for a stack that the backend does not know. @throws Problem */
  async exported(): Promise<string | undefined> {
    const ended = await this.#ask(["stack", "export"]);
    if (ended.code === 0) return ended.stdout;
    if (isUnknownStack(ended.stderr)) return undefined;
    throw problemOf(ended);
  }

  /** Takes this for its state, as it was exported and mended. @throws Problem */
  async imported(state: string): Promise<void> {
    const ended = await this.#ask(["stack", "import"], { input: state });
    if (ended.code !== 0) throw problemOf(ended);
  }

  /** Takes away the state's lock, whoever holds it. */
  async cancel(): Promise<void> {
    const ended = await this.#ask(["cancel", "--yes"]);
    if (ended.code !== 0) throw problemOf(ended);
  }

  #ask(args: string[], more?: Pick<CliCall, "input">): Promise<CliEnd> {
    return this.#run([...args, "--stack", this.#location.stack], more);
  }

  /** The CLI for another folder: a backend's path may count from the project's. */
  #elsewhere(): Pick<CliCall, "pulumi" | "env"> {
    const { url, files } = this.backend;
    const env = files === undefined ? this.#env : { ...this.#env, PULUMI_BACKEND_URL: url };
    return { pulumi: this.#options.pulumi, env };
  }

  #run(args: string[], more: Partial<Pick<CliCall, "env" | "input" | "signal">> = {}): Promise<CliEnd> {
    const { pulumi } = this.#options;
    return runCli({ ...more, pulumi, args, cwd: this.#location.projectDir, env: { ...this.#env, ...more.env } });
  }

  /** A run of the program. A stack that has a file but no state yet is made first. */
  async #observed(
    args: string[],
    { onEvent, signal, env }: CallOptions & { env?: NodeJS.ProcessEnv },
    named?: string,
  ): Promise<CliEnd> {
    const { stack } = this.#location;
    return withStackFile({ own: stackFile(this.#location), named }, stack, async ({ path, salt }) => {
      const once = (): Promise<CliEnd> => {
        const log = new EventLog(onEvent);
        const where = ["--stack", stack, "--config-file", path, "--event-log", log.path];
        return this.#run([...args, ...where], { signal, ...(env === undefined ? {} : { env }) }).finally(() =>
          log.close(),
        );
      };
      const ended = await once();
      if (ended.code === 0 || !isUnknownStack(ended.stderr)) return ended;
      const made = await makeStack(this.#location, await readFile(path, "utf8"), this.#elsewhere());
      if (made !== undefined) await salt(made);
      return once();
    });
  }
}

/** What the program is told beside the stack's configuration. */
function programEnvironment(leave: UpOptions["leave"], planned: string | undefined): NodeJS.ProcessEnv {
  return {
    ...(leave === undefined ? {} : { [leftFieldsVariable]: JSON.stringify(leave) }),
    ...(planned === undefined ? {} : { [plannedFilesVariable]: dirname(planned) }),
  };
}

function targeted({ targets = [], alone = false }: PreviewOptions): string[] {
  const dependents = targets.length === 0 || alone ? [] : ["--target-dependents"];
  return [...targets.flatMap((urn) => ["--target", urn]), ...dependents];
}

/** As a pattern that fits this one URN alone: unlike a name, a pattern may fit nothing. */
function tolerant(urn: string): string {
  return urn.replace(/^urn:pulumi:[^:]+/, "$&*");
}
