import { z } from "zod";
import { duration, integer, text } from "./fields.ts";

/** `releases:approval` */
export const approval = z
  .strictObject({
    from: text(
      "Group whose members approve, as the API server names it (kubectl auth whoami).",
      "the name of a group, like shop-approvers or oidc:sre",
      /^\S(.*\S)?$/,
    ),
    count: integer("How many of them, never whoever proposed it; default 1.", 1, 10, "people").default(1),
    expires: duration(
      "Time for which a release stands proposed, and an approval lets it through; default 24h.",
      600,
      2_592_000,
    ).prefault("24h"),
  })
  .describe(
    "Who approves a release before it begins, but a way back: approval.md. Default none: whoever may release does.",
  );

export type ApprovalParameters = z.output<typeof approval>;
