import { readFile } from "node:fs/promises";
import { checkKinds } from "../../release/check/kinds.ts";
import { checkReferences } from "../../release/check/references.ts";
import type { Emit } from "../../release/events.ts";
import { leaveOut } from "../../release/check/leftOut.ts";
import { editStackFile, type StackFileEdit } from "../../parameters/stackFileEdit.ts";
import { readStack } from "../../parameters/stack.ts";
import { inTemporaryStackFile } from "../../parameters/temporaryStackFile.ts";
import type { Output } from "../output.ts";
import { stepLines } from "../renderers/steps.ts";
import { history, type Session } from "../session.ts";
import { stackFile } from "../../parameters/location.ts";

/** Shows, property by property, what the edits would change. The stack's own file is not touched. */
export async function previewRelease(session: Session, edits: StackFileEdit[], output: Output): Promise<void> {
  const { location, cluster } = session;
  const text = editStackFile(await readFile(stackFile(location), "utf8"), edits);
  const stack = readStack(location, text);
  await checkKinds(cluster, stack.config);
  await checkReferences(cluster, stack.config.services);
  const named = edits.map(({ service }) => service);
  const records = named.length === 0 ? [] : await history(session);
  const renderer = output.renderer();
  const emit: Emit = (event) => {
    if (event.type === "note") renderer.event(event);
  };
  try {
    const { text: shown } = leaveOut(stack, text, records, named, emit);
    const { steps } = await inTemporaryStackFile(location.stack, shown, async (configFile) => {
      const engine = await session.engine({ ...location, configFile });
      return engine.preview({ emit });
    });
    renderer.end();
    const changed = steps.filter(({ operation }) => operation !== "same" && operation !== "read");
    output.result(stepLines(steps, output.style), { changes: changed, unchanged: steps.length - changed.length });
  } finally {
    renderer.end();
  }
}
