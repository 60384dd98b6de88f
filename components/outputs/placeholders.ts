import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../config/layers.ts";
import type { PlainObject } from "../config/layers.ts";

/** A service's parameters as they were given, with a placeholder for what is not known yet. */
export interface Placeholders {
  parameters: PlainObject;
  /** Values of parameters, by placeholder. */
  values: Map<string, pulumi.Output<unknown>>;
  /** Values of secrets, by the key under which the parameters name them. */
  secrets: Map<string, pulumi.Output<string>>;
}

/** Fits wherever a text may stand: in an image's name, a version, a DNS label. */
const pattern = /pulumi-output-\d+-[ab]-placeholder/g;

/** The maps whose values are secrets: of the service and of what runs beside it. */
const secretMaps = /^((sidecars|initContainers)\.[^.]+\.|jobs\.(before|after)\.\d+\.)?(secrets|secretFiles)$/;

/** Puts a placeholder in the place of each Output and each secret. */
export function placeholdersIn(given: object): Placeholders {
  const values = new Map<string, pulumi.Output<unknown>>();
  const secrets = new Map<string, pulumi.Output<string>>();
  const take = (value: unknown, path: string): unknown => {
    if (pulumi.Output.isInstance(value) || value instanceof Promise) {
      const placeholder = `pulumi-output-${values.size}-a-placeholder`;
      values.set(placeholder, pulumi.output(value as pulumi.Input<unknown>));
      return placeholder;
    }
    if (Array.isArray(value)) return value.map((item, index) => take(item, `${path}.${index}`));
    if (!isPlainObject(value)) return value;
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    if (!secretMaps.test(path)) {
      return Object.fromEntries(
        entries.map(([key, inner]) => [key, take(inner, path === "" ? key : `${path}.${key}`)]),
      );
    }
    return Object.fromEntries(
      entries.map(([key, inner]) => {
        const name = `secret-${secrets.size}`;
        secrets.set(name, pulumi.secret(inner as pulumi.Input<string>));
        return [key, name];
      }),
    );
  };
  return { parameters: take(given, "") as PlainObject, values, secrets };
}

/** Another placeholder for the same value: what changes with it hangs on the value. */
export function twinOf(placeholder: string): string {
  return placeholder.replace("-a-", "-b-");
}

/** The parameters with these values in the place of their placeholders. */
export function filledIn(parameters: PlainObject, values: ReadonlyMap<string, unknown>): PlainObject {
  const fill = (value: unknown): unknown => {
    if (typeof value === "string") return values.has(value) ? values.get(value) : value;
    if (Array.isArray(value)) return value.map(fill);
    if (!isPlainObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
  };
  return fill(parameters) as PlainObject;
}

/** An error's line for a person, who has seen no placeholder. */
export function withoutPlaceholders(line: string): string {
  return line.replaceAll(/"?pulumi-output-\d+-[ab]-placeholder"?/g, "an Output").replaceAll(pattern, "an Output");
}
