import * as pulumi from "@pulumi/pulumi";
import type { Service } from "../config/stackConfig.ts";
import type { Given } from "../given.ts";
import { filledIn, twinOf } from "./placeholders.ts";
import type { Placeholders } from "./placeholders.ts";
import { leavesOf, withLeaves } from "./leaves.ts";
import type { Leaf } from "./leaves.ts";

/**
 * A service some of whose values are Outputs. How many objects there are and what they are called must be known before
 * any value is; so they are built with placeholders, and each text that hangs on a value is built again once it is known.
 * @param parse reads and checks the parameters
 */
export function withOutputs(
  { parameters, values }: Pick<Placeholders, "parameters" | "values">,
  parse: (parameters: Placeholders["parameters"]) => Service,
): Given {
  const service = parse(parameters);
  const twins = new Map(
    [...values.keys()].map((key) => [key, parse(filledIn(parameters, new Map([[key, twinOf(key)]])))]),
  );
  const known = new Map<string, Service>();
  /** The service as it is with these values; the same ones are checked once. */
  const withValues = (given: ReadonlyMap<string, unknown>): Service => {
    const key = JSON.stringify([...given]);
    const found = known.get(key) ?? parse(filledIn(parameters, given));
    known.set(key, found);
    return found;
  };
  return {
    service,
    of<M>(build: (service: Service) => M): M {
      const made = build(service);
      const leaves = leavesOf(made);
      const hangsOn = [...twins].map(([key, twin]) => [key, leavesOf(build(twin))] as const);
      const outputs = new Map<string, pulumi.Output<unknown>>();
      for (const [path, leaf] of leaves) {
        const keys = hangsOn.filter(([, other]) => other.get(path) !== leaf).map(([key]) => key);
        if (keys.length === 0) continue;
        const wanted = keys.map((key) => values.get(key));
        const value = pulumi.all(wanted).apply((all) => {
          const rebuilt = leavesOf(build(withValues(new Map(keys.map((key, index) => [key, all[index]])))));
          assertSameShape(leaves, rebuilt, outputs);
          return rebuilt.get(path);
        });
        outputs.set(path, value);
      }
      return outputs.size === 0 ? made : withLeaves(made, outputs);
    },
  };
}

/** What an Output's value must not do: Pulumi has been told of the objects before the value was known. */
function assertSameShape(
  before: ReadonlyMap<string, Leaf>,
  after: ReadonlyMap<string, Leaf>,
  outputs: ReadonlyMap<string, unknown>,
): void {
  const same = ([path, leaf]: [string, Leaf]) => after.has(path) && (outputs.has(path) || after.get(path) === leaf);
  if (before.size === after.size && [...before].every(same)) return;
  throw new pulumi.RunError(
    "OUTPUT_SHAPES_OBJECTS: the value of an Output changes which objects the service has, or what is in them; give it as a plain value",
  );
}
