import type { ResourceState } from "../../checkpoint.ts";
import { isMap } from "../../propertyValue.ts";
import type { PropertyMap } from "../../propertyValue.ts";
import { OperationError } from "../provider.ts";
import type { ApiError } from "./apiError.ts";
import { groupVersionKind } from "./check.ts";
import { describe, text } from "./kubernetesObject.ts";

/** apiVersion with which the object was first made. */
export function initialVersion(state: ResourceState, live: PropertyMap): string {
  return text(state.outputs?.__initialApiVersion) || text(live.apiVersion);
}

/** The object a state speaks of: as it was last seen, else as its inputs or its id name it. */
export function liveObject({ type, id = "", inputs = {}, outputs = {} }: ResourceState): PropertyMap {
  const [name = "", namespace] = id.split("/").reverse();
  const metadata = [inputs.metadata, outputs.metadata].filter(isMap).reduce((a, b) => ({ ...a, ...b }), {});
  return {
    ...groupVersionKind(type),
    ...inputs,
    ...outputs,
    metadata: { ...metadata, name, ...(namespace === undefined ? {} : { namespace }) },
  };
}

export function alreadyExists(inputs: PropertyMap, cause: ApiError): OperationError {
  return new OperationError(
    `${describe(inputs)} exists on the cluster and is not in this stack. Delete it there if it is not needed; ` +
      "if the stack should own it, import it with the Pulumi CLI (`pulumi import`)",
    { cause },
  );
}
