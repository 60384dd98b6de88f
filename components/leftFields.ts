import * as pulumi from "@pulumi/pulumi";
import { leftFieldsVariable } from "./leftFieldsVariable.ts";

/** Has Pulumi ignore changes of the fields that a release was told to leave (`--keep-drift`). */
export function leaveFields(text: string | undefined = process.env[leftFieldsVariable]): void {
  if (text === undefined) return;
  const left = new Map(Object.entries(JSON.parse(text) as Record<string, string[]>));
  pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
    const ignoreChanges = left.get(`${type}::${name}`);
    if (ignoreChanges === undefined) return undefined;
    return { props, opts: pulumi.mergeOptions(opts, { ignoreChanges }) };
  });
}
