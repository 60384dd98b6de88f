import { existsSync, readFileSync } from "node:fs";
import type { KubeConfig } from "@kubernetes/client-node";
import { userIn } from "./impersonation.ts";

/**
 * Has the token of a user that is kept in a file (`tokenFile`), as a pod's is, read there, and anew every minute, as kubectl
 * does: the client library does not know the word.
 */
export function useTokenFile(kubeConfig: KubeConfig, files: readonly string[], name: string): void {
  const tokenFile = files
    .filter((file) => existsSync(file) && readFileSync(file, "utf8").includes("tokenFile"))
    .map((file) => userIn(file, name)?.tokenFile)
    .find((path) => typeof path === "string");
  if (tokenFile === undefined) return;
  kubeConfig.users = kubeConfig.users.map((user) =>
    user.name === name ? { ...user, authProvider: { name: "tokenFile", config: { tokenFile } } } : user,
  );
}
