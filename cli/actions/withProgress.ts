import type { ReleaseContext } from "../../release/context.ts";
import type { Tellable } from "../../notify/notify.ts";
import type { KnownProposal } from "../../records/proposal.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { interruptible } from "../interrupt.ts";
import { tellBeside } from "../notices.ts";
import type { Output } from "../output.ts";
import type { Renderer } from "../renderers/renderer.ts";
import { releaseContext, type Session } from "../session.ts";
import { noteBy, tellOthers } from "../tellOthers.ts";
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
  const told: Tellable[] = [];
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
    const proposed = (proposal: KnownProposal, stale?: KnownProposal): void => {
      told.push({ proposal, ...(stale === undefined ? {} : { stale: stale.id }) });
    };
    return await work({ ...(await releaseContext(session, parts)), ended, proposed }, renderer);
  } catch (error) {
    cutOffBy = error;
    throw error;
  } finally {
    renderer.end();
    interrupt.end();
    tellOthers(told, session, output);
    const trace = spans?.root(Date.now(), cutOffBy);
    if (trace !== undefined) tellBeside(traceAll(trace, output));
  }
}

async function traceAll(trace: Span, output: Output): Promise<void> {
  const { sendTrace } = await import("../traces/send.ts");
  await sendTrace(trace, process.env, noteBy(output));
}
