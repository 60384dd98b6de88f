import { readStack } from "../../parameters/stack.ts";
import type { ReleaseContext } from "../context.ts";
import { recordPlain } from "../verbs/recordPlain.ts";
import { otherwise, type Expected } from "./expected.ts";

/**
 * Where the records say otherwise of these services than the stack's file, a plain `pulumi up` may have walked their
 * canary: its updates get records. A walk goes by records alone, and asks for them too often to ask Pulumi each time.
 */
export async function recordPlainUps(
  expected: Expected,
  { records, engine, location }: Pick<ReleaseContext, "records" | "engine" | "location">,
): Promise<void> {
  const own = await records.list();
  const differing = [...expected].filter(
    ([service, wanted]) => otherwise(new Map([[service, wanted]]), own).length > 0,
  );
  const known = differing.flatMap(
    ([name]) => own.find(({ changes }) => changes.some(({ service }) => service === name))?.startedAt ?? [],
  );
  const [since] = known.sort();
  if (since === undefined) return;
  await recordPlain({ records, engine, stack: readStack(location) }, { since: new Date(since), dryRun: false });
}
