import { createHash } from "node:crypto";
import { basename } from "node:path";
import { knownStacks } from "../../components/config/knownStacks.ts";
import {
  parseServiceFiles,
  serviceFolder,
  serviceTexts,
  type ServiceFiles,
} from "../../components/config/serviceFiles.ts";
import { readText } from "../../components/config/stackFile.ts";
import { stackFile, type StackLocation } from "../../parameters/location.ts";

/** What a stack's parameters are read from: texts by path, from the project's folder. */
export type Texts = ReadonlyMap<string, string>;

/** The stack's file first, then its services'. @throws UsageProblem STACK_UNKNOWN */
export function textsOf(location: StackLocation): Texts {
  const own = basename(stackFile(location));
  const services = [...serviceTexts(location.projectDir)].map(
    ([name, text]) => [`${serviceFolder}/${name}`, text] as const,
  );
  return new Map([[own, readText(stackFile(location), location.stack)], ...services]);
}

/** The texts as the project's own reading takes them. @throws UsageProblem YAML_INVALID */
export function asRead(texts: Texts, location: StackLocation): { text: string; files: ServiceFiles } {
  const own = basename(stackFile(location));
  const services = [...texts].filter(([path]) => path !== own);
  const byFile = new Map(services.map(([path, text]) => [path.slice(serviceFolder.length + 1), text]));
  const files = parseServiceFiles(byFile, knownStacks(location.projectDir, location.stack));
  return { text: texts.get(own) ?? "", files };
}

/** As git counts a file's content. */
export function blobSha(text: string): string {
  const bytes = Buffer.from(text);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

/** What the texts were, all together: `Pulumi.staging.yaml:3f…,services/web.yaml:9a…`. Pure. */
export function baseOf(texts: Texts): string {
  return [...texts].map(([path, text]) => `${path}:${blobSha(text)}`).join(",");
}

/** Those that are another text than they were. Pure. */
export function changedSince(base: string, texts: Texts): string[] {
  const known = new Map(base.split(",").map((part) => part.split(":") as [string, string]));
  return [...texts].filter(([path, text]) => known.get(path) !== blobSha(text)).map(([path]) => path);
}

/** A file's text to be shown: what it holds encrypted is nobody's to take away. Pure. */
export function withoutCiphertexts(text: string): string {
  return text.replaceAll(/((?:secure|encryptionsalt|encryptedkey)["']?\s*:\s*)[^\s},]+/g, "$1[secret]");
}
