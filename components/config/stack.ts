import { z } from "zod";
import { choice, dnsLabel, duration, flag, integer, mapOf, quantity, text } from "./fields.ts";

/** Level that a namespace made by the stack enforces where none was given; of others it is not known. */
export const defaultPodSecurity = "restricted";

const quota = z
  .strictObject({
    pods: integer("Most pods.", 1, 100_000, "pods").optional(),
    "requests.cpu": quantity("Most CPU requested.", "20", "cores").optional(),
    "requests.memory": quantity("Most memory requested.", "64Gi", "bytes").optional(),
    "limits.cpu": quantity("Highest sum of CPU limits.", "40", "cores").optional(),
    "limits.memory": quantity("Highest sum of memory limits.", "128Gi", "bytes").optional(),
  })
  .describe("The namespace's ResourceQuota: made with the namespace, and checked against what a rollout needs.");

export const namespaceParameters = z.strictObject({
  create: flag("Whether this stack makes the namespace; default true. false: only its quota is known.").default(true),
  podSecurity: choice("Pod Security level enforced; default restricted.", ["restricted", "baseline", "privileged"])
    .optional()
    .meta({ default: defaultPodSecurity }),
  quota: quota.optional(),
});

/** `releases:namespaces` */
export const namespaces = mapOf(dnsLabel("Name of the namespace."), namespaceParameters, "Namespaces the stack makes.");

/** `releases:groups` */
export const groups = mapOf(
  dnsLabel("Name of the group."),
  z.array(dnsLabel("Service.")).min(1).describe("Services of the group."),
  "Services released together, by the group's name; besides the services' own `group`.",
);

/** `releases:adopt` */
export const adopt = mapOf(
  dnsLabel("Service."),
  z
    .array(
      text(
        "Object, by kind and name.",
        "a kind and a name like Deployment/web",
        /^[A-Z][A-Za-z]+\/[a-z0-9][-a-z0-9.]*$/,
      ),
    )
    .describe("Objects of the service."),
  "Objects that stand in the cluster and that the next update takes over, by service; `release adopt` sets it for its one update.",
);

/** `releases:cluster`: facts about the cluster that the rules count with. */
export const clusterFacts = z
  .strictObject({
    nodes: integer(
      "Nodes that run the pods; default 3. 1 permits a ReadWriteOnce volume with a surge.",
      1,
      10_000,
      "nodes",
    ).default(3),
    propagation: duration("Time until every node knows that a pod left the endpoints; default 3s.", 1, 600).prefault(
      "3s",
    ),
  })
  .describe("Facts about the cluster that the zero-downtime rules count with.");

/** `releases:prometheus` */
export const prometheus = text(
  "Prometheus that the services' canaries are judged by: a URL (a token for it in the variable PROMETHEUS_TOKEN), or a " +
    "Service of the cluster, which is asked through the API server. Default none.",
  "a URL like http://prometheus.example:9090, without a password in it, or namespace/service:port",
  /^(https?:\/\/[^\s/@?#]+(\/[^\s?#]*)?|[a-z][-a-z0-9]*\/[a-z][-a-z0-9]*:[a-z0-9][-a-z0-9]*)$/,
);

export type NamespaceParameters = z.output<typeof namespaceParameters>;
export type ClusterFacts = z.output<typeof clusterFacts>;
