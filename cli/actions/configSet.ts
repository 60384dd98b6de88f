import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { parse } from "yaml";
import { stacksKey } from "../../components/config/serviceFile.ts";
import { parseServiceFiles, type ServiceFiles } from "../../components/config/serviceFiles.ts";
import { knownStacks, stacksIn } from "../../components/config/knownStacks.ts";
import { readText } from "../../components/config/stackFile.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { writeFileAtomic } from "../../host/atomicFile.ts";
import { encryptValue } from "../../engine/encrypt.ts";
import { fileChanged } from "../../parameters/fileChanged.ts";
import { refuseAddedProblems } from "../../parameters/addedProblems.ts";
import { configPlace, removeConfigValue, setConfigValue, standsThere } from "../../parameters/configEdit.ts";
import type { ConfigPlace } from "../../parameters/configEdit.ts";
import { placeOfEdit } from "../../parameters/placeOfEdit.ts";
import { serviceFiles } from "../../parameters/stack.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";
import { locateStack } from "../project.ts";
import { findCli } from "../findCli.ts";
import { readSecret } from "../readSecret.ts";
import { stackFile, type StackLocation } from "../../parameters/location.ts";

/** Sets one value in the file that says it, the stack's or a service's; a secret comes from stdin. */
export async function setConfig(
  key: string,
  value: string | undefined,
  options: { secret?: boolean; onlyThisStack?: boolean },
  command: Command,
): Promise<void> {
  const place = configPlace(key);
  const secret = options.secret === true;
  if (secret) refuseSecretArgument(place, key, value);
  else if (value === undefined) throw valueMissing(key);
  const content = secret ? await readSecret(key) : plainValue(place, value ?? "");
  await edit(command, place, options.onlyThisStack === true, async (text, at, location) => {
    if (!secret) {
      if (standsThere(text, at) === "secret") throw secretStands(key, location);
      return setConfigValue(text, at, content);
    }
    const { env } = process;
    const cli = { pulumi: await findCli(env), env };
    const { secure, newSalt } = await encryptValue(String(content), text, location, cli);
    return setConfigValue(text, at, { secure }, newSalt);
  });
}

/** Takes one value out of the file that says it. */
export async function removeConfig(key: string, command: Command): Promise<void> {
  await edit(command, configPlace(key), false, (text, at) => removeConfigValue(text, at) ?? text);
}

/** Reads, edits, checks, writes. @throws UsageProblem CONFIG_INVALID, RULES_BROKEN, FILE_CHANGED, FILE_UNWRITABLE */
async function edit(
  command: Command,
  asked: ConfigPlace,
  only: boolean,
  change: (text: string, at: ConfigPlace, location: StackLocation) => string | Promise<string>,
): Promise<void> {
  const location = locateStack(globalOptions(command));
  const { stack } = location;
  const files = serviceFiles(location);
  const stackText = readText(stackFile(location), stack);
  const place = placeOfEdit(asked, stackText, { files, stack, only });
  const { inFile } = place;
  const file = inFile === undefined ? stackFile(location) : join(location.projectDir, inFile.file);
  const before = inFile === undefined ? stackText : (files.texts.get(basename(file)) ?? "");
  const after = await change(before, place, location);
  const wrong =
    inFile === undefined
      ? refuseAddedProblems(location, { text: before, files }, { text: after, files })
      : refuseInAnyStack(location, stackText, files, basename(file), after);
  if (readFileSync(file, "utf8") !== before) throw fileChanged(file);
  if (after !== before) await writeFileAtomic(file, after);
  const name = [place.key, ...place.path].join(".");
  const did = after === before ? "already so" : standsThere(after, place) === "nothing" ? "taken out" : "written";
  const output = processOutput(globalOptions(command));
  output.result(
    [
      `${name}: ${did} in ${inFile === undefined ? basename(file) : `${inFile.file}, ${stacksOf(inFile.path)}`}`,
      ...(wrong.length === 0
        ? []
        : [output.style.warn(`  still wrong in the file: ${wrong.length}; next: release config check`)]),
      ...(wrong.length > 0 || after === before ? [] : ["  next: release up"]),
    ],
    { file, key: name, written: after !== before, wrong },
  );
}

function stacksOf([first, stack]: readonly string[]): string {
  return first === stacksKey ? `for ${stack ?? ""} alone` : "for every stack that does not say otherwise";
}

/** A service's file counts in every stack of the project. @returns what is still wrong in the one that was named */
function refuseInAnyStack(
  location: StackLocation,
  text: string,
  files: ServiceFiles,
  name: string,
  edited: string,
): readonly string[] {
  const { projectDir } = location;
  const changed = parseServiceFiles(new Map(files.texts).set(name, edited), knownStacks(projectDir, location.stack));
  const others = stacksIn(projectDir).filter((stack) => stack !== location.stack);
  for (const stack of others) {
    const other = { projectDir, stack };
    const own = readText(stackFile(other), stack);
    refuseAddedProblems(other, { text: own, files }, { text: own, files: changed }, `stack ${stack}`);
  }
  return refuseAddedProblems(location, { text, files }, { text, files: changed });
}

/** Texts stay texts; within our own structured keys numbers, lists and maps are what they look like. */
function plainValue({ key, path }: ConfigPlace, text: string): unknown {
  if (path.length === 0 && !["releases:cluster", "releases:groups"].includes(key)) return text;
  try {
    const value = parse(text) as unknown;
    // 1.10 and 007 are texts: as numbers they would come back as something else.
    return value === null || (typeof value === "number" && String(value) !== text) ? text : value;
  } catch {
    return text;
  }
}

function refuseSecretArgument({ path }: ConfigPlace, key: string, value: string | undefined): void {
  if (path.length > 0) {
    throw new UsageProblem({
      code: "SECRET_MISPLACED",
      what: `${key} is a parameter of a service and cannot be secret`,
      next: "give the secret a key of its own, e.g. dbPassword, and name it in the service's secrets",
    });
  }
  if (value === undefined) return;
  throw new UsageProblem({
    code: "SECRET_AS_ARGUMENT",
    what: "a secret is not taken as an argument: it would stand in the list of processes and in the shell's history",
    next: `take it as known by now and choose another, then: release config set --secret ${key}, which asks for it`,
  });
}

function valueMissing(key: string): UsageProblem {
  return new UsageProblem({
    code: "VALUE_MISSING",
    what: `no value for ${key} was given`,
    next: `release config set ${key} VALUE, or release config set --secret ${key}`,
  });
}

function secretStands(key: string, location: StackLocation): UsageProblem {
  return new UsageProblem({
    code: "SECRET_STANDS",
    what: `${key} is a secret; in plain text everybody could read it`,
    where: stackFile(location),
    next: `release config set --secret ${key}; if it is to be a secret no more, before that: release config rm ${key}`,
  });
}
