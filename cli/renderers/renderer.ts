import type { ReleaseEvent } from "../../release/events.ts";

/** Turns events into what one kind of reader wants; the only part of the project that prints while work goes on. */
export interface Renderer {
  event(event: ReleaseEvent): void;
  /** Stands back while a person is asked something; the next event goes on. */
  pause(): void;
  /** Leaves the screen as a person wants to find it. Call once, when the work is over. */
  end(): void;
}
