import type { Command } from "commander";
import { exitCodes, UsageProblem } from "../../errors/problem.ts";
import type { ChangeKind } from "../../parameters/changeKinds.ts";
import { configChanges } from "../../parameters/configDiff.ts";
import { filesAtCommit, filesInFolder, partedFrom } from "../../parameters/gitFiles.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";
import { locateStack } from "../project.ts";
import { configDiffLines } from "../renderers/configDiff.ts";

/** Which kinds of parameters differ between a commit and the working tree, of which services, and whose they are. */
export function diffConfig(ref: string, { only }: { only?: ChangeKind }, command: Command): void {
  const { cwd, stack } = globalOptions(command);
  const { projectDir } = locateStack({ stack: "any", configFile: "any", ...(cwd === undefined ? {} : { cwd }) });
  const before = filesAtCommit(projectDir, partedFrom(projectDir, ref));
  if (before === undefined) throw unknownRef(ref, projectDir);
  const changes = configChanges(before, filesInFolder(projectDir)).filter(
    (change) => stack === undefined || change.stack === undefined || change.stack === stack,
  );
  const kinds = [...new Set(changes.map(({ kind }) => kind))];
  const next = changes.flatMap(({ fields }) =>
    fields.flatMap(({ path, after }) => (path === "owner" ? (after ?? []) : [])),
  );
  const owners = [...new Set([...changes.flatMap(({ owner }) => owner ?? []), ...next])].sort();
  const others = only === undefined ? [] : kinds.filter((kind) => kind !== only);
  const output = processOutput(globalOptions(command));
  output.result(configDiffLines(changes, { ref, only, others }, output.style), {
    base: ref,
    kinds,
    owners,
    changes,
    ...(only === undefined ? {} : { only, within: others.length === 0 }),
  });
  if (others.length > 0) process.exitCode = exitCodes.usage;
}

function unknownRef(ref: string, projectDir: string): UsageProblem {
  return new UsageProblem({
    code: "GIT_REF_UNKNOWN",
    what: `git knows no "${ref}" here`,
    where: projectDir,
    next: `git fetch origin ${ref}; a checkout in CI may have no more than its newest commit (fetch-depth: 0)`,
  });
}
