import type { Renderer } from "./renderer.ts";

/** One JSON object a line for each event, as documented in docs/json.md. */
export function jsonRenderer(write: (text: string) => void): Renderer {
  return {
    event: (event) => {
      write(`${JSON.stringify(event)}\n`);
    },
    pause: () => undefined,
    end: () => undefined,
  };
}
