import type { StartOptions } from "./options.ts";

const fromShell = ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE_FILE", "PULUMI_STACK", "PULUMI_ACCESS_TOKEN"];

/**
 * The story's own settings: what a shell has for the person's real stacks is none of its business. A kubeconfig counts
 * where a context of it was named.
 */
export function useOwnEnvironment({ context }: StartOptions, env: NodeJS.ProcessEnv = process.env): void {
  for (const name of [...fromShell, ...(context === undefined ? ["KUBECONFIG"] : [])]) {
    Reflect.deleteProperty(env, name);
  }
  // That of the sample stacks, which hold no secret of anybody's.
  env.PULUMI_CONFIG_PASSPHRASE = "";
}
