import { rmSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { omit } from "../../components/config/omit.ts";
import { errorText } from "../../errors/errorText.ts";
import { UsageProblem } from "../../errors/problem.ts";
import type { Act, ActRequest, ActState } from "../api/acts.ts";
import type { StackLive } from "../live/stackLive.ts";
import type { Stacks } from "../live/stacks.ts";
import { argumentsOf, isBound, isReleased } from "./act.ts";
import type { StackCommand } from "./command.ts";
import type { ActFolder, WrittenAct } from "./folder.ts";
import { RunningAct } from "./running.ts";
import { interrupt, startCommand } from "./start.ts";
import { takenBack } from "./takenBack.ts";

/** What is over is listed so long. ms */
const listedMs = 3_600_000;

/** Who acts, and how the command is to be that person. */
export interface ActAs {
  /** As the record will have it. */
  operator: string;
  /** Its text; absent on one's own machine. */
  kubeconfig?: string;
}

/** Who ends a release, and why. */
export interface Cancel {
  message: string;
  as: ActAs;
  /** Hears what becomes of the way back. */
  told: (act: Act, result: string) => void;
}

/** What was begun from here: each act a process of its own, followed by its files; also those of a console before this one. */
export class Acts {
  readonly #folder: ActFolder;
  readonly #stacks: Stacks;
  readonly #commands: ReadonlyMap<string, StackCommand>;
  readonly #acts = new Map<string, RunningAct>();
  /** By the act that was cancelled: a second signal would end it in the middle of a step. */
  readonly #cancelled = new Map<string, Cancel>();

  constructor(folder: ActFolder, stacks: Stacks, commands: ReadonlyMap<string, StackCommand>) {
    this.#folder = folder;
    this.#stacks = stacks;
    this.#commands = commands;
    for (const live of stacks.all) this.#hearRecords(live);
  }

  /** Finds again what goes on. @param ended hears of each that comes to its end */
  resume(): void {
    for (const written of this.#folder.list(new Date())) this.#follow(written);
  }

  /** @throws UsageProblem STACK_UNKNOWN */
  async begin(stack: string, request: ActRequest, as: ActAs): Promise<RunningAct> {
    const { act, message } = request;
    const command = this.command(stack);
    const now = new Date();
    const id = this.#folder.newId(now);
    const kubeconfig = as.kubeconfig === undefined ? undefined : this.#folder.path(id, "kubeconfig");
    if (kubeconfig !== undefined) writeFileSync(kubeconfig, as.kubeconfig ?? "", { mode: 0o600 });
    const written = { id, stack, act, message, operator: as.operator, startedAt: now.toISOString() };
    const args = [
      ...argumentsOf(act, stack),
      ...optionsOf(request),
      ...(command.pushes === true && isReleased(act) ? ["--push"] : []),
      "--json",
    ];
    const actor = { operator: as.operator, ...(kubeconfig === undefined ? {} : { kubeconfig }) };
    try {
      const process = await startCommand(command, args, actor, this.#folder.path(id));
      const whole = { ...written, process };
      this.#folder.write(whole);
      return this.#follow(whole);
    } catch (error) {
      rmSync(this.#folder.path(id), { recursive: true, force: true });
      throw error;
    }
  }

  /** Those of a stack that go on, or were over a short while ago; newest first. */
  list(stack: string, now: Date): RunningAct[] {
    return [...this.#acts.values()]
      .filter(({ written }) => written.stack === stack)
      .filter(({ ended }) => ended === undefined || now.getTime() - Date.parse(ended.at) < listedMs)
      .reverse();
  }

  named(stack: string, id: string): RunningAct | undefined {
    const found = this.#acts.get(id);
    return found?.written.stack === stack ? found : undefined;
  }

  /**
   * Ends the release that goes on, where it was begun from here, and once it has ended takes back what it changed, in the name of
   * whoever asked for that first. Undefined where there is none.
   * @param releasing its record's id, as far as that is known
   */
  cancel(stack: string, releasing: string | undefined, cancel: Cancel): RunningAct | undefined {
    const going = this.list(stack, new Date()).filter(
      ({ written, ended }) => ended === undefined && isReleased(written.act),
    );
    const act = going.find(({ release }) => release !== undefined && release === releasing) ?? going[0];
    if (act === undefined) return undefined;
    const { id, process } = act.written;
    if (this.#cancelled.has(id)) return act;
    if (!interrupt(process)) return undefined;
    this.#cancelled.set(id, cancel);
    return act;
  }

  /** @throws UsageProblem STACK_UNKNOWN */
  command(stack: string): StackCommand {
    const command = this.#commands.get(stack);
    if (command !== undefined) return command;
    throw new UsageProblem({ code: "STACK_UNKNOWN", what: `the console has no stack "${stack}"` });
  }

  /** Whether something goes on. */
  get busy(): boolean {
    return [...this.#acts.values()].some(({ ended }) => ended === undefined);
  }

  stop(): void {
    for (const act of this.#acts.values()) act.stop();
  }

  #follow(written: WrittenAct): RunningAct {
    const { id, stack } = written;
    const bus = this.#stacks.named(stack)?.bus;
    const act = new RunningAct(written, this.#folder, {
      event: (event) => bus?.publish({ type: "act", id, event }),
      release: (release) => bus?.publish({ type: "act", id, release }),
      ended: (ended) => {
        bus?.publish({ type: "act", id, ended });
        const cancel = this.#cancelled.get(id);
        const of = takenBack(ended);
        if (cancel !== undefined && of !== undefined) void this.#takeBack(stack, of, cancel);
      },
    });
    this.#acts.set(id, act);
    act.follow();
    return act;
  }

  /** Where it cannot be begun the release's page says that it stands where it was stopped. */
  async #takeBack(stack: string, of: string, { message, as, told }: Cancel): Promise<void> {
    const act = { verb: "recover", of } as const;
    await this.begin(stack, { act, hash: "", message }, as).then(
      ({ written }) => {
        told(act, `begun as ${written.id}`);
      },
      (error: unknown) => {
        told(act, `not begun: ${errorText(error)}`);
      },
    );
  }

  /** Of a stack one release goes on at a time: the record that is opened while an act runs, by the same person, is its own. */
  #hearRecords({ bus, source }: StackLive): void {
    bus.listen(({ event }) => {
      if (event.type !== "record" || event.removed === true) return;
      const { id, operator, startedAt } = event.summary;
      for (const act of this.#acts.values()) {
        const { written, ended, release } = act;
        const own = written.stack === source.location.stack && written.operator === operator;
        if (own && ended === undefined && release === undefined && startedAt >= written.startedAt) act.isRelease(id);
      }
    });
  }
}

function optionsOf({ act, hash, message, despiteFreeze, emergency }: ActRequest): string[] {
  if (act.verb === "cancel") return [];
  if (act.verb === "recover") return ["--yes", ...(message === "" ? [] : [`--message=${message}`])];
  return [
    "--yes",
    // What was approved has its own words.
    ...(act.verb === "proposal" ? [] : [`--message=${message}`]),
    ...(isBound(act) ? [`--plan=${hash}`] : []),
    ...(despiteFreeze === undefined ? [] : [`--despite-freeze=${despiteFreeze}`]),
    ...(emergency === undefined || !isReleased(act) ? [] : [`--emergency=${emergency}`]),
  ];
}

/** Without what it told. */
export function withoutEvents(state: ActState): Omit<ActState, "events"> {
  return omit(state, "events");
}

/** Whether it is this act, asked for by this person, that goes on already: a button that was pressed twice. */
export function isTwice(running: RunningAct, act: Act, operator: string): boolean {
  return (
    running.ended === undefined && running.written.operator === operator && isDeepStrictEqual(running.written.act, act)
  );
}
