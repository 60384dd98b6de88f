import { mapIn, type PlainObject } from "../components/config/layers.ts";
import { suggest } from "../components/config/nearest.ts";
import { parseStackText } from "../components/config/stackFile.ts";
import { UsageProblem } from "../errors/problem.ts";
import { refuseAddedProblems, type StackTexts } from "./addedProblems.ts";
import { inVersion } from "./jobs.ts";
import { stackFile, type StackLocation } from "./location.ts";
import { basesOf, editStackFile } from "./stackFileEdit.ts";

/** `before` is absent of a service that comes into the stack with its first version. */
export interface VersionChange {
  service: string;
  before?: string;
  after: string;
}

/** The stack's file with other versions in it. */
export interface SetVersions {
  text: string;
  changes: VersionChange[];
  /** Services that have the version by now. */
  same: VersionChange[];
  /** What was wrong in the file before and still is. */
  wrong: readonly string[];
}

/**
 * `website=v2 sites=v7` → the stack's file with these versions, and nothing else changed in it. A group stands for its
 * services. What is wrong elsewhere in the file is no obstacle.
 * @throws UsageProblem TARGET_MALFORMED, TARGET_TWICE, SERVICE_UNKNOWN, CONFIG_INVALID, RULES_BROKEN, YAML_INVALID
 */
export function setVersions(targets: readonly string[], location: StackLocation, texts: StackTexts): SetVersions {
  const { raw } = parseStackText(stackFile(location), texts.text);
  const current = mapIn(raw.current);
  const known = [
    ...new Set([...Object.keys(current), ...Object.keys(mapIn(raw.services)), ...texts.files.byName.keys()]),
  ];
  const wanted = versionsOf(targets, mapIn(raw.groups));
  const unknown = [...wanted.keys()].filter((service) => !known.includes(service));
  if (unknown.length > 0) throw servicesUnknown(unknown, known, location);
  const all = [...wanted].map(([service, after]): VersionChange => {
    const { version } = mapIn(current[service]);
    return { service, ...(typeof version === "string" ? { before: version } : {}), after };
  });
  const changes = all.filter(({ before, after }) => before !== after);
  const edits = changes.map(({ service, before, after }) => ({
    service,
    release: inVersion({ ...mapIn(current[service]), version: before ?? "" }, after),
  }));
  const text = editStackFile(texts.text, edits, basesOf(texts.files, location.stack));
  const wrong = changes.length === 0 ? [] : refuseAddedProblems(location, texts, { ...texts, text });
  return { text, changes, same: all.filter((change) => !changes.includes(change)), wrong };
}

/** The version of a service that a stack's file gives it; undefined where it gives none, or is no such file. */
export function versionIn(text: string, service: string): string | undefined {
  try {
    const { version } = mapIn(mapIn(parseStackText("", text).raw.current)[service]);
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}

function versionsOf(targets: readonly string[], groups: PlainObject): Map<string, string> {
  const versions = new Map<string, string>();
  for (const target of targets) {
    const [name = "", version = "", ...rest] = target.split("=");
    if (name === "" || version === "" || rest.length > 0) {
      throw new UsageProblem({
        code: "TARGET_MALFORMED",
        what: `"${target}" is not SERVICE=VERSION`,
        next: "e.g. release set website=v2",
      });
    }
    const members = Object.hasOwn(groups, name) ? groups[name] : undefined;
    for (const service of Array.isArray(members) ? members.map(String) : [name]) {
      if (versions.has(service)) {
        throw new UsageProblem({
          code: "TARGET_TWICE",
          what: `${service} is named twice`,
          next: "name each service once",
        });
      }
      versions.set(service, version);
    }
  }
  return versions;
}

function servicesUnknown(unknown: readonly string[], known: readonly string[], location: StackLocation): UsageProblem {
  return new UsageProblem({
    code: "SERVICE_UNKNOWN",
    what: `stack ${location.stack} has no service ${unknown.map((name) => `"${name}"`).join(", ")}`,
    where: stackFile(location),
    details: unknown.map((name) => `${name}: ${suggest(name, known)}`),
    next: "check the name, or add the service: services/NAME.yaml, or releases:services",
  });
}
