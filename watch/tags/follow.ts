import type { Follow } from "../../components/config/follow.ts";
import type { Problem } from "../../errors/problem.ts";
import { problemOf } from "../problemOf.ts";
import type { Registry } from "../registry/client.ts";
import { repositoryOf } from "../registry/reference.ts";
import { newestTag } from "./newest.ts";

/** A service whose image is followed. */
export interface Following {
  service: string;
  image: string;
  /** What the branch asks for. */
  version: string;
  follow: Follow;
}

export interface NewVersion {
  service: string;
  version: string;
}

/**
 * What is new in the registries. One that is away, or refuses, holds nobody else's up.
 * @param trouble hears what could not be asked
 */
export async function newVersions(
  services: readonly Following[],
  registry: Registry,
  trouble: (service: string, problem: Problem) => void,
): Promise<NewVersion[]> {
  const found = await Promise.all(
    services.map(async (following): Promise<NewVersion[]> => {
      try {
        const version = await newVersion(following, registry);
        return version === undefined ? [] : [{ service: following.service, version }];
      } catch (error) {
        trouble(following.service, problemOf(error));
        return [];
      }
    }),
  );
  return found.flat();
}

async function newVersion({ image, version, follow }: Following, registry: Registry): Promise<string | undefined> {
  const repository = repositoryOf(image);
  if (repository === undefined) return undefined;
  if (follow.digestOf === undefined) return newestTag(follow, await registry.tags(repository), version);
  const digest = await registry.digest(repository, follow.digestOf);
  const moved = digest === undefined ? undefined : `${follow.digestOf}@${digest}`;
  return moved === version ? undefined : moved;
}
