import { z } from "zod";
import { annotations } from "./annotations.ts";
import { cidr } from "./cidr.ts";
import { choice, duration, flag } from "./fields.ts";
import { qualifiedName } from "./names.ts";

/** The Service before the pods. https://kubernetes.io/docs/concepts/services-networking/service/ */
export const kubernetesService = z
  .strictObject({
    type: choice("LoadBalancer and NodePort open it to the outside; default ClusterIP.", [
      "ClusterIP",
      "NodePort",
      "LoadBalancer",
    ]).default("ClusterIP"),
    headless: flag("Whether its name leads to the pods themselves, not to one address; default false.").default(false),
    annotations: annotations("Annotations of the Service, for its cloud or mesh.").prefault({}),
    stickyFor: duration(
      "Time for which a client's connections go to the same pod; default not at all.",
      1,
      86_400,
    ).optional(),
    publishNotReady: flag("Whether its name leads to pods that are not ready too; default false.").default(false),
    loadBalancerClass: qualifiedName(
      "Who makes the load balancer; default the cluster's.",
      "example.com/internal",
    ).optional(),
    sourceRanges: z
      .array(cidr("Range of addresses."))
      .optional()
      .describe("Addresses that the load balancer lets in; default all."),
    externalTraffic: choice("Local keeps the client's address and stays on the node; default Cluster.", [
      "Cluster",
      "Local",
    ]).optional(),
  })
  .refine((value) => !value.headless || value.type === "ClusterIP", {
    message: "a headless Service is a ClusterIP one",
  })
  .refine((value) => !value.headless || value.stickyFor === undefined, {
    message: "stickyFor needs an address that stands before the pods, which a headless Service has not",
  })
  .refine((value) => value.type === "LoadBalancer" || (value.loadBalancerClass ?? value.sourceRanges) === undefined, {
    message: "loadBalancerClass and sourceRanges go with type LoadBalancer",
  })
  .refine((value) => value.type !== "ClusterIP" || value.externalTraffic === undefined, {
    message: "externalTraffic goes with type NodePort or LoadBalancer",
  })
  .describe("The Service before the pods; there is one where a port is served.");
