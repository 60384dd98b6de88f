import { z } from "zod";
import { annotations } from "./annotations.ts";
import { listAsKubernetes } from "./asKubernetes.ts";

/** The service's own ServiceAccount, and what it may do. */
export const account = z
  .strictObject({
    annotations: annotations("Annotations of the account, for the workload identity of a cloud.").prefault({}),
    rules: listAsKubernetes(
      "PolicyRule",
      "What the account may do in its namespace (a Role): {apiGroups, resources, resourceNames, verbs}.",
    ).default([]),
  })
  .describe("The service's own ServiceAccount.");
