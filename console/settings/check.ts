import { stacksIn } from "../../components/config/knownStacks.ts";
import { readText } from "../../components/config/stackFile.ts";
import { checkRules, type Finding } from "../../components/rules.ts";
import { Problem } from "../../errors/problem.ts";
import { refuseAddedProblems } from "../../parameters/addedProblems.ts";
import { stackFile, type StackLocation } from "../../parameters/location.ts";
import { describedStack } from "../../parameters/stack.ts";
import type { CheckAnswer, ParameterEdit } from "../api/parameters.ts";
import { edited } from "./edits.ts";
import { asRead, withoutCiphertexts, type Texts } from "../live/texts.ts";

/** What edits would make of the files, and all that would be wrong then: in any stack that reads them. */
export function checkEdits(texts: Texts, edits: readonly ParameterEdit[], location: StackLocation): CheckAnswer {
  try {
    const after = edited(texts, edits, location);
    const changed = [...after].filter(([path, text]) => texts.get(path) !== text);
    const diff = changed.map(([path, text]) => ({
      path,
      before: withoutCiphertexts(texts.get(path) ?? ""),
      after: withoutCiphertexts(text),
    }));
    return { ...wrongIn(texts, after, edits, location), diff };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { problems: textsOfProblem(error), findings: [], diff: [] };
  }
}

function wrongIn(
  before: Texts,
  after: Texts,
  edits: readonly ParameterEdit[],
  location: StackLocation,
): Pick<CheckAnswer, "problems" | "findings"> {
  const [was, is] = [asRead(before, location), asRead(after, location)];
  const problems = problemsOf(() => refuseAddedProblems(location, was, is));
  const { projectDir } = location;
  const others = stacksIn(projectDir).filter((stack) => stack !== location.stack);
  for (const stack of problems.length > 0 ? [] : others) {
    const other = { projectDir, stack };
    const text = readText(stackFile(other), stack);
    const sides = [was, is].map(({ files }) => ({ text, files }));
    const [left = { text, files: was.files }, right = left] = sides;
    problems.push(...problemsOf(() => refuseAddedProblems(other, left, right, `stack ${stack}`)));
  }
  if (problems.length > 0) return { problems, findings: [] };
  const { config } = describedStack(location, is.text, is.files);
  const named = new Set(edits.map(({ service }) => service));
  const findings: Finding[] = checkRules(config).filter(({ service }) => named.has(service));
  return { problems: [], findings };
}

function problemsOf(check: () => unknown): string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof Problem) return textsOfProblem(error);
    throw error;
  }
}

function textsOfProblem({ message, details }: Problem): string[] {
  return details.length === 0 ? [message] : [...details];
}
