import { UsageProblem } from "../../errors/problem.ts";
import { isPlainObject } from "../../components/config/layers.ts";
import type { ServiceParameters } from "../../parameters/serviceParameters.ts";
import { servicesInForce } from "../../records/choose.ts";
import type { ReleaseRecord } from "../../records/record.ts";

/**
 * What runs must not refer to what leaves: a service that starts after it, or whose network knows it, is released with
 * it or before it. Pure.
 * @throws UsageProblem REMOVAL_NEEDED
 */
export function checkNothingRefersTo(
  leaving: readonly string[],
  released: readonly string[],
  records: readonly ReleaseRecord[],
): void {
  if (leaving.length === 0) return;
  const referring = servicesInForce(records)
    .filter(({ service }) => !released.includes(service))
    .flatMap(({ service, after }) => {
      const gone = referredBy(after).filter((name) => leaving.includes(name));
      return gone.length === 0 ? [] : [{ service, gone }];
    });
  if (referring.length === 0) return;
  const names = referring.map(({ service }) => service).join(" ");
  throw new UsageProblem({
    code: "REMOVAL_NEEDED",
    what: `${leaving.join(", ")} ${leaving.length === 1 ? "is" : "are"} still needed by what runs`,
    details: referring.map(({ service, gone }) => `${service}, as released last, refers to ${gone.join(", ")}`),
    next: `take that out of the stack's file and release it before, or with it: name ${names} too`,
  });
}

function referredBy({ basic: { dependsOn, network } }: ServiceParameters): string[] {
  const { from, to } = isPlainObject(network) ? network : {};
  return [dependsOn, from, to].flatMap((list) => (Array.isArray(list) ? list.map(String) : []));
}
