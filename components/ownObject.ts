import * as pulumi from "@pulumi/pulumi";
import { getVersion } from "@pulumi/kubernetes/utilities.js";
import type { AnyManifest } from "./objects/manifest.ts";
import { typeOf } from "./objects/typeOf.ts";

/** One object as it is written: of any kind, also one that Pulumi's SDK has no class for. */
export class OwnObject extends pulumi.CustomResource {
  constructor(name: string, manifest: AnyManifest, options: pulumi.CustomResourceOptions) {
    // Without its version it would be another provider than the others'.
    super(typeOf(manifest), name, manifest, { ...options, version: getVersion() });
  }
}
