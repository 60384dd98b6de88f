import * as pulumi from "@pulumi/pulumi";
import { parseService } from "../components/outputs/parseService.ts";
import { placeholdersIn } from "../components/outputs/placeholders.ts";
import { withOutputs } from "../components/outputs/withOutputs.ts";
import { asRunError, ourConfig, stackKeys } from "../components/program.ts";
import { ServiceRelease as Declared } from "../components/serviceRelease.ts";
import { useOwnParts } from "../components/ownParts.ts";
import type { ClusterChoice } from "../cluster/choice.ts";
import type { RolloutHooks } from "../hooks/rolloutHooks.ts";
import { hooksOf } from "./hooksOf.ts";
import { projectFolder } from "./projectFolder.ts";
import type { ServiceReleaseArgs } from "./serviceReleaseArgs.ts";

/**
 * One service, released by any Pulumi program: its Deployment, Service and what else its parameters ask for, by the
 * same rules, templates and hooks as the services of a stack's file. Values may be Outputs of other resources.
 *
 *     new ServiceRelease("shop", { template: "api", image: "team/shop", version: "v1", env: { DB_HOST: db.endpoint } })
 */
export class ServiceRelease extends Declared {
  constructor(name: string, args: ServiceReleaseArgs, options?: pulumi.ComponentResourceOptions) {
    asRunError(() => {
      useOwnParts(projectFolder());
    });
    const { cluster, ...given } = args;
    const { parameters, values, secrets } = placeholdersIn(given);
    const stack = stackKeys(ourConfig());
    const service = asRunError(() =>
      withOutputs({ parameters, values }, (known) => asRunError(() => parseService(name, known, stack))),
    );
    const hooks = watched(cluster, options);
    super(
      name,
      {
        service,
        secretValue: (key) => secrets.get(key) ?? ourConfig().requireSecret(key),
        deploymentOptions: hooks?.deployments ?? {},
        jobOptions: hooks?.jobs ?? {},
        routeOptions: hooks?.routes ?? {},
      },
      options,
    );
  }
}

/** A provider does not tell which cluster it leads to: with one, rollouts are watched where the cluster is named. */
function watched(
  cluster: ClusterChoice | undefined,
  options: pulumi.ComponentResourceOptions | undefined,
): RolloutHooks | undefined {
  const { provider, providers, parent } = options ?? {};
  const own = provider ?? providers ?? parent?.getProvider("kubernetes:apps/v1:Deployment");
  return cluster === undefined && own !== undefined ? undefined : hooksOf(cluster);
}
