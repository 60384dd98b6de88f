import type { KubeConfig } from "@kubernetes/client-node";
import { userIn } from "./impersonation.ts";

/**
 * Has the token of a user that is kept in a file (`tokenFile`), as a pod's is, read there, and anew every minute, as kubectl
 * does: the client library does not know the word.
 */
export function useTokenFile(kubeConfig: KubeConfig, kubeconfigs: readonly string[], name: string): void {
  const tokenFile = kubeconfigs
    .filter((kubeconfig) => kubeconfig.includes("tokenFile"))
    .map((kubeconfig) => userIn(kubeconfig, name)?.tokenFile)
    .find((path) => typeof path === "string");
  if (tokenFile === undefined) return;
  kubeConfig.users = kubeConfig.users.map((user) =>
    user.name === name ? { ...user, authProvider: { name: "tokenFile", config: { tokenFile } } } : user,
  );
}
