import { isMap, makeSecret } from "../../propertyValue.ts";
import type { PropertyMap } from "../../propertyValue.ts";

/** Settings the random provider knows by type and that may be absent. */
const optional: Record<string, string[]> = {
  "random:index/randomId:RandomId": ["keepers", "prefix"],
  "random:index/randomPet:RandomPet": ["keepers", "prefix"],
};

const absent = { replace: { raw: null } };

/**
 * What Pulumi's bridge keeps beside the outputs of the two kinds this project uses, to tell a map from an object and an
 * absent setting from an empty one. It does without for others.
 */
export function rawStateDelta(type: string, outputs: PropertyMap): PropertyMap {
  const settings = optional[type];
  if (settings === undefined) return {};
  const ps = Object.fromEntries(
    settings.flatMap((key) =>
      outputs[key] === undefined ? [[key, makeSecret(absent)]] : isMap(outputs[key]) ? [[key, { map: {} }]] : [],
    ),
  );
  return Object.keys(ps).length === 0 ? {} : { __pulumi_raw_state_delta: { obj: { ps } } };
}
