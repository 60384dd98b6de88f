import { serviceNameLimit } from "./service.ts";

export function isServiceName(name: string): boolean {
  return name.length <= serviceNameLimit && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name);
}

export function notAServiceName(name: string): string {
  return `"${name}" is no service name; allowed: a DNS label (a-z, 0-9 and "-", starting with a letter) of at most ${serviceNameLimit} characters`;
}
