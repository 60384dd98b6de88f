import type { ChangeKind } from "../../parameters/changeKinds.ts";
import type { ConfigChange } from "../../parameters/configDiff.ts";
import type { Style } from "./style.ts";

const titles: Record<ChangeKind, string> = {
  basic: "basic parameters (what a service is)",
  release: "release parameters (what runs)",
  stack: "the stack's own",
};

/** The changes by their kinds; what several stacks have alike is told once. */
export function configDiffLines(
  changes: readonly ConfigChange[],
  { ref, only, others }: { ref: string; only: ChangeKind | undefined; others: readonly ChangeKind[] },
  style: Style,
): string[] {
  if (changes.length === 0) return [`no parameter differs from ${ref}`];
  const kinds = (Object.keys(titles) as ChangeKind[]).filter((kind) => changes.some((change) => change.kind === kind));
  return [
    ...kinds.flatMap((kind) => [style.bold(titles[kind]), ...ofKind(changes.filter((change) => change.kind === kind))]),
    ...(others.length === 0
      ? []
      : [style.bad(`more than ${only ?? ""} parameters: ${others.map((kind) => titles[kind]).join(", ")}`)]),
  ];
}

function ofKind(changes: readonly ConfigChange[]): string[] {
  const alike = Map.groupBy(changes, ({ service, owner, change, fields }) =>
    JSON.stringify([service, owner, change, fields]),
  );
  return [...alike.values()].flatMap((same) => {
    const [{ service, owner, change, fields } = { change: "changed" as const, fields: [] }] = same;
    const stacks = same.flatMap(({ stack }) => stack ?? []).join(", ");
    const who = owner === undefined ? "" : `, of ${owner}`;
    const where = stacks === "" ? "no stack" : stacks;
    const did = change === "changed" ? "" : ` ${change}`;
    return [
      `  ${service === undefined ? where : `${service}${who}, in ${where}`}${did}`,
      ...fields.map(({ path, before, after }) => `    ${path}${valuesText(before, after)}`),
    ];
  });
}

function valuesText(before: string | undefined, after: string | undefined): string {
  if (before === undefined && after === undefined) return "";
  return `: ${before ?? "(none)"} → ${after ?? "(none)"}`;
}
