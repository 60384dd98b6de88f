import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Command } from "commander";
import { effectiveParameters } from "../../components/config/effective.ts";
import { configSchema } from "../../components/config/jsonSchema.ts";
import { checkRules } from "../../components/rules.ts";
import { useTemplates } from "../../components/templates.ts";
import { exitCodes } from "../../errors/problem.ts";
import { writeFileAtomic } from "../../host/atomicFile.ts";
import { readStack } from "../../parameters/stack.ts";
import { serviceNamed } from "../../release/verbs/serviceNamed.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";
import { locateStack } from "../project.ts";
import { schemaFile } from "../schemaFile.ts";
import { counted, table } from "../renderers/units.ts";

/** A service's effective parameters, and where each comes from. */
export function showConfig(name: string, command: Command): void {
  const stack = readStack(locateStack(globalOptions(command)));
  const { service } = serviceNamed(stack, name);
  const found = stack.config.services.find((candidate) => candidate.name === service);
  const output = processOutput(globalOptions(command));
  const values = found === undefined ? [] : effectiveParameters(found);
  const rows = values.map(({ path, value, from }) => [path, shown(value), output.style.dim(from)]);
  const head = ["PARAMETER", "VALUE", "FROM"].map(output.style.dim);
  output.result(
    table([head, ...rows], (text) => stripVTControlCharacters(text).length),
    values,
  );
}

/** Reports everything that is wrong. */
export function checkConfig(command: Command): void {
  const stack = readStack(locateStack(globalOptions(command)));
  const output = processOutput(globalOptions(command));
  const waived = checkRules(stack.config).filter((finding) => finding.waived !== undefined);
  output.result(
    [
      `${output.style.good("good")}: ${counted(stack.services.size, "service")} in ${stack.file}`,
      ...waived.map(({ code, service, waived: reason }) =>
        output.style.warn(`  ${code} waived for ${service}: ${reason ?? ""}`),
      ),
    ],
    { file: stack.file, services: [...stack.services.keys()], waived },
  );
}

/** Writes the JSON Schema that editors complete from, or compares. */
export async function writeSchema(options: { check?: boolean }, command: Command): Promise<void> {
  const { projectDir } = locateStack({ stack: "any", configFile: "any", ...cwdOf(command) });
  useTemplates(projectDir);
  const file = join(projectDir, schemaFile);
  const text = `${JSON.stringify(configSchema(), null, 2)}\n`;
  const output = processOutput(globalOptions(command));
  const same = (await readFile(file, "utf8").catch(() => "")) === text;
  if (options.check === true) {
    output.result(
      [same ? `${schemaFile} is up to date` : `${schemaFile} is out of date; next: release config schema`],
      { same },
    );
    if (!same) process.exitCode = exitCodes.usage;
    return;
  }
  if (!same) await writeFileAtomic(file, text);
  output.result([`${schemaFile} ${same ? "is up to date" : "written"}`], { file, written: !same });
}

function cwdOf(command: Command): { cwd?: string } {
  const { cwd } = globalOptions(command);
  return cwd === undefined ? {} : { cwd };
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
