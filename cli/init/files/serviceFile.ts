import type { Answers } from "../answers.ts";
import { scalar, schemaLine } from "./stackFile.ts";

/** `services/NAME.yaml`: the first service, for all stacks. */
export function serviceFileText({ service, image, owner, stacks }: Answers): string {
  const larger = stacks.filter((stack) => stack.includes("prod"));
  const differs = larger.map((stack) => `  ${stack}:\n    replicas: 3\n`).join("");
  return `${schemaLine("service", "../")}
# What ${service} is (basic parameters), in every stack that gives it a version. Changed rarely, by its owners.
template: team
image: ${image}
owner: ${scalar(owner)}
replicas: 2
${differs === "" ? "" : `# What differs in a stack.\nstacks:\n${differs}`}`;
}
