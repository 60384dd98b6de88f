import type { Resource } from "@pulumi/pulumi";
import type { StackConfig } from "./config/stackConfig.ts";
import { consoleObjects } from "./objects/console.ts";
import { watcherObjects, watcherResource } from "./objects/watcher.ts";
import { OwnObject } from "./ownObject.ts";

/** What watches the stack, each object after those before it: the pods last, with all that they need. */
export function makeWatcher(stack: StackConfig, namespaces: ReadonlyMap<string, Resource[]>): void {
  // So the console, beside it.
  for (const objects of [watcherObjects(stack), consoleObjects(stack)]) {
    const made: Resource[] = [];
    for (const manifest of objects) {
      const dependsOn = [...(namespaces.get(manifest.metadata.namespace ?? "") ?? []), ...made];
      made.push(new OwnObject(watcherResource(manifest), manifest, { dependsOn }));
    }
  }
}
