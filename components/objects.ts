/** The Kubernetes objects of a service: a pure function each, from parameters to what stands in YAML. */
export { canaryDeployment, trackServices } from "./objects/canary.ts";
export { configMap, hasConfigMap, hasSecret, secret, secretEntries } from "./objects/configuration.ts";
export { contentHash } from "./objects/contentHash.ts";
export { deployment } from "./objects/deployment.ts";
export { horizontalPodAutoscaler } from "./objects/horizontalPodAutoscaler.ts";
export { networkPolicy } from "./objects/networkPolicy.ts";
export { objectsOf } from "./objects/objectsOf.ts";
export { patched, patchedPlaces } from "./objects/patches.ts";
export { persistentVolumeClaims } from "./objects/persistentVolumeClaim.ts";
export { podDisruptionBudget } from "./objects/podDisruptionBudget.ts";
export { scheduledRestart } from "./objects/restart.ts";
export { httpRoute, ingress } from "./objects/route.ts";
export { service } from "./objects/service.ts";
export { serviceAccount } from "./objects/serviceAccount.ts";
export type { DeploymentManifest } from "./objects/deployment.ts";
export type { Patchable } from "./objects/patches.ts";
export type { ConfigNames } from "./objects/volumes.ts";
