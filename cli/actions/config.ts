import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Command } from "commander";
import { readText } from "../../components/config/stackFile.ts";
import { checkRules } from "../../components/rules.ts";
import { useOwnParts } from "../../components/ownParts.ts";
import { exitCodes } from "../../errors/problem.ts";
import { writeFileAtomic } from "../../host/atomicFile.ts";
import { listedParameters } from "../../parameters/listed.ts";
import { stackFile } from "../../parameters/location.ts";
import { standingOverrides } from "../../parameters/overrides.ts";
import { readStack } from "../../parameters/stack.ts";
import { serviceNamed } from "../../release/verbs/serviceNamed.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";
import { locateStack } from "../project.ts";
import { schemaFiles, schemaText } from "../schemaFile.ts";
import { counted, table } from "../renderers/units.ts";

/** A service's effective parameters, and where each comes from. */
export function showConfig(name: string, command: Command): void {
  const stack = readStack(locateStack(globalOptions(command)));
  const { service } = serviceNamed(stack, name);
  const values = listedParameters(stack, service);
  const output = processOutput(globalOptions(command));
  const rows = values.map(({ path, value, from, at }) => [
    path,
    shown(value),
    output.style.dim(at === undefined ? from : `${from} ${at}`),
  ]);
  const head = ["PARAMETER", "VALUE", "FROM"].map(output.style.dim);
  output.result(
    table([head, ...rows], (text) => stripVTControlCharacters(text).length),
    values,
  );
}

/** Reports everything that is wrong. */
export function checkConfig(command: Command): void {
  const location = locateStack(globalOptions(command));
  const stack = readStack(location);
  const output = processOutput(globalOptions(command));
  const { files } = stack;
  const text = readText(stackFile(location), stack.name);
  const overrides = [...standingOverrides(text, { file: stack.file, stack: stack.name, files }).values()];
  const others = [...files.byName.values()].filter(({ name }) => !stack.services.has(name));
  const waived = checkRules(stack.config).filter((finding) => finding.waived !== undefined);
  output.result(
    [
      `${output.style.good("good")}: ${counted(stack.services.size, "service")} in ${stack.file}`,
      ...overrides.map((line) => `  ${line}`),
      ...(others.length === 0
        ? []
        : [`  without a version, so not in this stack: ${others.map(({ file }) => file).join(", ")}`]),
      ...waived.map(({ code, service, waived: reason }) =>
        output.style.warn(`  ${code} waived for ${service}: ${reason ?? ""}`),
      ),
    ],
    {
      file: stack.file,
      services: [...stack.services.keys()],
      waived,
      ...(files.texts.size === 0 ? {} : { overrides, others: others.map(({ name }) => name) }),
    },
  );
}

/** Writes the JSON Schemas that editors complete from, or compares. */
export async function writeSchema(options: { check?: boolean }, command: Command): Promise<void> {
  const { projectDir } = locateStack({ stack: "any", configFile: "any", ...cwdOf(command) });
  useOwnParts(projectDir);
  const output = processOutput(globalOptions(command));
  const schemas = await Promise.all(
    Object.entries(schemaFiles).map(async ([name, schema]) => {
      const file = join(projectDir, name);
      const text = schemaText(schema());
      return { name, file, text, same: (await readFile(file, "utf8").catch(() => "")) === text };
    }),
  );
  if (options.check === true) {
    const lines = schemas.map(({ name, same }) =>
      same ? `${name} is up to date` : `${name} is out of date; next: release config schema`,
    );
    const same = schemas.every((schema) => schema.same);
    output.result(lines, { same });
    if (!same) process.exitCode = exitCodes.usage;
    return;
  }
  for (const { file, text, same } of schemas) if (!same) await writeFileAtomic(file, text);
  const files = schemas.map(({ file, same }) => ({ file, written: !same }));
  output.result(
    schemas.map(({ name, same }) => `${name} ${same ? "is up to date" : "written"}`),
    { ...files[0], files },
  );
}

function cwdOf(command: Command): { cwd?: string } {
  const { cwd } = globalOptions(command);
  return cwd === undefined ? {} : { cwd };
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
