import type { ResourceState } from "../../checkpoint.ts";
import { copySecretness, omit } from "../../propertyValue.ts";
import type { PropertyMap } from "../../propertyValue.ts";
import { OperationError } from "../provider.ts";
import { ApiError } from "./apiError.ts";
import { markSecrets } from "./checkpointObject.ts";
import { fromKubernetes, metadataOf, toKubernetes } from "./kubernetesObject.ts";
import type { ApplyOptions, ObjectClient } from "./objectClient.ts";

/** What a dry run makes up, or what will differ once it is done. */
const madeUp = ["uid", "resourceVersion", "creationTimestamp", "managedFields", "generation"];

function withoutMadeUp(object: PropertyMap): PropertyMap {
  const rest = omit(object, "status") as PropertyMap;
  const metadata = Object.fromEntries(Object.entries(metadataOf(rest)).filter(([key]) => !madeUp.includes(key)));
  return { ...rest, metadata };
}

/**
 * The API server's dry run: admission, quota and validation speak up before anything is changed. What cannot be tried
 * yet (its namespace comes in the same run, or one of its name is there and will be gone) counts as fine.
 * @throws OperationError with what the server refused.
 */
export async function previewObject(
  client: ObjectClient,
  inputs: PropertyMap,
  old: ResourceState | undefined,
  options: ApplyOptions,
): Promise<PropertyMap> {
  const object = toKubernetes(inputs);
  try {
    if (old === undefined) {
      await client.create(object, true);
      return inputs;
    }
    const tried = await client.apply(object, { ...options, dryRun: true });
    return copySecretness(markSecrets(fromKubernetes(withoutMadeUp(tried)), inputs), inputs);
  } catch (error) {
    const cause = error instanceof OperationError ? error.cause : error;
    const waits =
      cause instanceof ApiError && (cause.reason === "AlreadyExists" || cause.status === 404 || cause.status === 405);
    if (waits) return inputs;
    throw error;
  }
}
