import { releaseJobs } from "../config/releaseJobs.ts";
import type { Service } from "../config/stackConfig.ts";
import { containersOf } from "./containers.ts";
import type { Breach, Rule } from "./rule.ts";

/** Tags that image builders move by habit. */
const moving = new Set([
  ...["latest", "current", "newest", "default", "live", "release", "stable", "lts", "mainline", "rolling"],
  ...["main", "master", "trunk", "head", "dev", "devel", "develop", "development", "next", "edge", "canary"],
  ...["nightly", "daily", "weekly", "snapshot", "unstable", "testing", "preview"],
  ...["staging", "stage", "prod", "production"],
]);

export const versionIsFixed: Rule = {
  code: "ZD012",
  check: (service) => [
    ...versions(service)
      .filter(({ version }) => moves(version))
      .map(({ parameter, version }) => moved(parameter, version, "release")),
    ...[...containersOf(service), ...jobImages(service)].flatMap(({ at, image }) =>
      image === undefined ? [] : ownImage(`${at}.image`, image),
    ),
  ],
};

function jobImages(service: Service): { at: string; image: string | undefined }[] {
  return releaseJobs(service).map(({ at, job: { image } }) => ({ at, image }));
}

function versions({ release }: Service): { parameter: string; version: string }[] {
  return [
    { parameter: "version", version: release.version },
    ...(release.canary === undefined ? [] : [{ parameter: "canary.version", version: release.canary.version }]),
  ];
}

/** An image that bears its version itself: `docker.io/lab/proxy:v3`. */
function ownImage(parameter: string, image: string): Breach[] {
  if (image.includes("@")) return [];
  const [, tag] = /:([^:/]+)$/.exec(image) ?? [];
  if (tag === undefined) {
    return [
      {
        parameter,
        message: `${image} has neither tag nor digest, which means the tag "latest", and that moves: a restarted pod may run another image`,
        fix: "name a tag that is never moved, or a digest",
      },
    ];
  }
  return moves(tag) ? [moved(parameter, tag, "name")] : [];
}

/** A tag with a digest behind it is but a name for that. */
function moves(tag: string): boolean {
  return moving.has(tag.toLowerCase());
}

function moved(parameter: string, tag: string, verb: "release" | "name"): Breach {
  return {
    parameter,
    message: `the tag "${tag}" moves: a restarted pod may run another image, and there is no way back to this one`,
    fix: `${verb} a tag that is never moved, or a digest`,
  };
}
