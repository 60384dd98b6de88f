import type { ResourceStep } from "../../release/events.ts";
import type { Style } from "./style.ts";
import { kindOf } from "./words.ts";

const signs: Record<ResourceStep["operation"], string> = {
  create: "+",
  update: "~",
  replace: "±",
  delete: "-",
  same: " ",
  read: " ",
  refresh: "~",
};

/** A plan's resources with their property changes, grouped under the services they belong to. */
export function stepLines(steps: readonly ResourceStep[], style: Style): string[] {
  const changed = steps.filter(({ operation }) => operation !== "same" && operation !== "read");
  const same = steps.length - changed.length;
  if (changed.length === 0) return [`${style.good("no change")} (${same} resources)`];
  return [
    ...changed.flatMap((step) => [
      `${sign(step, style)} ${step.operation} ${kindOf(step.type)} ${style.bold(step.name)}`,
      ...step.changes.map(({ path, before, after }) => {
        if (before === undefined) return `    ${style.good("+")} ${path}: ${after ?? ""}`;
        return after === undefined
          ? `    ${style.bad("-")} ${path}: ${before}`
          : `    ${style.warn("~")} ${path}: ${before} → ${after}`;
      }),
    ]),
    style.dim(`${changed.length} to change, ${same} as they are`),
  ];
}

function sign({ operation }: ResourceStep, style: Style): string {
  if (operation === "create") return style.good(signs.create);
  return operation === "delete" ? style.bad(signs.delete) : style.warn(signs[operation]);
}
