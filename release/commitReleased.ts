import { join } from "node:path";
import { Problem } from "../errors/problem.ts";
import { stackFile } from "../parameters/location.ts";
import type { Stack } from "../parameters/stack.ts";
import type { ReleaseRecord } from "../records/record.ts";
import { updateMessage } from "../records/updateMessage.ts";
import type { ReleaseContext, ReleaseRequest } from "./context.ts";
import { commitFiles } from "./git.ts";
import { pushReleased } from "./git/pushReleased.ts";

/** The services are released by now: a commit, or a push, that git refuses is said, not failed over. */
export async function commitReleased(
  record: ReleaseRecord,
  { commit, push, edits, remove = [] }: ReleaseRequest,
  { files }: Stack,
  { location, emit, operator }: ReleaseContext,
): Promise<void> {
  if (!commit) return;
  // What a service is was released with it.
  const own = record.changes.flatMap(({ service }) => files.byName.get(service)?.file ?? []);
  const released = [stackFile(location), ...own.map((file) => join(location.projectDir, file))];
  const message = updateMessage(record);
  let left = "committed";
  try {
    if (!(await commitFiles(location.projectDir, released, message)) || push !== true) return;
    left = "pushed";
    const versions = record.changes.map(({ service, after }) => ({ service, after: after.release.version }));
    const askedAt = new Date(record.startedAt);
    await pushReleased(location, { change: { edits, remove }, versions, message, operator, askedAt });
  } catch (error) {
    const note = `released, but the stack's file is not ${left}: ${wordsOf(error)}`;
    emit({ type: "note", at: Date.now(), level: "warning", message: note });
  }
}

/** All that is known of it, in one note: who came before, what a hook said, what helps. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Problem)) return error instanceof Error ? error.message.trim() : String(error);
  const { message, details, next } = error;
  return [message, ...details, ...(next === undefined ? [] : [`next: ${next}`])].join("; ");
}
