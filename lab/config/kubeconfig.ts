import { stringify } from "yaml";

export interface KubeconfigParts {
  context: string;
  server: string;
  /** PEM text. */
  certificateAuthority: string;
  user: string;
  token: string;
}

/** A kubeconfig with one context and everything inside it, as YAML. */
export function kubeconfig(parts: KubeconfigParts): string {
  const { context, server, user, token } = parts;
  const authority = Buffer.from(parts.certificateAuthority).toString("base64");
  return stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: context, cluster: { server, "certificate-authority-data": authority } }],
      users: [{ name: user, user: { token } }],
      contexts: [{ name: context, context: { cluster: context, user } }],
      "current-context": context,
    },
    { lineWidth: 0 },
  );
}
