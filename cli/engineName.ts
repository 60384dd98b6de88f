import { UsageProblem } from "../errors/problem.ts";
import type { EngineName } from "../release/engine/engine.ts";

/** The engine that `--engine` or `RELEASE_ENGINE` names. @throws UsageProblem ENGINE_UNKNOWN */
export function engineNamed(name: string | undefined): EngineName | undefined {
  if (name === undefined || name === "") return undefined;
  if (name === "pulumi" || name === "embedded") return name;
  throw new UsageProblem({
    code: "ENGINE_UNKNOWN",
    what: `there is no engine "${name}"; there are: pulumi, embedded`,
    next: "check --engine and RELEASE_ENGINE",
  });
}
