// Runs index.ts with Pulumi's mocks; arguments: the config as JSON, the keys that are secret. Writes what came of it as JSON.
import * as pulumi from "@pulumi/pulumi";
import { getMonitor } from "@pulumi/pulumi/runtime/settings.js";

const config = Object.entries(JSON.parse(process.argv[2] ?? "{}"));
pulumi.runtime.setAllConfig(
  Object.fromEntries(config.map(([key, value]) => [`releases:${key}`, JSON.stringify(value)])),
  process.argv.slice(3).map((key) => `releases:${key}`),
);

const resources = [];
const newResource = ({ type, name, inputs }) => {
  resources.push({ type, name });
  return { id: `${name}-id`, state: { ...inputs, hex: "0123abcd" } };
};
await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "releases", "staging");
// Pulumi's mocks know no hooks yet; index.ts registers those that watch its rollouts.
const answer = (_request, callback) => callback(null, {});
Object.assign(getMonitor(), { registerResourceHook: answer, registerErrorHook: answer });

try {
  const { default: declared } = await import("../../index.ts");
  await pulumi.runtime.disconnect();
  const outputs = await new Promise((resolve) => pulumi.output(declared).apply(resolve));
  process.stdout.write(JSON.stringify({ outputs, resources }));
} catch (error) {
  if (!pulumi.RunError.isInstance(error)) throw error;
  process.stdout.write(JSON.stringify({ runError: error.message, resources }));
}
