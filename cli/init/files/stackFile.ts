import type { Answers } from "../answers.ts";
import { packageName } from "../../../host/ownPackage.ts";

/** Where editors find what may stand in a file; `up` leads to the project's folder. */
export function schemaLine(schema: "stack" | "service", up = ""): string {
  return `# yaml-language-server: $schema=${up}node_modules/${packageName}/schema/${schema}.schema.json`;
}

/**
 * `Pulumi.<stack>.yaml`: one environment. Its namespace has the project's name in it, so that several projects may share
 * a cluster; not in a template: `pulumi new` puts a line's end behind each name that it fills in.
 */
export function stackFileText(answers: Answers, stack: string, asTemplate: boolean): string {
  const { project, service, version } = answers;
  const namespace = asTemplate ? stack : `${project}-${stack}`;
  const named = asTemplate ? "" : `  releases:namespace: ${namespace}\n`;
  return `${schemaLine("stack")}
# One stack is one environment. \`npx release config show ${service} --stack ${stack}\` prints a service with all its defaults.
config:
  # Release parameters: what runs. \`release up\` changes only these. What a service is stands in services/.
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
export function scalar(text: string): string {
  return /^[a-z][-\w]*$/i.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
