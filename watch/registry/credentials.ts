import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** `user:password` in base64, by a registry's host; undefined where none is known. */
export type Credentials = (host: string) => string | undefined;

/**
 * Those of docker's own file, which is also what a Secret of type kubernetes.io/dockerconfigjson holds: `config.json` in
 * $DOCKER_CONFIG, else in ~/.docker. Read anew each time: they rotate. Helpers that keep them elsewhere are not asked.
 */
export function dockerCredentials(env: NodeJS.ProcessEnv = process.env): Credentials {
  const file = join(env.DOCKER_CONFIG ?? join(homedir(), ".docker"), "config.json");
  return (host) => {
    try {
      const { auths = {} } = JSON.parse(readFileSync(file, "utf8")) as {
        auths?: Record<string, { auth?: string; username?: string; password?: string }>;
      };
      const entry = Object.hasOwn(auths, host)
        ? auths[host]
        : Object.hasOwn(auths, `https://${host}`)
          ? auths[`https://${host}`]
          : undefined;
      if (entry?.auth !== undefined && entry.auth !== "") return entry.auth;
      if (entry?.username === undefined) return undefined;
      return Buffer.from(`${entry.username}:${entry.password ?? ""}`).toString("base64");
    } catch {
      return undefined;
    }
  };
}
