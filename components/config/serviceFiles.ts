import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageProblem } from "../../errors/problem.ts";
import { foundByRule } from "../rules/codes.ts";
import type { PlainObject } from "./layers.ts";
import { isServiceName, notAServiceName } from "./serviceName.ts";
import { suggest } from "./nearest.ts";
import { overridden } from "./override.ts";
import { parseServiceFile, readYaml, stacksKey, type ServiceFile } from "./serviceFile.ts";

/** The folder beside Pulumi.yaml whose files say what each service is: `services/website.yaml`. */
export const serviceFolder = "services";

/** The texts of a project's services, by file name (`website.yaml`). */
export type ServiceTexts = ReadonlyMap<string, string>;

/** What a project's services are, for all its stacks. */
export interface ServiceFiles {
  texts: ServiceTexts;
  byName: ReadonlyMap<string, ServiceFile>;
  /** What is wrong with them whatever the stack, a line each. */
  errors: readonly string[];
}

/** A project that says in its stacks' files what its services are. */
export const noServiceFiles: ServiceFiles = { texts: new Map(), byName: new Map(), errors: [] };

/** Reads them. What else stands in the folder is somebody else's. */
export function serviceTexts(projectDir: string): ServiceTexts {
  const folder = join(projectDir, serviceFolder);
  try {
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && isServiceFile(entry.name))
      .map(({ name }) => name)
      .sort();
    return new Map(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return new Map();
    throw error;
  }
}

function isServiceFile(name: string): boolean {
  return /\.ya?ml$/.test(name) && !name.startsWith(".");
}

/** @param stacks those that the project has, where that is known @throws UsageProblem YAML_INVALID with all that is wrong in any of them */
export function parseServiceFiles(texts: ServiceTexts, stacks: readonly string[] | undefined): ServiceFiles {
  const unreadable: string[] = [];
  const errors: string[] = [];
  const byName = new Map<string, ServiceFile>();
  for (const [fileName, text] of texts) {
    const file = `${serviceFolder}/${fileName}`;
    const read = readYaml(file, text);
    const name = fileName.replace(/\.ya?ml$/, "");
    if (Array.isArray(read)) {
      unreadable.push(...read);
    } else if (fileName.endsWith(".yml")) {
      errors.push(`${file}: a service's file is called ${serviceFolder}/${name}.yaml; rename it`);
    } else if (!isServiceName(name)) {
      errors.push(`${file}: ${notAServiceName(name)}`);
    } else {
      const service = parseServiceFile(name, file, read, errors);
      byName.set(name, service);
      if (stacks !== undefined) errors.push(...unknownStacks(service, stacks));
    }
  }
  if (unreadable.length > 0) throw invalidYaml(unreadable);
  return { texts, byName, errors };
}

/** What the file of a service comes to in a stack; undefined for one without a file. */
export function baseOf(files: ServiceFiles, service: string, stack: string): PlainObject | undefined {
  const file = files.byName.get(service);
  if (file === undefined) return undefined;
  const there = Object.hasOwn(file.stacks, stack) ? file.stacks[stack] : undefined;
  return there === undefined ? file.own : overridden(file.own, there);
}

const inServiceFile = new RegExp(`^(?:${foundByRule})?(${serviceFolder}/[^:]+):`);

/** The one file that all of these lines are about; the folder, of several; undefined where other files are among them. */
export function whereOf(lines: readonly string[]): string | undefined {
  const files = lines.map((line) => inServiceFile.exec(line)?.[1]);
  const [first] = files;
  if (first === undefined || files.includes(undefined)) return undefined;
  return files.every((file) => file === first) ? first : serviceFolder;
}

/** Most likely one with a letter wrong, whose differences would go unheard. */
function unknownStacks({ file, stacks: told, lineOf }: ServiceFile, stacks: readonly string[]): string[] {
  return Object.keys(told)
    .filter((stack) => !stacks.includes(stack))
    .map(
      (stack) =>
        `${file}:${lineOf([stacksKey, stack])}: ${stacksKey}.${stack}: there is no stack "${stack}"; ${suggest(stack, stacks)}`,
    );
}

function invalidYaml(details: string[]): UsageProblem {
  return new UsageProblem({
    code: "YAML_INVALID",
    what: `${serviceFolder}/ cannot be read as YAML`,
    where: serviceFolder,
    details,
    next: "mend the files; nothing was changed",
  });
}
