import type { ReleaseContext } from "../context.ts";
import type { UpResult } from "../../engine/engine.ts";
import { inTemporaryStackFile } from "../../parameters/temporaryStackFile.ts";
import { withoutServices } from "../../parameters/withoutServices.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { updateMessage } from "../../records/updateMessage.ts";

/**
 * Has the engine apply what a record asks for, without the services that are taken out of service with it or left
 * alone. Their blocks stay in the stack's file: somebody wrote them, and will want to mend them.
 * @param wanted the stack file's text as the record wants it
 * @param standing whether the stack's own file has that text
 */
export async function applyRecord(
  record: ReleaseRecord,
  wanted: string,
  standing: boolean,
  context: ReleaseContext,
): Promise<UpResult> {
  const options = { message: updateMessage(record), emit: context.emit, signal: context.signal };
  const { takenOut = [], left = [] } = record;
  const without = [...takenOut, ...left];
  if (standing && without.length === 0) return context.engine.up(options);
  const keep = left.map((service) => componentUrn(record, service));
  const text = without.length === 0 ? wanted : withoutServices(wanted, without);
  return inTemporaryStackFile(record.stack, text, (configFile) =>
    context.engine.up({ ...options, configFile, ...(keep.length === 0 ? {} : { keep }) }),
  );
}

/** components/serviceRelease.ts, as Pulumi names it. */
function componentUrn({ stack, project }: ReleaseRecord, service: string): string {
  return `urn:pulumi:${stack}::${project}::releases:index:ServiceRelease::${service}`;
}
