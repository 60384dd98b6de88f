import { z } from "zod";
import { field, mapOf } from "./fields.ts";
import { labelValue, qualifiedPattern } from "./names.ts";

const key = field(
  z.string().regex(new RegExp(`^(?!pod-template-hash$|releases/)${qualifiedPattern}$`)),
  "Key of a label.",
  {
    allowed: "a key like example.com/team; pod-template-hash and releases/... are set by releases",
  },
);

export function labels(description: string) {
  return mapOf(key, labelValue("Value of the label."), description);
}
