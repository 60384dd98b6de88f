import { UsageProblem } from "../../errors/problem.ts";
import type { FoundDrift } from "../../drift/drift.ts";

/**
 * Marks the fields that `--keep-drift` names: `web` all of a service, `web.spec.replicas` or `web.replicas` one, with
 * all below it. Pure. @throws UsageProblem KEEP_DRIFT_UNKNOWN
 */
export function keptPath(drift: readonly FoundDrift[], keep: readonly string[]): FoundDrift[] {
  const unknown = keep.filter(
    (wanted) => !drift.some((object) => object.fields.some(({ path }) => fits(object, path, wanted))),
  );
  if (unknown.length > 0) throw unknownField(unknown, drift);
  return drift.map((object) => ({
    ...object,
    fields: object.fields.map(({ kept: _kept, ...field }) =>
      keep.some((wanted) => fits(object, field.path, wanted)) ? { ...field, kept: true as const } : field,
    ),
  }));
}

function fits({ service }: FoundDrift, path: string, wanted: string): boolean {
  const [name = "", ...rest] = wanted.split(".");
  if (service !== name) return false;
  const field = rest.join(".");
  if (field === "") return true;
  return (
    `.${path}`.endsWith(`.${field}`) || path.startsWith(`${field}.`) || path.startsWith(`${field}[`) || path === field
  );
}

function unknownField(unknown: readonly string[], drift: readonly FoundDrift[]): UsageProblem {
  const known = drift.flatMap(({ service, fields }) => fields.map(({ path }) => `${service ?? ""}.${path}`));
  return new UsageProblem({
    code: "KEEP_DRIFT_UNKNOWN",
    what: `--keep-drift ${unknown.join(", ")} names nothing that has drifted and is to be released`,
    details: known.length === 0 ? ["nothing has drifted"] : known,
    next: "name SERVICE or SERVICE.FIELD as release drift shows it; what is gone cannot be kept",
  });
}
