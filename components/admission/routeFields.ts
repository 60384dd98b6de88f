import { both, celList, differing, dynList, member, of, pair, type State, type Variable } from "./cel.ts";
import { lasting } from "./configuration.ts";

/**
 * A canary's share moves between the Services of a route's tracks, and copies go to its own; rules that lead to it alone,
 * or that tell its weight, come and go. All else of the rules stays.
 */
export function routeFields(): Variable[] {
  const [now, old] = both("rules");
  const [backends, oldBackends] = both("backends");
  // The Gateway API allows 16 rules.
  const indexes = Array.from({ length: 16 }, (_, index) => index).join(", ");
  const kept = ["port", "group", "kind", "namespace", "filters"].map((key) => member("b", key, '""'));
  const backend = dynList([serviceOf("b"), ...kept]);
  const within = (some: string, others: string) => `${some}[i].all(b, b in ${others}[i])`;
  const sameKeys = `size(${differing(`${now}[i]`, `${old}[i]`, celList(["backendRefs", "filters", "sessionPersistence"]))}) == 0`;
  const sameFilters = `${filtersOf(`${now}[i]`)} == ${filtersOf(`${old}[i]`)}`;
  const sameBackends = `${within(backends, oldBackends)} && ${within(oldBackends, backends)}`;
  const rule = `i >= size(${now}) || ${sameKeys} && ${sameFilters} && ${sameBackends}`;
  const ofRoute = `${of("canaryRules", "now")}.all(r, ${backendsOf("r")}.all(c, ${old}.exists(o, ${backendsOf("o")}.exists(b, ${serviceOf("b")} == ${serviceOf("c")}))))`;
  const rules = (object: State) => member(of("spec", object), "rules", "[]");
  return [
    ...pair("rules", (object) => `${rules(object)}.filter(r, !(${isCanarys("r")}))`),
    ...pair("canaryRules", (object) => `${rules(object)}.filter(r, ${isCanarys("r")})`),
    ...pair("backends", (object) => `${of("rules", object)}.map(r, ${backendsOf("r")}.map(b, ${backend}))`),
    {
      name: "routeFields",
      expression: `size(${now}) == size(${old}) && [${indexes}].all(i, ${rule}) && ${ofRoute} ? [] : ["spec.rules"]`,
    },
  ];
}

/** A rule that leads to the canary alone, or nowhere: it tells the weight (components/objects/trackRouting.ts). */
function isCanarys(rule: string): string {
  const alone = `size(${backendsOf(rule)}) > 0 && ${backendsOf(rule)}.all(b, b.name.endsWith("-canary"))`;
  const told = `size(${backendsOf(rule)}) == 0 && ${member(rule, "filters", "[]")}.exists(f, ${member("f", "requestRedirect.hostname", '""')}.endsWith(".canary.invalid"))`;
  return `${alone} || ${told}`;
}

function backendsOf(rule: string): string {
  return member(rule, "backendRefs", "[]");
}

/** But those that copy requests to the canary. */
function filtersOf(rule: string): string {
  const mirrored = member("f", "requestMirror.backendRef.name", '""');
  return `${member(rule, "filters", "[]")}.filter(f, !${mirrored}.endsWith("-canary"))`;
}

/** Whose a backend is, whichever track. */
function serviceOf(backend: string): string {
  return `(${backend}.name.matches("-(stable|canary)$") ? ${lasting(`${backend}.name`)} : ${backend}.name + "-")`;
}
