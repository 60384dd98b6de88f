import type { Answers } from "../answers.ts";

/** Placeholders that `pulumi new` fills in. */
export const asked = { project: "${PROJECT}", description: "${DESCRIPTION}" } as const;

/** `Pulumi.yaml`. */
export function pulumiYaml({ project }: Answers, asTemplate: boolean): string {
  const template = `template:
  description: Zero-downtime releases of a team's services on Kubernetes
`;
  return `name: ${project}
description: ${asTemplate ? asked.description : "Zero-downtime releases of a team's services"}
# Node itself reads TypeScript.
runtime: { name: nodejs, options: { typescript: false } }
main: index.ts
# Where state, history and locks are kept: this folder's .pulumi, for one person. A team names a bucket (s3://…) or a
# Pulumi Cloud (https://…); PULUMI_BACKEND_URL overrides it.
backend: { url: "file://." }
${asTemplate ? template : ""}`;
}

/** Who is asked about a change. */
export function codeowners({ owner, service, stacks }: Answers): string {
  const team = `@example/${owner.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
  const rows = [
    ["*", "@example/platform"],
    ["/services/", "@example/platform"],
    [`/services/${service}.yaml`, team],
    ...stacks.map((stack) => [`/Pulumi.${stack}.yaml`, "@example/releasers"]),
    ["/templates/", "@example/platform"],
  ] as [string, string][];
  const width = Math.max(...rows.map(([path]) => path.length)) + 1;
  return `# For GitHub and GitLab; the last match wins. Put your own teams in the place of @example's.
# What a service is (basic parameters) stands in services/ and belongs to its owners; what runs (release parameters) in the
# stacks' files, to whoever releases. \`release config diff main\` says which of the two a change is.
${rows.map(([path, who]) => `${path.padEnd(width)}${who}`).join("\n")}
`;
}

/** What stays on this machine. */
export const gitignore = `node_modules/
.pulumi/
`;

/** For editors: Node reads the program without. */
export const tsconfig = `${JSON.stringify(
  {
    compilerOptions: {
      target: "es2024",
      module: "nodenext",
      types: ["node", "mocha"],
      strict: true,
      erasableSyntaxOnly: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      skipLibCheck: true,
    },
  },
  null,
  2,
)}
`;
