import type { Service } from "../config/stackConfig.ts";
import { canaryAutoscaler, canaryDeployment, trackServices } from "./canary.ts";
import { configMap, hasConfigMap, hasSecret, secret } from "./configuration.ts";
import { horizontalPodAutoscaler } from "./horizontalPodAutoscaler.ts";
import { renderedJobs } from "./job.ts";
import type { AnyManifest } from "./manifest.ts";
import { networkPolicy } from "./networkPolicy.ts";
import { patched } from "./patches.ts";
import { persistentVolumeClaims } from "./persistentVolumeClaim.ts";
import { podDisruptionBudget } from "./podDisruptionBudget.ts";
import { scheduledRestart } from "./restart.ts";
import { accountRole } from "./role.ts";
import { canaryIngresses, gatewayRoutes, ingresses } from "./route.ts";
import { earlierService, service as kubernetesService } from "./service.ts";
import { serviceAccount } from "./serviceAccount.ts";
import type { ConfigNames } from "./volumes.ts";
import { workload } from "./workload.ts";

/** Every object of a service as it is applied, patches laid over it, in that order; the Secret without its values. */
export function objectsOf(service: Service, names: ConfigNames): AnyManifest[] {
  const restart = scheduledRestart(service);
  const role = accountRole(service);
  const jobs = renderedJobs(service, names);
  const made = [
    names.config === undefined || !hasConfigMap(service) ? undefined : configMap(service, names.config),
    names.secrets === undefined || !hasSecret(service) ? undefined : secret(service, names.secrets, () => ""),
    ...persistentVolumeClaims(service).map(({ claim }) => claim),
    serviceAccount(service),
    ...(role === undefined ? [] : [role.role, role.binding]),
    networkPolicy(service),
    ...jobs.before,
    workload(service, names),
    canaryDeployment(service, names),
    kubernetesService(service),
    earlierService(service),
    ...trackServices(service),
    ...ingresses(service),
    ...canaryIngresses(service),
    ...gatewayRoutes(service),
    horizontalPodAutoscaler(service),
    canaryAutoscaler(service),
    podDisruptionBudget(service),
    ...jobs.after,
    ...(restart === undefined ? [] : [restart.account, restart.role, restart.binding, restart.job]),
  ];
  // A name that Pulumi draws is text as soon as it is known.
  return made.filter((manifest) => manifest !== undefined).map((manifest) => patched(service, manifest) as AnyManifest);
}
