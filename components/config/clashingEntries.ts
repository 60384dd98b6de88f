import type { Service } from "./stackConfig.ts";
import { extraContainers } from "./containerErrors.ts";
import { fileKey } from "./fileKey.ts";

/** What becomes an entry of the service's ConfigMap or Secret. */
interface Entry {
  /** Where it stands, below the service: `secretFiles./token`. */
  at: string;
  /** As a person calls it: `/token`, `variable token`. */
  what: string;
  name: string;
}

/**
 * Two of a service's files, or a secret variable and a file, that would be one entry: one value would be lost. Other
 * names for them would do, but names that are in use must not change, or every pod rolls.
 */
export function clashingEntries(service: Service): string[] {
  const { name, files, secrets, secretFiles } = service;
  const others = extraContainers(service).flatMap(({ at, holder }) => {
    const [, container = ""] = at.split(".");
    return Object.keys(holder.secrets).map((variable) => ({
      at: `${at}secrets.${variable}`,
      what: `variable ${variable} of ${container}`,
      name: `${container}.${variable}`,
    }));
  });
  const file = (map: string) => (path: string) => ({ at: `${map}.${path}`, what: path, name: fileKey(path) });
  const variables = Object.keys(secrets).map((variable) => ({
    at: `secrets.${variable}`,
    what: `variable ${variable}`,
    name: variable,
  }));
  return [
    ...clashes("ConfigMap", Object.keys(files).map(file("files"))),
    ...clashes("Secret", [...variables, ...Object.keys(secretFiles).map(file("secretFiles")), ...others]),
  ].map((line) => `releases:services.${name}.${line}`);
}

function clashes(kind: "ConfigMap" | "Secret", entries: Entry[]): string[] {
  return entries.flatMap(({ at, what, name }, index) => {
    const earlier = entries.slice(0, index).find((entry) => entry.name === name);
    if (earlier === undefined) return [];
    return [
      `${at}: ${what} and ${earlier.what} would be one entry "${name}" of the ${kind}; give the file another path`,
    ];
  });
}
