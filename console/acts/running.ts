import { processState } from "../../host/thisProcess.ts";
import type { ActEnd, ActEvent, ActState } from "../api/acts.ts";
import type { ApiProblem } from "../api/problem.ts";
import type { ActFolder, WrittenAct } from "./folder.ts";
import { LineTail } from "./lines.ts";
import { endOf, toldBy } from "./told.ts";

/** What is new in the files is looked for so often. ms */
const lookMs = 150;
/** Of what it tells so many are kept. */
const keptEvents = 2000;

/** What hears of an act. */
export interface ActListener {
  event(event: ActEvent): void;
  release(id: string): void;
  ended(end: ActEnd): void;
}

/** One act as its files tell of it, whoever began it. */
export class RunningAct {
  readonly written: WrittenAct;
  readonly #folder: ActFolder;
  readonly #tail: LineTail;
  readonly #listener: ActListener;
  readonly #events: ActEvent[] = [];
  #count = 0;
  #problem: ApiProblem | undefined;
  #end: ActEnd | undefined;
  #release: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(written: WrittenAct, folder: ActFolder, listener: ActListener) {
    this.written = written;
    this.#folder = folder;
    this.#listener = listener;
    this.#tail = new LineTail(folder.path(written.id, "events"));
  }

  get ended(): ActEnd | undefined {
    return this.#end;
  }

  /** Its record's id, once somebody knows it. */
  get release(): string | undefined {
    return this.#release;
  }

  /** Reads what there is, and goes on until it is over. */
  follow(): void {
    this.look();
    if (this.#end !== undefined) return;
    this.#timer = setInterval(() => {
      this.look();
    }, lookMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  isRelease(id: string): void {
    if (this.#release === id) return;
    this.#release = id;
    this.#listener.release(id);
  }

  state(): ActState {
    const { id, act, message, operator, startedAt } = this.written;
    return {
      ...{ id, act, message, operator, startedAt },
      ...(this.#release === undefined ? {} : { release: this.#release }),
      ...(this.#end === undefined ? {} : { ended: this.#end }),
      events: this.#events,
    };
  }

  /** What has been told since the last time, and whether it is over. */
  look(): void {
    if (this.#end !== undefined) return;
    const { id, process } = this.written;
    // Asked first: what it told before its end is there by then.
    const exitCode = this.#folder.exitCode(id);
    const gone = exitCode === undefined && processState(process) !== "runs";
    const over = exitCode !== undefined || gone;
    for (const line of this.#tail.next(over)) this.#hear(line);
    if (!over) return;
    // Its last word may have come between the two looks.
    const code = exitCode ?? this.#folder.exitCode(id);
    this.stop();
    this.#end = endOf(new Date().toISOString(), code, this.#folder.result(id), this.#problem);
    const released = this.#end.result?.release?.id;
    if (released !== undefined) this.isRelease(released);
    this.#listener.ended(this.#end);
  }

  #hear(line: string): void {
    const told = toldBy(line);
    if (told === undefined) return;
    if ("problem" in told) {
      this.#problem = told.problem;
      return;
    }
    this.#count += 1;
    const event = { n: this.#count, event: told.event };
    this.#events.push(event);
    if (this.#events.length > keptEvents) this.#events.shift();
    this.#listener.event(event);
  }
}
