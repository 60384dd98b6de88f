import type { ServiceParameters } from "../../parameters/serviceParameters.ts";
import type { Stack } from "../../parameters/stack.ts";
import { inForce, removalOf, unfinishedRemoval } from "../../records/choose.ts";
import type { ReleaseRecord, ServiceChange } from "../../records/record.ts";
import { serviceNamed } from "./serviceNamed.ts";

/** A service that may have left the stack's file. */
export interface ServiceOnRecord {
  service: string;
  /** As the file has it; where it has none, as it was released last. */
  parameters: ServiceParameters;
  /** The release that removed it, or was to, where that is the newest word on it. */
  removal?: { record: ReleaseRecord; change: ServiceChange };
}

/** @throws UsageProblem SERVICE_UNKNOWN where neither the file nor a record knows it */
export function serviceOnRecord(stack: Stack, records: readonly ReleaseRecord[], name: string): ServiceOnRecord {
  const gone = !stack.services.has(name);
  const removal = gone ? (removalOf(records, name) ?? unfinishedRemoval(records, name)) : undefined;
  if (removal !== undefined) return { service: name, parameters: removal.change.after, removal };
  const parameters = gone ? inForce(records, name) : undefined;
  return parameters === undefined ? serviceNamed(stack, name) : { service: name, parameters };
}
