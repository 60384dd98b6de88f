import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import type { Command } from "commander";
import { askLine, canAsk } from "../confirm.ts";
import { globalOptions } from "../globalOptions.ts";
import { answersFor, type InitOptions } from "../init/answers.ts";
import { ownPackage } from "../../host/ownPackage.ts";
import { packageSpec } from "../init/packageSpec.ts";
import { packageJson } from "../init/packageJson.ts";
import { projectFiles } from "../init/projectFiles.ts";
import { writeProject } from "../init/write.ts";
import { asked } from "../init/files/project.ts";
import { processOutput } from "../output.ts";

/** Begins a project: writes its files where none are. */
export async function init(folder: string | undefined, options: InitOptions, command: Command): Promise<void> {
  const { cwd = "." } = globalOptions(command);
  const output = processOutput(globalOptions(command));
  const target = resolve(cwd, folder ?? ".");
  const asTemplate = options.asTemplate === true;
  const ask = canAsk(output)
    ? async (question: string, suggestion: string) =>
        (await askLine(`${question}${suggestion === "" ? "" : ` [${suggestion}]`}: `)) || suggestion
    : undefined;
  const answers = await answersFor(target, options, ask);
  const own = ownPackage();
  const spec = options.package ?? packageSpec(own, asTemplate ? undefined : target);
  const named = packageJson(asTemplate ? asked.project : answers.project, spec, own);
  const result = await writeProject(target, projectFiles(answers, asTemplate), named);

  const place = relative(process.cwd(), target) || ".";
  const [stack = "staging"] = answers.stacks;
  const enter = place === "." ? "" : `cd ${place} && `;
  const { style } = output;
  const packed = spec.startsWith("file:") ? resolve(target, spec.slice("file:".length)) : undefined;
  const pack =
    packed === undefined || existsSync(packed) ? [] : [`npm pack ${own.folder} --pack-destination ${dirname(packed)}`];
  const steps = asTemplate
    ? [`pulumi new ${/^[./]/.test(place) ? place : `./${place}`}`]
    : [`${enter}npm install && npm test`, `npx release up --stack ${stack}`];
  const next = [...pack, ...steps];
  output.result(
    [
      ...result.written.map((file) => `${style.good("written")}    ${file}`),
      ...result.completed.map((file) => `${style.good("completed")}  ${file}: what it lacked`),
      ...result.kept.map((file) => `${style.warn("kept")}       ${file}: was there`),
      ...next.map((line, index) => `${index === 0 ? "next" : "then"}       ${line}`),
    ],
    { folder: target, ...result, next },
  );
}
