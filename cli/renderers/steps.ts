import type { PropertyChange, ResourceStep } from "../../engine/events.ts";
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

/** Services named at the end of a plan; of more, only how many. */
const namedServices = 10;

/** A plan's resources with their property changes, a block a service; last how many services change and which. */
export function stepLines(steps: readonly ResourceStep[], style: Style): string[] {
  const changed = steps.filter(isChange);
  if (changed.length === 0) return [`${style.good("no change")} (${steps.length} resources)`];
  const names = servicesOf(changed);
  const own = changed.filter(({ service }) => service === undefined);
  return [
    ...(own.length === 0 ? [] : [style.bold("the stack itself"), ...own.flatMap((step) => objectLines(step, style))]),
    ...names.flatMap((name) =>
      serviceLines(
        name,
        changed.filter(({ service }) => service === name),
        style,
      ),
    ),
    style.dim(summary(names, servicesOf(steps).length, changed.length, steps.length)),
  ];
}

function isChange({ operation }: ResourceStep): boolean {
  return operation !== "same" && operation !== "read";
}

function servicesOf(steps: readonly ResourceStep[]): string[] {
  return [...new Set(steps.flatMap(({ service }) => service ?? []))].sort();
}

function serviceLines(name: string, steps: ResourceStep[], style: Style): string[] {
  const component = steps.find(isComponent);
  const objects = steps.filter((step) => !isComponent(step) && !isRandom(step));
  // Random ids follow from what else changes; alone, they are what there is to tell.
  const shown = objects.length > 0 ? objects : steps.filter((step) => !isComponent(step));
  const words = [
    ...(component?.operation === "create" ? [style.good("new")] : []),
    ...(component?.operation === "delete" ? [style.bad("gone")] : []),
    ...(steps.some(rollsPods) ? [style.warn("pods replaced")] : []),
  ];
  return [[style.bold(name), ...words].join("  "), ...inOrder(shown).flatMap((step) => objectLines(step, style))];
}

/** Steps come as they end, which differs from run to run. */
function inOrder(steps: ResourceStep[]): ResourceStep[] {
  const key = ({ type, name }: ResourceStep): string => `${kindOf(type)} ${name}`;
  return [...steps].sort((one, two) => key(one).localeCompare(key(two)));
}

/** Whether a Deployment's pods make way for new ones: they do with any change of their template. */
function rollsPods({ type, changes }: ResourceStep): boolean {
  return kindOf(type) === "Deployment" && changes.some(({ path }) => path.startsWith("spec.template"));
}

function isComponent({ type, name, service }: ResourceStep): boolean {
  return type.startsWith("releases:") && name === service;
}

function isRandom({ type }: ResourceStep): boolean {
  return type.startsWith("random:");
}

function objectLines(step: ResourceStep, style: Style): string[] {
  return [
    `  ${sign(step, style)} ${step.operation} ${kindOf(step.type)} ${step.name}`,
    ...telling(step.changes).map(({ path, before, after }) => {
      if (before === undefined) return `      ${style.good("+")} ${path}: ${after ?? ""}`;
      return after === undefined
        ? `      ${style.bad("-")} ${path}: ${before}`
        : `      ${style.warn("~")} ${path}: ${before} → ${after}`;
    }),
  ];
}

/** Without the release id, which is drawn anew with every change of the pods, where there is anything else. */
function telling(changes: readonly PropertyChange[]): readonly PropertyChange[] {
  const others = changes.filter(({ path }) => path !== 'metadata.annotations["releases/release-id"]');
  return others.length > 0 ? others : changes;
}

/** `2 of 4 services change: kiosk, shop (4 of 25 resources)` */
function summary(names: readonly string[], services: number, changed: number, resources: number): string {
  const resourcesText = `${changed} of ${resources} resources`;
  if (names.length === 0) return `no service changes (${resourcesText})`;
  const more = names.length > namedServices ? ` and ${names.length - namedServices} more` : "";
  const named = names.slice(0, namedServices).join(", ");
  return `${names.length} of ${services} services change: ${named}${more} (${resourcesText})`;
}

function sign({ operation }: ResourceStep, style: Style): string {
  if (operation === "create") return style.good(signs.create);
  return operation === "delete" ? style.bad(signs.delete) : style.warn(signs[operation]);
}
