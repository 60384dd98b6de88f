/** The Kubernetes objects of a service: a pure function each, from parameters to what stands in YAML. */
export { configMap, hasConfigMap, hasSecret, secret, secretEntries } from "./objects/configuration.ts";
export { contentHash } from "./objects/contentHash.ts";
export { deployment } from "./objects/deployment.ts";
export { stableVariant } from "./objects/labels.ts";
export { persistentVolumeClaims } from "./objects/persistentVolumeClaim.ts";
export { podDisruptionBudget } from "./objects/podDisruptionBudget.ts";
export { podTemplate } from "./objects/podTemplate.ts";
export { service } from "./objects/service.ts";
export { serviceAccount } from "./objects/serviceAccount.ts";
export type { ConfigNames } from "./objects/volumes.ts";
