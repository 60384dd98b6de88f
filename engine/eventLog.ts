import { watch } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { temporaryFolder } from "../host/temporaryFolder.ts";

/** Looked at without being told, too: not every file system tells. */
const lookEveryMs = 250;
/** Once for all that is written within this time: the CLI writes each event by itself. */
const togetherMs = 20;

/** The events that the CLI writes while it works, one JSON value a line, in a file only this user can read. */
export class EventLog {
  readonly path: string;
  readonly #folder = temporaryFolder("events");
  readonly #onEvent: (event: EngineEvent) => void;
  #reading: Promise<void> = Promise.resolve();
  #file: FileHandle | undefined;
  #position = 0;
  #rest = "";
  #soon: NodeJS.Timeout | undefined;
  readonly #buffer = Buffer.allocUnsafe(1 << 16);
  readonly #stopWatching: () => void;

  constructor(onEvent: (event: EngineEvent) => void) {
    this.path = join(this.#folder.path, "events.json");
    this.#onEvent = onEvent;
    const watcher = watch(this.#folder.path, () => {
      this.#soon ??= setTimeout(() => {
        this.#soon = undefined;
        this.#look();
      }, togetherMs);
    });
    watcher.on("error", () => undefined);
    const timer = setInterval(() => {
      this.#look();
    }, lookEveryMs);
    this.#stopWatching = () => {
      watcher.close();
      clearInterval(timer);
      clearTimeout(this.#soon);
    };
  }

  /** Hears what is left, once the CLI has ended, and removes the file. */
  async close(): Promise<void> {
    this.#stopWatching();
    this.#look();
    await this.#reading;
    await this.#file?.close();
    this.#folder.remove();
  }

  #look(): void {
    this.#reading = this.#reading.then(() => this.#read()).catch(() => undefined);
  }

  async #read(): Promise<void> {
    this.#file ??= await open(this.path, "r");
    const buffer = this.#buffer;
    for (;;) {
      const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, this.#position);
      if (bytesRead === 0) return;
      this.#position += bytesRead;
      // Split at line ends only, so that no character is cut in two.
      const lines = Buffer.concat([Buffer.from(this.#rest, "latin1"), buffer.subarray(0, bytesRead)]);
      const end = lines.lastIndexOf(10) + 1;
      this.#rest = lines.subarray(end).toString("latin1");
      for (const line of lines.subarray(0, end).toString("utf8").split("\n")) {
        if (line !== "") this.#onEvent(JSON.parse(line) as EngineEvent);
      }
    }
  }
}
