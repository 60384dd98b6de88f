import { basename } from "node:path";
import { parameterPath } from "../../components/config/parameterPath.ts";
import { releaseParameters } from "../../components/config/release.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { removeConfigValue, setConfigValue, standsThere, type ConfigPlace } from "../../parameters/configEdit.ts";
import { stackFile, type StackLocation } from "../../parameters/location.ts";
import { placeOfEdit } from "../../parameters/placeOfEdit.ts";
import type { ParameterEdit } from "../api/parameters.ts";
import { asRead, type Texts } from "../live/texts.ts";

/** Whose a parameter is: what runs is a releaser's, what a service is its owner's. Pure. */
export function kindOf(path: string): "basic" | "release" {
  const [first = ""] = path.split(/[.[]/);
  // How a canary goes is the service's.
  return first in releaseParameters.shape && first !== "canary" ? "release" : "basic";
}

/**
 * The texts with the edits in them; comments and order of all else stay. Pure.
 * @throws UsageProblem of what cannot be edited: CONFIG_PLACE_SHARED, SECRET_STANDS and others
 */
export function edited(texts: Texts, edits: readonly ParameterEdit[], location: StackLocation): Texts {
  const own = basename(stackFile(location));
  const now = new Map(texts);
  for (const { service, path, value } of edits) {
    const { text, files } = asRead(now, location);
    const place = placeOfEdit(placeOf(service, path), text, { files, stack: location.stack });
    const file = place.inFile?.file ?? own;
    const before = now.get(file) ?? "";
    if (standsThere(before, place) === "secret") throw secretStands(service, path, file);
    now.set(file, value === null ? (removeConfigValue(before, place) ?? before) : setConfigValue(before, place, value));
  }
  return now;
}

function placeOf(service: string, path: string): ConfigPlace {
  const parts = parameterPath(path);
  if (parts === undefined || parts.length === 0) {
    throw new UsageProblem({
      code: "CONFIG_KEY_MALFORMED",
      what: `${path} is no path of names`,
      next: "e.g. replicas, or rollout.maxSurge",
    });
  }
  return { key: kindOf(path) === "release" ? "releases:current" : "releases:services", path: [service, ...parts] };
}

function secretStands(service: string, path: string, file: string): UsageProblem {
  return new UsageProblem({
    code: "SECRET_STANDS",
    what: `${path} of ${service} is a secret, which is not changed here`,
    where: file,
    next: "release config set --secret",
  });
}
