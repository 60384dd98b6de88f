import { errorText } from "../../errors/errorText.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { registryClient, type Registry } from "../../watch/registry/client.ts";
import { dockerCredentials } from "../../watch/registry/credentials.ts";
import { repositoryOf } from "../../watch/registry/reference.ts";
import type { KnownVersion } from "../api/service.ts";

/** Each version that was released of a service, newest first, with how that ended last. Pure. */
export function versionsOf(records: readonly ReleaseRecord[], service: string): KnownVersion[] {
  const known = new Map<string, KnownVersion>();
  for (const { changes, result, startedAt } of records) {
    const version = changes.find((change) => change.service === service)?.after.release.version;
    if (version === undefined || known.has(version)) continue;
    known.set(version, { version, from: "record", at: startedAt, result });
  }
  return [...known.values()];
}

/** Tags offered of one image. */
const mostTags = 200;
let registry: Registry | undefined;

/** The tags of its image, the newest by name first; none where the registry does not say. */
export async function registryVersions(stack: Stack, name: string, note: (text: string) => void): Promise<string[]> {
  const image = stack.config.services.find((service) => service.name === name)?.image;
  const repository = image === undefined ? undefined : repositoryOf(image);
  if (image === undefined || repository === undefined) return [];
  registry ??= registryClient(dockerCredentials());
  try {
    const tags = await registry.tags(repository);
    return tags.sort((a, b) => b.localeCompare(a, "en", { numeric: true })).slice(0, mostTags);
  } catch (error) {
    note(`the tags of ${image} are not known: ${errorText(error)}`);
    return [];
  }
}
