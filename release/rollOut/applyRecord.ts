import type { ServiceFiles } from "../../components/config/serviceFiles.ts";
import type { ReleaseContext } from "../context.ts";
import type { UpResult } from "../../engine/engine.ts";
import { componentUrn } from "../../engine/urn.ts";
import { inTemporaryStackFile } from "../../parameters/temporaryStackFile.ts";
import { withoutServices } from "../../parameters/withoutServices.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { updateMessage } from "../../records/updateMessage.ts";

/** What the engine is to see of the project's files, and the services that it is to touch; absent: all. */
export interface Applied {
  /** The stack's file. */
  text: string;
  /** The services' files. */
  files: Pick<ServiceFiles, "texts">;
  only?: readonly string[];
}

/**
 * Has the engine apply what a record asks for, without the services that are taken out of service with it. Their blocks
 * stay in the stack's file: somebody wrote them, and will want to mend them. What an editor has saved since these texts
 * were read is not looked at: nobody has planned with it.
 */
export async function applyRecord(
  record: ReleaseRecord,
  { text, files, only }: Applied,
  context: ReleaseContext,
): Promise<UpResult> {
  const { takenOut = [] } = record;
  const applied = takenOut.length === 0 ? text : withoutServices(text, takenOut);
  const up = (configFile: string): Promise<UpResult> =>
    context.engine.up({
      ...{ configFile, planned: true, message: updateMessage(record), emit: context.emit, signal: context.signal },
      ...(record.leftFields === undefined ? {} : { leave: record.leftFields }),
      ...(only === undefined ? {} : { targets: only.map((service) => componentUrn(record, service)) }),
    });
  return inTemporaryStackFile(record.stack, applied, up, files.texts);
}
