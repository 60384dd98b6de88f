import { z } from "zod";
import { ruleCodeForm } from "../rules/codes.ts";
import { account } from "./account.ts";
import { annotations } from "./annotations.ts";
import { canaryParameters } from "./canary.ts";
import * as containers from "./containers.ts";
import { cronJob } from "./cronJob.ts";
import { dns, hostAliases } from "./dns.ts";
import { choice, dnsLabel, flag, integer, mapOf, text } from "./fields.ts";
import { kubernetesService } from "./kubernetesService.ts";
import { labels } from "./labels.ts";
import { dnsSubdomain } from "./names.ts";
import { follow } from "./follow.ts";
import { jobs } from "./jobs.ts";
import { network, ports } from "./network.ts";
import { patches } from "./patches.ts";
import { placement } from "./placement.ts";
import { probes } from "./probes.ts";
import { resources } from "./resources.ts";
import { restart } from "./restart.ts";
import { autoscaling, budget, drain, rollout } from "./rollout.ts";
import { route, routes } from "./routes.ts";
import { security } from "./security.ts";
import { selector } from "./selector.ts";
import { volumes } from "./storage.ts";
import { variables } from "./variables.ts";

/** Longest service name: a CronJob's name has 52 characters at most, and `-restart` is added to it. */
export const serviceNameLimit = 44;

/** Basic parameters of a service, over its template's: `releases:services`. Changed rarely, by the service's owners. */
export const basicParameters = z.strictObject({
  template: text(
    "Type of service: a file in `components/templates`, or in `templates` of the project.",
    "the name of a template",
    /^[a-z][-a-z0-9]*$/i,
  ),
  image: text(
    "Image without tag; the tag is the release parameter `version`.",
    "an image name without tag or digest",
    /^[a-z0-9][a-z0-9._/-]*(:\d+\/[a-z0-9._/-]+)?$/,
  ),
  follow: follow.optional(),
  imagePull: choice("When nodes fetch the image; default IfNotPresent.", ["IfNotPresent", "Always", "Never"]).default(
    "IfNotPresent",
  ),
  imagePullSecrets: z.array(dnsSubdomain("Secret.")).default([]).describe("Secrets with the registry's credentials."),
  owner: text("Team that owns the service.").optional(),
  contact: text("Where to reach the owner at 3 a.m.").optional(),
  namespace: dnsLabel("Namespace; default `releases:namespace`, else the stack's name.").optional(),
  group: dnsLabel("Group of services released together.").optional(),
  renamedFrom: dnsLabel(
    "Earlier name of the service, from which it is moved without a gap.",
    serviceNameLimit,
  ).optional(),
  earlierName: flag("Whether it answers inside the cluster by the name in `renamedFrom` too; default true.").default(
    true,
  ),
  dependsOn: z.array(dnsLabel("Service.")).default([]).describe("Services of this stack that are released before it."),
  replicas: integer("Pods that serve; default 2. Not sent with `autoscaling`.", 0, 500, "pods").default(2),
  autoscaling: autoscaling.optional(),
  cronJob: cronJob.optional(),
  ports: ports.prefault({}),
  service: kubernetesService.prefault({}),
  route: route.optional(),
  routes: routes.prefault({}),
  network: network.optional(),
  probes: probes.prefault({}),
  rollout: rollout.prefault({}),
  canary: canaryParameters.optional(),
  drain: drain.prefault({}),
  budget: budget.optional(),
  resources: resources.prefault({}),
  labels: labels("Labels of every object of the service but its pods.").prefault({}),
  podLabels: labels("Labels of the pods, for other programs; a change replaces the pods.").prefault({}),
  podAnnotations: annotations("Annotations of the pods, for other programs; a change replaces the pods.").prefault({}),
  selector: selector.optional(),
  container: dnsLabel(
    "Name of the container that serves; default the service's name. A change replaces the pods.",
  ).optional(),
  ...containers.entrypoint,
  env: containers.env.prefault({}),
  ...variables,
  secrets: containers.secrets.prefault({}),
  files: containers.files.prefault({}),
  secretFiles: containers.secretFiles.prefault({}),
  volumes: volumes.prefault({}),
  initContainers: containers.initContainers.prefault({}),
  sidecars: containers.sidecars.prefault({}),
  jobs: jobs.prefault({}),
  placement: placement.prefault({}),
  dns: dns.optional(),
  hostAliases: hostAliases.prefault({}),
  security: security.prefault({}),
  account: account.prefault({}),
  restart: restart.optional(),
  patches: patches.prefault({}),
  waivers: mapOf(
    text("Code of a rule.", "the code of a rule like ZD001", new RegExp(`^${ruleCodeForm}$`)),
    text("Why the rule may be broken here.", "a reason of at least 10 characters", /^.*\S.{8,}\S.*$/s),
    "Rules that this service may break: code -> reason (docs/rules.md).",
  ).prefault({}),
});

export type BasicInput = z.input<typeof basicParameters>;
export type BasicParameters = z.output<typeof basicParameters>;
