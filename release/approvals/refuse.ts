import type { Stack } from "../../parameters/stack.ts";
import { UsageProblem } from "../../errors/problem.ts";
import type { ReleaseRequest } from "../context.ts";
import type { ReleasePlan } from "../plan.ts";
import { needsApproval } from "./needed.ts";

/**
 * A proposal stands beside the records; before a stack's first release there is no place for either.
 * @throws UsageProblem APPROVAL_NO_PLACE
 */
export function refuseWithoutPlace(
  plan: ReleasePlan,
  { namespace, name, file, config }: Pick<Stack, "namespace" | "name" | "file" | "config">,
  request: ReleaseRequest,
): Promise<void> {
  if (config.approval === undefined || request.emergency !== undefined || !needsApproval(request, plan))
    return Promise.resolve();
  throw new UsageProblem({
    code: "APPROVAL_NO_PLACE",
    what: `others approve releases of stack ${name}, and there is no namespace ${namespace} where a proposal could stand; nothing was touched`,
    where: `${file}: releases:approval`,
    next: `make it (kubectl create namespace ${namespace}), then propose; what cannot wait: --emergency REASON, which is recorded`,
  });
}

/** What is one canary's end and another's begin cannot be approved as one. @throws UsageProblem APPROVAL_SUPERSEDES */
export function refuseToSupersede(
  superseded: readonly string[],
  { config }: Pick<Stack, "config">,
  emergency: string | undefined,
): void {
  if (superseded.length === 0 || config.approval === undefined || emergency !== undefined) return;
  throw new UsageProblem({
    code: "APPROVAL_SUPERSEDES",
    what: "others approve the begin of a canary, and an abort waits for nobody: the two do not go together",
    next: `release canary abort ${superseded.join(" ")}, then propose the other one without --supersede`,
  });
}
