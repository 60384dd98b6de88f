import type { Project } from "./projects.ts";
import { reasonFor, reasons } from "./reasons.ts";

interface Compared {
  project: Project;
  /** Every difference between its manifests and ours. */
  lines: readonly string[];
}

/** docs/public.md: how the services of public projects are said here, and what is other than it was. */
export function page(compared: readonly Compared[]): string {
  return `${[
    "# Public projects' services as stack files",
    "<!-- Written by test/components/public/public.test.ts; edit the projects and reasons there. -->",
    `Services of ${compared.length} public projects, their manifests' facts written anew, and the same services in a stack's file. The ` +
      "table counts what it takes, and in how many fields, after the API server's defaults, `release render` gives something " +
      "else; the lists below say why. No other difference passes the tests.",
    "## What it takes",
    table(compared),
    "## Why a field differs",
    [...reasons.map(({ name, why }) => `- **${name}**: ${why}`)].join("\n"),
    "## What is a project's own",
    ...compared.flatMap(({ project }) => ownDifferences(project)),
  ].join("\n\n")}\n`;
}

function table(compared: readonly Compared[]): string {
  const rows = compared.map(({ project, lines }) => [
    project.name,
    project.stack.services.map(({ name }) => name).join(", "),
    String(project.parameters),
    String(project.patches),
    [...new Set(project.stack.services.flatMap(({ waivers }) => Object.keys(waivers)))].sort().join(" "),
    counted(lines),
  ]);
  const all = [["Project", "Services", "Parameters", "Patches", "Rules waived", "Fields that differ"], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  return [line(all[0]!), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

function counted(lines: readonly string[]): string {
  const names = [...reasons.map(({ name }) => name), "own"];
  const of = lines.map((line) => reasonFor(line) ?? "own");
  const counts = names.map((name) => [name, of.filter((reason) => reason === name).length] as const);
  return counts.flatMap(([name, count]) => (count === 0 ? [] : [`${name} ${count}`])).join(", ");
}

function ownDifferences({ name, differences }: Project): string[] {
  const entries = Object.entries(differences);
  if (entries.length === 0) return [];
  const lines = entries.flatMap(([why, all]) => [`- ${why}:`, ...all.map((line) => `  - \`${line}\``)]);
  return [`### ${name}`, lines.join("\n")];
}
