import type { AnyManifest } from "./manifest.ts";

/** An object's type in Pulumi: `kubernetes:apps/v1:Deployment`, `kubernetes:core/v1:Service`. */
export function typeOf({ apiVersion, kind }: Pick<AnyManifest, "apiVersion" | "kind">): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}
