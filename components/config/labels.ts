import { z } from "zod";
import { field, mapOf } from "./fields.ts";
import { labelValue, qualifiedPattern } from "./names.ts";

/** By these Kubernetes, we and whoever looks find the objects. */
const ours = "app\\.kubernetes\\.io/(name|instance|version|part-of|managed-by)$|track$|pod-template-hash$|releases/";

const key = field(z.string().regex(new RegExp(`^(?!${ours})${qualifiedPattern}$`)), "Key of a label.", {
  allowed:
    "a key like example.com/team; app.kubernetes.io/name, instance, version, part-of and managed-by, track and pod-template-hash are set by releases",
});

export function labels(description: string) {
  return mapOf(key, labelValue("Value of the label."), description);
}
