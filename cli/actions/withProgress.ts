import type { ReleaseContext } from "../../release/context.ts";
import { interruptible } from "../interrupt.ts";
import type { Output } from "../output.ts";
import type { Renderer } from "../renderers/renderer.ts";
import { releaseContext, type Session } from "../session.ts";

/** Work on a stack with its progress on screen, which Ctrl-C ends cleanly. */
export async function withProgress<T>(
  session: Session,
  output: Output,
  approve: (renderer: Renderer) => ReleaseContext["approve"],
  work: (context: ReleaseContext, renderer: Renderer) => Promise<T>,
): Promise<T> {
  const renderer = output.renderer();
  const interrupt = interruptible(output);
  try {
    const emit: ReleaseContext["emit"] = (event) => {
      renderer.event(event);
    };
    const parts = { emit, signal: interrupt.signal, approve: approve(renderer) };
    return await work(await releaseContext(session, parts), renderer);
  } finally {
    renderer.end();
    interrupt.end();
  }
}
