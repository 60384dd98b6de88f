import type { LiveObject } from "./live.ts";
import type {
  LiveAutoscaler,
  LiveBudget,
  LiveCronJob,
  LiveDeployment,
  LivePodTemplate,
  LiveService,
} from "./shapes.ts";

interface Named {
  name: string;
  account?: LiveObject;
  /** Ingresses, HTTPRoutes and GRPCRoutes that lead to its Service alone, under whatever name. */
  routes: LiveObject[];
}

/** A Deployment with what goes with it under its name. */
export interface Serving extends Named {
  deployment: LiveDeployment;
  service?: LiveService;
  autoscaler?: LiveAutoscaler;
  budget?: LiveBudget;
}

/** A CronJob: nothing leads to its pods. */
export interface Scheduled extends Named {
  cronJob: LiveCronJob;
}

/** What becomes one service. */
export type Workload = Serving | Scheduled;

/** The object that makes its pods, which bears its name. */
export function mainOf(workload: Workload): LiveDeployment | LiveCronJob {
  return "cronJob" in workload ? workload.cronJob : workload.deployment;
}

export function podTemplateOf(workload: Workload): LivePodTemplate {
  return "cronJob" in workload ? workload.cronJob.spec.jobTemplate.spec.template : workload.deployment.spec.template;
}

/** An object, and why it is not taken over. */
export interface NotTaken {
  kind: string;
  name: string;
  why: string;
}
