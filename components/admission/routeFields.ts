import { both, differing, dynList, member, of, pair, type Variable } from "./cel.ts";
import { lasting } from "./configuration.ts";

/** A canary's share moves between the Services of a route's tracks; all else of its rules stays. */
export function routeFields(): Variable[] {
  const [now, old] = both("rules");
  const [backends, oldBackends] = both("backends");
  // The Gateway API allows 16 rules.
  const indexes = Array.from({ length: 16 }, (_, index) => index).join(", ");
  const service = `b.name.matches("-(stable|canary)$") ? ${lasting("b.name")} : b.name + "-"`;
  const kept = ["port", "group", "kind", "namespace", "filters"].map((key) => member("b", key, '""'));
  const backend = dynList([service, ...kept]);
  const within = (some: string, others: string) => `${some}[i].all(b, b in ${others}[i])`;
  const sameKeys = `size(${differing(`${now}[i]`, `${old}[i]`, '["backendRefs"]')}) == 0`;
  const sameBackends = `${within(backends, oldBackends)} && ${within(oldBackends, backends)}`;
  const rule = `i >= size(${now}) || ${sameKeys} && ${sameBackends}`;
  return [
    ...pair("rules", (object) => member(of("spec", object), "rules", "[]")),
    ...pair(
      "backends",
      (object) => `${of("rules", object)}.map(r, ${member("r", "backendRefs", "[]")}.map(b, ${backend}))`,
    ),
    {
      name: "routeFields",
      expression: `size(${now}) == size(${old}) && [${indexes}].all(i, ${rule}) ? [] : ["spec.rules"]`,
    },
  ];
}
