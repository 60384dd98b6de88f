import { rmSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkKinds } from "../../release/kindCheck.ts";
import { editStackFile, type StackFileEdit } from "../../release/parameters/stackFileEdit.ts";
import { readStack, stackFile } from "../../release/parameters/stack.ts";
import type { Output } from "../output.ts";
import { stepLines } from "../renderers/steps.ts";
import type { Session } from "../session.ts";

/** Shows, property by property, what the edits would change. The stack's own file is not touched. */
export async function previewRelease(session: Session, edits: StackFileEdit[], output: Output): Promise<void> {
  const text = editStackFile(await readFile(stackFile(session.location), "utf8"), edits);
  await checkKinds(session.cluster, readStack(session.location, text).config);
  const folder = await mkdtemp(join(tmpdir(), "release-preview-"));
  // At Ctrl-C too.
  process.once("exit", () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const renderer = output.renderer();
  try {
    const configFile = join(folder, `Pulumi.${session.location.stack}.yaml`);
    await writeFile(configFile, text, { mode: 0o600 });
    const engine = await session.engine({ ...session.location, configFile });
    const { steps } = await engine.preview({
      emit: (event) => {
        if (event.type === "note") renderer.event(event);
      },
    });
    renderer.end();
    const changed = steps.filter(({ operation }) => operation !== "same" && operation !== "read");
    output.result(stepLines(steps, output.style), { changes: changed, unchanged: steps.length - changed.length });
  } finally {
    renderer.end();
  }
}
