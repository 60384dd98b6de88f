import * as pulumi from "@pulumi/pulumi";
import { errorText } from "../errors/errorText.ts";
import type { ClusterChoice } from "../cluster/choice.ts";
import { deniedMessage } from "../cluster/denied.ts";
import { followedVariable } from "../rollout/followed.ts";
import type { WorkloadRef } from "../rollout/verdict.ts";
import type { Line } from "./lines.ts";
import { providersCluster } from "./providersCluster.ts";
import type { RouteInputs } from "./routedShares.ts";
import type { WatchedRollouts } from "./watchedRollouts.ts";

/**
 * Options for Deployments and Jobs that give a plain `pulumi up` the eyes of the `release` command: progress, warnings and the
 * cause as soon as a rollout is doomed, and the evidence when it has failed. Nothing under the `release` command, whose
 * engines follow rollouts themselves, and nothing in previews. Routes wait for what they lead to under both.
 * https://www.pulumi.com/docs/iac/concepts/options/hooks/
 *
 * @param choice the cluster of the default provider; default: what `kubernetes:context` and `kubernetes:kubeconfig` say
 * @param suffix tells the hooks of one cluster from another's
 */
export function rolloutHooks(choice: ClusterChoice = configuredCluster(), suffix = ""): RolloutHooks {
  const routes = backendsHook(choice, suffix);
  if (process.env[followedVariable] === "true") return { deployments: {}, jobs: {}, routes };
  let watched: Promise<WatchedRollouts> | undefined;
  const rollouts = () => (watched ??= watchRollouts(choice));
  return { deployments: hooksFor("Deployment", suffix, rollouts), jobs: hooksFor("Job", suffix, rollouts), routes };
}

/** Options for the workloads of each kind, and for routes. */
export interface RolloutHooks {
  deployments: pulumi.CustomResourceOptions;
  jobs: pulumi.CustomResourceOptions;
  routes: pulumi.CustomResourceOptions;
}

function hooksFor(
  kind: WorkloadRef["kind"],
  suffix: string,
  rollouts: () => Promise<WatchedRollouts>,
): pulumi.CustomResourceOptions {
  // Each hook of a program has a name of its own.
  const named = (name: string) => (kind === "Job" ? `${name}-of-job${suffix}` : `${name}${suffix}`);
  let watched: Promise<WatchedRollouts> | undefined;
  const begin = new pulumi.ResourceHook(named("follow-rollout"), async ({ urn, newInputs, oldInputs }) => {
    await mildly(async () => {
      watched = rollouts();
      (await watched).begin(urn, { inputs: newInputs ?? {}, before: oldInputs }, kind);
    });
  });
  const end = new pulumi.ResourceHook(named("end-following-rollout"), async ({ urn }) => {
    await (await watched?.catch(() => undefined))?.complete(urn);
  });
  const explain = new pulumi.ErrorHook(named("explain-failed-rollout"), async ({ urn, name, newInputs, errors }) => {
    const denied = deniedMessage(kind, name, errors.join("\n"));
    const watching = await watched?.catch(() => undefined);
    // What was not even taken is not going to end.
    if (denied === undefined) await watching?.fail(urn, kind);
    else watching?.end(urn);
    await mildly(async () => {
      // What was not even taken has no pods to look at.
      if (denied !== undefined) await say({ level: "warning", text: denied });
      else await (await rollouts()).explain(newInputs ?? {}, kind);
    });
    // Never tried again: a second try of the same would fail the same way.
    return false;
  });
  const hooks = {
    beforeCreate: [begin],
    beforeUpdate: [begin],
    afterCreate: [end],
    afterUpdate: [end],
    onError: [explain],
  };
  return { hooks };
}

/** Before a route is made or changed: what it leads to must be there. The one hook that may fail an update. */
function backendsHook(choice: ClusterChoice, suffix: string): pulumi.CustomResourceOptions {
  const ready = new pulumi.ResourceHook(`await-backends${suffix}`, async ({ newInputs, oldInputs }) => {
    const { risingBackends } = await import("./routedShares.ts");
    const inputs: RouteInputs = newInputs ?? {};
    const services = risingBackends(inputs, oldInputs);
    if (services.length === 0) return;
    const [{ connect }, { awaitBackend }] = await Promise.all([
      import("../cluster/cluster.ts"),
      import("./backends.ts"),
    ]);
    let missing: string | undefined;
    // Who cannot look is no reason to fail an update.
    await mildly(async () => {
      const cluster = connect(choice);
      for (const service of services) {
        const lacks = await awaitBackend(cluster, inputs.metadata?.namespace ?? "", service);
        if (lacks === undefined) continue;
        missing = `no route is led to Service ${service}: ${lacks}`;
        return;
      }
    }, "the pods that a route leads to are not waited for");
    if (missing !== undefined) throw new Error(missing);
  });
  return { hooks: { beforeCreate: [ready], beforeUpdate: [ready] } };
}

/** Loaded only when something rolls: an update without a change does not pay for it. */
async function watchRollouts(choice: ClusterChoice): Promise<WatchedRollouts> {
  const [{ connect }, { WatchedRollouts }, { useCauses }] = await Promise.all([
    import("../cluster/cluster.ts"),
    import("./watchedRollouts.ts"),
    import("../rollout/ownCauses.ts"),
  ]);
  useCauses(pulumi.runtime.getRootDirectory());
  return new WatchedRollouts(connect(choice), say);
}

async function say({ level, text, passing }: Line): Promise<void> {
  const log = { info: pulumi.log.info, warning: pulumi.log.warn, error: pulumi.log.error }[level];
  // A line that does not arrive is no reason to fail an update.
  await log(text, undefined, undefined, passing).catch(() => undefined);
}

/** Watching must never be what makes an update fail. */
async function mildly(work: () => Promise<void>, lost = "the rollout is not watched"): Promise<void> {
  try {
    await work();
  } catch (error) {
    await say({ level: "warning", text: `${lost}: ${errorText(error)}` });
  }
}

function configuredCluster(): ClusterChoice {
  const config = new pulumi.Config("kubernetes");
  return providersCluster(config.get("context"), config.get("kubeconfig"));
}
