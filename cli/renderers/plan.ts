import type { ReleasePlan } from "../../release/plan.ts";
import { removalText, type Removal } from "../../release/removal.ts";
import { describeGitTrouble } from "../../release/git.ts";
import { driftPlanLines } from "./drift.ts";
import type { Style } from "./style.ts";
import { counted } from "./units.ts";

const shownChanges = 12;

/** The plan, a block a service: what differs from its last good release. */
export function planLines(plan: ReleasePlan, style: Style): string[] {
  const trouble = plan.git === undefined ? undefined : describeGitTrouble(plan.git);
  return [
    ...plan.services.flatMap(({ service, before, changes }) => {
      const what = before === undefined ? style.good("new") : changes.length === 0 ? style.dim("no change") : "";
      if (before === undefined) return [`${style.bold(service)} ${what}`];
      return [
        `${style.bold(service)} ${what}`.trimEnd(),
        ...changes.slice(0, shownChanges).map(({ path, before: from, after: to }) => {
          if (from === undefined) return `  ${style.good("+")} ${path}: ${to ?? ""}`;
          return to === undefined
            ? `  ${style.bad("-")} ${path}: ${from}`
            : `  ${style.warn("~")} ${path}: ${from} → ${to}`;
        }),
        ...(changes.length > shownChanges ? [style.dim(`  and ${changes.length - shownChanges} more`)] : []),
      ];
    }),
    ...removalLines(plan.removals, style),
    ...(plan.unchanged.length > 0 ? [style.dim(`as before: ${unchangedText(plan)}`)] : []),
    ...(plan.pending.length > 0 ? [style.warn(`left for releases of their own: ${pendingText(plan)}`)] : []),
    ...(plan.drift === undefined ? [] : driftPlanLines(plan.drift, style)),
    ...(trouble === undefined ? [] : [style.warn(`git: ${trouble}`)]),
  ];
}

/** What leaves the stack, a line each: what serves there now, and what becomes of its data. */
export function removalLines(removals: readonly Removal[], style: Style): string[] {
  return removals.map((removal) => {
    const { service, renamedTo } = removal;
    const what = renamedTo === undefined ? style.bad("removed") : style.warn(`renamed to ${renamedTo}`);
    return `${style.bold(service)} ${what}: ${removalText(removal).slice(service.length + 1)}`;
  });
}

/** `docs v1 → v4, shop (3 changes)` */
function pendingText({ pending }: ReleasePlan): string {
  return pending
    .map(({ service, before, beforeUnknown, after, changes }) => {
      const [from, to] = [before?.release.version, after.release.version];
      if (from === undefined) return `${service} ${to} (new)`;
      if (from !== to) return `${service} ${from} → ${to}`;
      if (beforeUnknown === true) return `${service} (its basic parameters are not known)`;
      return `${service} (${counted(changes.length, "change")})`;
    })
    .join(", ");
}

function unchangedText({ services, unchanged }: ReleasePlan): string {
  return counted(unchanged.length, services.length > 0 ? "other service" : "service");
}
