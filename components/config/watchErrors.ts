import { consoleName, watcherName, watcherPaths } from "./watcherNames.ts";
import type { ConsoleParameters } from "./console.ts";
import type { Service } from "./stackConfig.ts";
import type { Watch } from "./watch.ts";

/** What does not go together in `releases:watch`, or with the services beside it: a line each. */
export function watchErrors(
  watch: Watch | undefined,
  { stack, namespace }: { stack: string; namespace: string },
  services: readonly Pick<Service, "name" | "namespace">[],
): string[] {
  if (watch === undefined) return [];
  const name = watcherName(stack);
  const taken = services.some((service) => service.name === name && service.namespace === namespace);
  return [
    ...(taken
      ? [`releases:watch: a service is called "${name}", as what watches the stack is; rename the service`]
      : []),
    ...plainSecrets(watch),
    ...Object.keys(watch.env)
      .filter((variable) => variable in watch.valueFrom)
      .map((variable) => `releases:watch.env.${variable}: valueFrom sets it too; say it once`),
    ...volumeErrors(watch),
    ...(watch.git !== undefined && /^(file:|\/|\.)/i.test(watch.repository)
      ? ["releases:watch.git: a repository in a folder asks for no credentials; leave it out"]
      : []),
  ];
}

/** What does not go together in `releases:console`, or with the services beside it: a line each. */
export function consoleErrors(
  console: ConsoleParameters | undefined,
  { stack, namespace }: { stack: string; namespace: string },
  services: readonly Pick<Service, "name" | "namespace">[],
): string[] {
  if (console === undefined) return [];
  const name = consoleName(stack);
  const taken = services.some((service) => service.name === name && service.namespace === namespace);
  const ways = [console.oidc, console.proxy].filter((way) => way !== undefined).length;
  const { host } = new URL(console.url);
  return [
    ...(taken ? [`releases:console: a service is called "${name}", as the console is; rename the service`] : []),
    ...(ways === 1 ? [] : [`releases:console: people sign in in one way; say oidc, or proxy`]),
    ...(console.route === undefined || console.route.hosts.includes(host)
      ? []
      : [`releases:console.route.hosts: ${host} of the url is not among them`]),
  ];
}

/** Whoever reads the file would have them. */
function plainSecrets({ env }: Watch): string[] {
  return Object.entries(env)
    .filter(([variable, value]) => /(PASSPHRASE|PASSWORD|TOKEN|SECRET|KEY)$/i.test(variable) && value !== "")
    .map(
      ([variable]) =>
        `releases:watch.env.${variable}: would stand here in plain text; name the Secret that has it: valueFrom: { ${variable}: { secret: NAME, key: KEY } }`,
    );
}

function volumeErrors({ volumes }: Watch): string[] {
  const mounts = new Map(Object.entries(watcherPaths).map(([own, path]): [string, string] => [path, own]));
  return Object.entries(volumes).flatMap(([name, { kind, mount }]) => {
    const at = `releases:watch.volumes.${name}`;
    const made =
      kind === "persistent"
        ? [`${at}.kind: none is made here; name a claim that others keep: kind: claim, from: NAME`]
        : [];
    const named = name in watcherPaths ? [`${at}: those who watch have one of this name; call it otherwise`] : [];
    const path = mount?.replace(/(?<=.)\/+$/, "");
    const other = path === undefined ? undefined : mounts.get(path);
    if (path !== undefined) mounts.set(path, name);
    return [
      ...named,
      ...made,
      ...(other === undefined ? [] : [`${at}.mount: ${path ?? ""} is where ${other} is mounted`]),
    ];
  });
}
