import { basename } from "node:path";
import { checkedStack } from "../../components/checkedStack.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { Problem } from "../../errors/problem.ts";

/** What the command line says. */
export interface InitOptions {
  name?: string;
  service?: string;
  image?: string;
  owner?: string;
  stacks?: string[];
  package?: string;
  asTemplate?: boolean;
}

/** All that a new project is made of. */
export interface Answers {
  project: string;
  service: string;
  image: string;
  version: string;
  owner: string;
  stacks: string[];
}

/** Asks a person; what they only confirm is the suggestion. */
export type Ask = (question: string, suggestion: string) => Promise<string>;

/**
 * What no option says is asked, or taken as suggested where nobody is there to ask.
 * @throws UsageProblem IMAGE_NEEDED, ANSWERS_INVALID
 */
export async function answersFor(folder: string, options: InitOptions, ask: Ask | undefined): Promise<Answers> {
  const answer = (given: string | undefined, question: string, suggestion: string) =>
    given ?? ask?.(question, suggestion) ?? suggestion;
  const project = await answer(options.name, "name of the project", projectName(basename(folder)));
  const service = await answer(options.service, "name of the first service", "web");
  const named = await answer(options.image, "what it runs, image:version", "");
  const owner = await answer(options.owner, "the team that owns it", options.asTemplate === true ? "team" : project);
  if (named === "") {
    throw new UsageProblem({
      code: "IMAGE_NEEDED",
      what: "a service needs an image, and there is no terminal to ask at",
      next: "add --image, e.g. --image registry.example/team/web:v1",
    });
  }
  const answers = { project, service, ...imageAndVersion(named), owner, stacks: options.stacks ?? ["staging", "prod"] };
  assertRight(answers);
  return answers;
}

/** `registry.example:5000/web:v1` or `web@sha256:…`; the version is missing where none is named. */
function imageAndVersion(text: string): { image: string; version: string } {
  const [, image = text, tag, digest] = /^(.*?)(?::([^:/@]+))?(?:@(sha256:.*))?$/.exec(text) ?? [];
  return { image, version: [tag, digest].filter((part) => part !== undefined).join("@") };
}

/** As Pulumi takes it. */
function projectName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return name === "" ? "services" : name;
}

/** Read as the stack's file will be, so that a wrong answer is told in the same words. */
function assertRight({ project, service, image, version, owner, stacks }: Answers): void {
  const wrong = [
    ...(/^[a-z]([-a-z0-9]{0,40}[a-z0-9])?$/.test(project)
      ? []
      : [`name: "${project}"; allowed: at most 42 of a-z, 0-9 and "-", starting with a letter`]),
    ...stacks
      .filter((stack) => !/^[a-z]([-a-z0-9]{0,18}[a-z0-9])?$/.test(stack))
      .map((stack) => `stacks: "${stack}"; allowed: at most 20 of a-z, 0-9 and "-", starting with a letter`),
  ];
  try {
    const services = { [service]: { template: "website", image, owner } };
    checkedStack({ stack: "staging", services, current: { [service]: { version } } });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    wrong.push(...error.details);
  }
  if (wrong.length === 0) return;
  throw new UsageProblem({
    code: "ANSWERS_INVALID",
    what: `a project cannot be made of ${wrong.length === 1 ? "an answer" : `${wrong.length} answers`}; nothing was written`,
    details: wrong,
    next: "give others: release init --help",
  });
}
