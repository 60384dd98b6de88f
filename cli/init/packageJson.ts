import { isPlainObject } from "../../components/config/layers.ts";
import { packageName, type OwnPackage } from "../../host/ownPackage.ts";

type Json = Record<string, unknown>;

/** What a project's package.json says: the package, and Pulumi's SDKs in the versions that the package is tested with. */
export function packageJson(project: string, spec: string, { testedWith }: OwnPackage): Json {
  const tested = (...names: string[]) => Object.fromEntries(names.map((name) => [name, testedWith[name] ?? "latest"]));
  return {
    name: project,
    private: true,
    type: "module",
    engines: { node: ">=22.18" },
    scripts: { test: "mocha" },
    mocha: { spec: "test/**/*.test.ts" },
    dependencies: {
      ...tested("@pulumi/kubernetes", "@pulumi/pulumi", "@pulumi/random"),
      [packageName]: spec,
    },
    devDependencies: tested("@types/mocha", "@types/node", "mocha"),
  };
}

/** One that is there, with what it lacks; all that it says stays. */
export function completed(present: Json, wanted: Json): Json {
  const added = Object.entries(wanted).filter(([key]) => !(key in present));
  const inner = Object.entries(present).map(([key, value]) => {
    const more = wanted[key];
    const both = isPlainObject(value) && isPlainObject(more) && key !== "engines";
    return [key, both ? { ...more, ...value } : value];
  });
  return Object.fromEntries([...inner, ...added]) as Json;
}
