import { setImmediate } from "node:timers/promises";
import type { Output } from "@pulumi/pulumi";
import { addresses } from "../components/addresses.ts";
import type { Addresses } from "../components/addresses.ts";
import { leaveFields } from "../components/leftFields.ts";
import { asRunError, ourConfig, stackOfProgram } from "../components/program.ts";
import { ServiceRelease } from "../components/serviceRelease.ts";
import { makeNamespaces } from "../components/stackNamespaces.ts";
import { makeWatcher } from "../components/stackWatcher.ts";
import { useOwnParts } from "../components/ownParts.ts";
import { followedVariable } from "../rollout/followed.ts";
import { hooksOf } from "./hooksOf.ts";
import { projectFolder } from "./projectFolder.ts";

/** What a service came to: `pulumi stack output website`. */
export interface ReleasedService extends Addresses {
  namespace: string;
  name: string;
  version: string;
  releaseId: Output<string> | undefined;
}

/**
 * The whole program: reads the stack's file, makes its namespaces, what watches it, and a ServiceRelease of each service.
 * @returns what each service came to, for the program to export
 */
export async function releaseStack(): Promise<Record<string, ReleasedService>> {
  const folder = projectFolder();
  asRunError(() => {
    useOwnParts(folder);
  });
  const config = ourConfig();
  const stack = stackOfProgram(config, folder, process.env[followedVariable] === "true");
  const secretValue = (key: string) => config.requireSecret(key);
  const hooks = hooksOf(undefined);

  cheapStackTraces(stack.services.length);

  leaveFields();
  const namespaces = makeNamespaces(stack);
  makeWatcher(stack, namespaces);
  const releases = new Map<string, ServiceRelease>();
  for (const service of stack.services) {
    const earlier = service.dependsOn.flatMap((name) => releases.get(name) ?? []);
    const dependsOn = [...(namespaces.get(service.namespace) ?? []), ...earlier];
    const adopt = stack.adopt[service.name];
    const { deployments: deploymentOptions, jobs: jobOptions, routes: routeOptions } = hooks;
    const args = { service, secretValue, adopt, deploymentOptions, jobOptions, routeOptions };
    releases.set(service.name, new ServiceRelease(service.name, args, { dependsOn }));
    // What is declared is sent before more is declared: with 500 services, half the memory.
    await setImmediate();
  }

  return Object.fromEntries(
    stack.services.map((service) => {
      const { name, namespace, release } = service;
      const releaseId = releases.get(name)?.releaseId;
      return [name, { namespace, name, version: release.version, releaseId, ...addresses(service) }];
    }),
  );
}

/**
 * Pulumi takes a stack trace for every promise, and looks each of its frames up in source maps: a third of a program's time.
 * Here nothing has any, for types are erased in place. In a large stack the traces alone are much of the memory.
 */
function cheapStackTraces(services: number): void {
  Reflect.deleteProperty(Error, "prepareStackTrace");
  if (services > 100) Error.stackTraceLimit = 1;
}
