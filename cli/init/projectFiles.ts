import type { Answers } from "./answers.ts";
import { programText, templateText, testText } from "./files/program.ts";
import { asked, codeowners, gitignore, pulumiYaml, tsconfig } from "./files/project.ts";
import { serviceFileText } from "./files/serviceFile.ts";
import { stackFileText } from "./files/stackFile.ts";

/** The files of a new project but package.json, by their paths in its folder. */
export function projectFiles(answers: Answers, asTemplate: boolean): Map<string, string> {
  const filled = asTemplate ? { ...answers, project: asked.project } : answers;
  return new Map([
    ["Pulumi.yaml", pulumiYaml(filled, asTemplate)],
    ...answers.stacks.map((stack) => [`Pulumi.${stack}.yaml`, stackFileText(filled, stack, asTemplate)] as const),
    [`services/${filled.service}.yaml`, serviceFileText(filled)],
    ["index.ts", programText],
    ["templates/team.ts", templateText],
    ["test/stacks.test.ts", testText],
    ["tsconfig.json", tsconfig],
    ["CODEOWNERS", codeowners(filled)],
    [".gitignore", gitignore],
  ]);
}
