import type { ReleaseContext } from "../../release/context.ts";
import type { Told } from "../../notify/told.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { interruptible } from "../interrupt.ts";
import { tellBeside } from "../notices.ts";
import type { Output } from "../output.ts";
import type { Renderer } from "../renderers/renderer.ts";
import { releaseContext, type Session } from "../session.ts";
import { spanCollector } from "../traces/collect.ts";
import type { Span } from "../traces/span.ts";
import { tracesWanted } from "../traces/wanted.ts";

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
  const spans = tracesWanted(process.env) ? spanCollector() : undefined;
  let cutOffBy: unknown;
  try {
    const emit: ReleaseContext["emit"] = (event) => {
      renderer.event(event);
      spans?.event(event);
    };
    const parts = { emit, signal: interrupt.signal, approve: approve(renderer) };
    const ended = (record: ReleaseRecord, restore?: ReleaseRecord): void => {
      told.push({ record, ...(restore === undefined ? {} : { restore }) });
      spans?.ended(record, restore);
    };
    return await work({ ...(await releaseContext(session, parts)), ended }, renderer);
  } catch (error) {
    cutOffBy = error;
    throw error;
  } finally {
    renderer.end();
    interrupt.end();
    if (told.length > 0 && session.stack.config.notify.length > 0) tellBeside(tellAll(told, session, output));
    const trace = spans?.root(Date.now(), cutOffBy);
    if (trace !== undefined) tellBeside(traceAll(trace, output));
  }
}

/** Beside the command's last words, which do not wait for anybody's webhook. */
async function tellAll(told: readonly Told[], session: Session, output: Output): Promise<void> {
  const { notify } = await import("../../notify/notify.ts");
  await notify(told, {
    targets: session.stack.config.notify,
    secret: async (key) => (await session.engine()).secret(key),
    env: process.env,
    note: noteBy(output),
  });
}

async function traceAll(trace: Span, output: Output): Promise<void> {
  const { sendTrace } = await import("../traces/send.ts");
  await sendTrace(trace, process.env, noteBy(output));
}

function noteBy(output: Output): (message: string) => void {
  return (message) => {
    if (output.json) output.renderer().event({ type: "note", at: Date.now(), level: "warning", message });
    else output.say(message);
  };
}
