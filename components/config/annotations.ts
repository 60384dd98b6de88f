import { z } from "zod";
import { field, mapOf, scalarText } from "./fields.ts";
import { qualifiedPattern } from "./names.ts";

/** kubectl's stamp is the scheduled restart's too: set here, it would be put back by the next release. */
const ours = "releases/|kubectl\\.kubernetes\\.io/restartedAt$";

const key = field(z.string().regex(new RegExp(`^(?!${ours})${qualifiedPattern}$`)), "Key of an annotation.", {
  allowed: "a key like example.com/name; releases/... and kubectl.kubernetes.io/restartedAt are set by releases",
});

/** Annotations for other programs in the cluster, beside our own. */
export function annotations(description: string) {
  return mapOf(key, scalarText("Value of the annotation."), description);
}
