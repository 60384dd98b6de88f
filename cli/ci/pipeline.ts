/** What a pipeline is written for. */
export interface PipelineParts {
  /** Of the releases: in the order of releasing; the last waits for an approval where its name says prod. */
  stacks: readonly string[];
  /** The branch that is released. */
  branch: string;
  /** Of a service. */
  service: string;
  /** Without a tag. */
  image: string;
  /** Where the releases' repository is: `https://git.example/team/releases.git`. */
  releases: string;
}

/** One system: where its file is, and what stands in it. */
export interface CiSystem {
  /** From the root of the repository. */
  releases: { path: string; text: (parts: PipelineParts) => string };
  service: { path: string; text: (parts: PipelineParts) => string };
}

/** Lines at a depth, as a block of YAML has them. */
export function indented(lines: readonly string[], spaces: number): string {
  return lines.map((line) => `${" ".repeat(spaces)}${line}`.trimEnd()).join("\n");
}

export const written = (system: string): string =>
  `# Written by \`release ci ${system}\`, and yours from now on; docs/git.md says what each part is for.`;
