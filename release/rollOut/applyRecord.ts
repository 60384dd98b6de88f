import type { ReleaseContext } from "../context.ts";
import type { UpResult } from "../../engine/engine.ts";
import { componentUrn } from "../../engine/urn.ts";
import { inTemporaryStackFile } from "../../parameters/temporaryStackFile.ts";
import { withoutServices } from "../../parameters/withoutServices.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { updateMessage } from "../../records/updateMessage.ts";

/** The stack file's text as the engine is to see it, and the services that it is to touch; absent: all. */
export interface Applied {
  text: string;
  /** Whether the stack's own file has that text. */
  standing: boolean;
  only?: readonly string[];
}

/**
 * Has the engine apply what a record asks for, without the services that are taken out of service with it. Their blocks
 * stay in the stack's file: somebody wrote them, and will want to mend them.
 */
export async function applyRecord(
  record: ReleaseRecord,
  { text, standing, only }: Applied,
  context: ReleaseContext,
): Promise<UpResult> {
  const options = {
    message: updateMessage(record),
    emit: context.emit,
    signal: context.signal,
    ...(record.leftFields === undefined ? {} : { leave: record.leftFields }),
    ...(only === undefined ? {} : { targets: only.map((service) => componentUrn(record, service)) }),
  };
  const { takenOut = [] } = record;
  if (standing && takenOut.length === 0) return context.engine.up(options);
  const applied = takenOut.length === 0 ? text : withoutServices(text, takenOut);
  return inTemporaryStackFile(record.stack, applied, (configFile) => context.engine.up({ ...options, configFile }));
}
