import { dynList, member } from "./cel.ts";

/** With other content the name of configuration has another end: `web-secrets-0123abcd`. */
function drawn(purpose: "config" | "secrets", name: string): string {
  return `${name}.matches("-${purpose}-[0-9a-f]{8,10}$")`;
}

/** Everything up to the end that is drawn. */
export function lasting(name: string): string {
  return `${name}.find("^.+-")`;
}

/** Volumes, without the part of a name that is drawn anew. */
export function volumes(podSpec: string): string {
  const source = (key: string, name: string, purpose: "config" | "secrets") => {
    const its = member("v", `${key}.${name}`, '""');
    const rest = ["defaultMode", "items", "optional"].map((part) => member(`v.${key}`, part, '""'));
    return `${drawn(purpose, its)} ? ${dynList(["v.name", lasting(its), ...rest])}`;
  };
  const kept = `${source("configMap", "name", "config")} : ${source("secret", "secretName", "secrets")} : dyn(v)`;
  return `${member(podSpec, "volumes", "[]")}.map(v, ${kept})`;
}

/** The variables of a container, likewise. */
export function environment(container: string): string {
  const secret = member("e", "valueFrom.secretKeyRef.name", '""');
  const kept = dynList(["e.name", "e.valueFrom.secretKeyRef.key", lasting(secret)]);
  return `${member(container, "env", "[]")}.map(e, ${drawn("secrets", secret)} ? ${kept} : dyn(e))`;
}
