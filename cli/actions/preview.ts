import { readFile } from "node:fs/promises";
import { checkKinds } from "../../release/kindCheck.ts";
import { leftOut, leftOutText } from "../../release/leftOut.ts";
import { editStackFile, type StackFileEdit } from "../../release/parameters/stackFileEdit.ts";
import { readStack, stackFile } from "../../release/parameters/stack.ts";
import { inTemporaryStackFile } from "../../release/parameters/temporaryStackFile.ts";
import { withoutServices } from "../../release/parameters/withoutServices.ts";
import type { Output } from "../output.ts";
import { stepLines } from "../renderers/steps.ts";
import { history, type Session } from "../session.ts";

/** Shows, property by property, what the edits would change. The stack's own file is not touched. */
export async function previewRelease(session: Session, edits: StackFileEdit[], output: Output): Promise<void> {
  const { location, cluster } = session;
  const text = editStackFile(await readFile(stackFile(location), "utf8"), edits);
  const stack = readStack(location, text);
  await checkKinds(cluster, stack.config);
  const named = edits.map(({ service }) => service);
  const out = named.length === 0 ? [] : leftOut(stack, await history(session), named);
  const shown =
    out.length === 0
      ? text
      : withoutServices(
          text,
          out.map(({ service }) => service),
        );
  const renderer = output.renderer();
  try {
    for (const left of out)
      renderer.event({ type: "note", at: Date.now(), level: "warning", message: leftOutText(left) });
    const { steps } = await inTemporaryStackFile(location.stack, shown, async (configFile) => {
      const engine = await session.engine({ ...location, configFile });
      return engine.preview({
        emit: (event) => {
          if (event.type === "note") renderer.event(event);
        },
      });
    });
    renderer.end();
    const changed = steps.filter(({ operation }) => operation !== "same" && operation !== "read");
    output.result(stepLines(steps, output.style), { changes: changed, unchanged: steps.length - changed.length });
  } finally {
    renderer.end();
  }
}
