import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReleaseContext } from "./context.ts";
import type { UpResult } from "./engine/engine.ts";
import { withoutServices } from "./parameters/withoutServices.ts";
import type { ReleaseRecord } from "./records/record.ts";
import { updateMessage } from "./records/updateMessage.ts";

/**
 * Rolls out what a record asks for, without the services that its restore takes out of service or leaves alone. Their
 * blocks stay in the stack's file: somebody wrote them, and will want to mend them.
 * @param wanted the stack file's text as the record wants it
 * @param standing whether the stack's own file has that text
 */
export async function goBack(
  record: ReleaseRecord,
  wanted: string,
  standing: boolean,
  context: ReleaseContext,
): Promise<UpResult> {
  const options = { message: updateMessage(record), emit: context.emit, signal: context.signal };
  const { takenOut = [], left = [] } = record;
  const without = [...takenOut, ...left];
  if (standing && without.length === 0) return context.engine.up(options);
  const folder = await mkdtemp(join(tmpdir(), "release-restore-"));
  try {
    const configFile = join(folder, `Pulumi.${record.stack}.yaml`);
    await writeFile(configFile, without.length === 0 ? wanted : withoutServices(wanted, without), { mode: 0o600 });
    const keep = left.map((service) => componentUrn(record, service));
    return await context.engine.up({ ...options, configFile, ...(keep.length === 0 ? {} : { keep }) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** components/serviceRelease.ts, as Pulumi names it. */
function componentUrn({ stack, project }: ReleaseRecord, service: string): string {
  return `urn:pulumi:${stack}::${project}::releases:index:ServiceRelease::${service}`;
}
