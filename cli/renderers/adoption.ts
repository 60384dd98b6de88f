import { serviceFolder } from "../../components/config/serviceFiles.ts";
import type { AdoptOutcome } from "../../release/adopt/adopt.ts";
import type { FieldChange } from "../../release/adopt/compare.ts";
import type { Draft } from "../../release/adopt/draft.ts";
import type { Adoption } from "../../release/adopt/plan.ts";
import type { NotTaken } from "../../release/adopt/workload.ts";
import { describeChanges } from "../../records/record.ts";
import type { Style } from "./style.ts";

/** What would be written, and what would change: all that a person needs for a yes. */
export function adoptionLines(adoption: Adoption, style: Style): string[] {
  const { drafts, refused, left, stack, before, after, newFiles } = adoption;
  return [
    ...drafts.flatMap((draft) => draftLines(draft, style)),
    "",
    ...[...newFiles].flatMap(([name, text]) => [
      `into ${serviceFolder}/${name}:`,
      ...text
        .trimEnd()
        .split("\n")
        .map((line) => style.good(`+ ${line}`)),
    ]),
    `into ${stack.file}:`,
    ...addedLines(before, after).map((line) => style.good(`+ ${line}`)),
    ...section("not taken over:", refused, style),
    ...section("left as it is:", left, style),
  ];
}

function draftLines({ name, version, objects, changes, made }: Draft, style: Style): string[] {
  const lines = changes.flatMap((object) => [
    `  ${object.kind} ${object.name}`,
    ...object.fields.map((field) => `    ${fieldLine(field, style)}`),
  ]);
  return [
    `${style.bold(name)} ${version}  takes over ${objects.join(", ")}; ${style.good("no pod is replaced")}`,
    ...(lines.length === 0 ? [style.dim("  nothing changes")] : lines),
    ...made.map(({ kind, name: of }) => `  ${style.good("+")} ${kind} ${of} is made`),
  ];
}

function fieldLine({ path, before, after }: FieldChange, style: Style): string {
  if (before === undefined) return `${style.good("+")} ${path}: ${shown(after)}`;
  if (after === undefined) return `${style.bad("-")} ${path}: ${shown(before)}`;
  return `${style.warn("~")} ${path}: ${shown(before)} → ${shown(after)}`;
}

const longest = 80;

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** The lines that the file gains; it loses none but an empty map. */
function addedLines(before: string, after: string): string[] {
  const old = new Map<string, number>();
  for (const line of before.split("\n")) old.set(line, (old.get(line) ?? 0) + 1);
  return after.split("\n").filter((line) => {
    const left = old.get(line) ?? 0;
    old.set(line, left - 1);
    return left <= 0 && line !== "";
  });
}

function section(title: string, objects: readonly NotTaken[], style: Style): string[] {
  if (objects.length === 0) return [];
  return ["", title, ...objects.map(({ kind, name, why }) => `  ${style.warn(`${kind} ${name}`)}: ${why}`)];
}

export function adoptionJson({ namespace, drafts, refused, left }: Adoption) {
  return { namespace, services: drafts, refused, left };
}

export function adoptedLines({ record, notes }: AdoptOutcome, style: Style): string[] {
  return [
    `${style.good("adopted")}: ${describeChanges(record.changes)} (${record.id})`,
    ...notes.map((note) => `  ${note}`),
    "  next: release status; a release, a rollback and all else work on it from now on",
  ];
}

export function undoneLines({ record, notes }: AdoptOutcome, style: Style): string[] {
  return [
    `${style.good("let go")}: ${(record.takenOut ?? []).join(", ")} (${record.id})`,
    ...notes.map((note) => `  ${note}`),
    "  what runs was not touched, and is no longer this stack's",
  ];
}
