import { UsageProblem } from "../errors/problem.ts";

/** @throws UsageProblem PORT_MALFORMED */
export function portOf(text: string, option: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port > 0 && port < 65_536) return port;
  throw new UsageProblem({
    code: "PORT_MALFORMED",
    what: `${option} ${text} is no port`,
    next: `e.g. ${option} 8080`,
  });
}
