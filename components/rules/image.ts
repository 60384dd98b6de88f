import type { Rule } from "./rule.ts";

/** Tags that image builders move by habit. */
const moving = ["latest", "stable", "edge", "nightly", "main", "master", "dev", "develop", "staging", "prod"];

export const versionIsFixed: Rule = {
  code: "ZD012",
  check: ({ release }) => {
    const versions = [
      { parameter: "version", version: release.version },
      ...(release.canary === undefined ? [] : [{ parameter: "canary.version", version: release.canary.version }]),
    ];
    return versions
      .filter(({ version }) => moving.includes(version.toLowerCase()))
      .map(({ parameter, version }) => ({
        parameter,
        message: `the tag "${version}" moves: a restarted pod may run another image, and there is no way back to this one`,
        fix: "release a tag that is never moved, or a digest",
      }));
  },
};
