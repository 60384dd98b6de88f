import type { ApprovalTerms } from "../../records/approval.ts";
import type { ReleaseRecord } from "../../records/record.ts";

/** Who is asked of a release, and who of those after it, where that changes with it. */
export interface TermsInForce {
  /** Undefined: nobody. */
  asked: ApprovalTerms | undefined;
  next?: ApprovalTerms | "nobody";
}

/**
 * Whoever may write the stack's file could take `releases:approval` out of it, and release that: so it holds as it was
 * released last, until a release that was approved by it has changed it. To ask more of the same group needs nobody. Pure.
 * @param file what the stack's file says now
 * @param records newest first
 */
export function termsInForce(
  file: ApprovalTerms | undefined,
  records: readonly Pick<ReleaseRecord, "result" | "approval">[],
): TermsInForce {
  const said = file === undefined ? undefined : { from: file.from, count: file.count };
  const last = records.find(({ result, approval }) => result === "succeeded" && approval !== undefined)?.approval;
  const before = last?.next ?? (last === undefined ? "nobody" : { from: last.from, count: last.count });
  if (before === "nobody") return { asked: said };
  if (said?.from === before.from && said.count >= before.count) return { asked: said };
  return { asked: before, next: said ?? "nobody" };
}

/** `from then on nobody approves`, `from then on 1 of sre approve` */
export function nextText(next: ApprovalTerms | "nobody"): string {
  return `from then on ${next === "nobody" ? "nobody is asked" : `${next.count} of ${next.from} ${next.count === 1 ? "is" : "are"} asked`}`;
}
