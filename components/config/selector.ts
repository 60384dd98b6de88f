import { z } from "zod";
import { field, mapOf } from "./fields.ts";
import { labelValue, qualifiedPattern } from "./names.ts";

const key = field(z.string().regex(new RegExp(`^(?!pod-template-hash$)${qualifiedPattern}$`)), "Key of a label.", {
  allowed: "a key like app or example.com/name",
});

/** How the pods of a service that was adopted are found: a Deployment keeps the selector it was made with. */
export const selector = mapOf(
  key,
  labelValue("Value of the label."),
  "Labels by which the pods were found before the service was adopted (release adopt); they never change. Default our own.",
);
