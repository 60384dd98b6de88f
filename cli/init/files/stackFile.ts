import type { Answers } from "../answers.ts";
import { packageName } from "../ownPackage.ts";

/** Where editors find what may stand in a stack's file. */
export const schemaLine = `# yaml-language-server: $schema=node_modules/${packageName}/schema/stack.schema.json`;

/**
 * `Pulumi.<stack>.yaml`: one environment. Its namespace has the project's name in it, so that several projects may share
 * a cluster; not in a template: `pulumi new` puts a line's end behind each name that it fills in.
 */
export function stackFileText(answers: Answers, stack: string, asTemplate: boolean): string {
  const { project, service, image, version, owner } = answers;
  const namespace = asTemplate ? stack : `${project}-${stack}`;
  const named = asTemplate ? "" : `  releases:namespace: ${namespace}\n`;
  return `${schemaLine}
# One stack is one environment. \`npx release config show ${service} --stack ${stack}\` prints a service with all its defaults.
config:
  # Basic parameters: what a service is. Changed rarely, by its owners.
  releases:services:
    ${service}:
      template: team
      image: ${image}
      owner: ${scalar(owner)}
      replicas: ${stack.includes("prod") ? 3 : 2}
  # Release parameters: what runs. \`release up\` changes only these.
  releases:current:
    ${service}:
      version: ${scalar(version)}
  # ${asTemplate ? "The namespace is the stack's name" : "Where it runs"}; this stack makes it.
${named}  releases:namespaces:
    ${namespace}:
      podSecurity: restricted
`;
}

/** Quoted where YAML might read something else than this text. */
function scalar(text: string): string {
  return /^[a-z][-\w]*$/i.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
