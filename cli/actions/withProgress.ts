import type { ReleaseContext } from "../../release/context.ts";
import type { Told } from "../../notify/told.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { interruptible } from "../interrupt.ts";
import { tellBeside } from "../notices.ts";
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
  const told: Told[] = [];
  try {
    const emit: ReleaseContext["emit"] = (event) => {
      renderer.event(event);
    };
    const parts = { emit, signal: interrupt.signal, approve: approve(renderer) };
    const ended = (record: ReleaseRecord, restore?: ReleaseRecord): void => {
      told.push({ record, ...(restore === undefined ? {} : { restore }) });
    };
    return await work({ ...(await releaseContext(session, parts)), ended }, renderer);
  } finally {
    renderer.end();
    interrupt.end();
    if (told.length > 0 && session.stack.config.notify.length > 0) tellBeside(tellAll(told, session, output));
  }
}

/** Beside the command's last words, which do not wait for anybody's webhook. */
async function tellAll(told: readonly Told[], session: Session, output: Output): Promise<void> {
  const { notify } = await import("../../notify/notify.ts");
  await notify(told, {
    targets: session.stack.config.notify,
    secret: async (key) => (await session.engine()).secret(key),
    env: process.env,
    note(message) {
      if (output.json) output.renderer().event({ type: "note", at: Date.now(), level: "warning", message });
      else output.say(message);
    },
  });
}
