import { z } from "zod";
import { duration, integer } from "./fields.ts";

const time = (description: string) => duration(description, 0, 86_400);

/** How long each kind of trouble is waited out that often mends itself. docs/causes.md says which trouble is which. */
const kinds = {
  crashes: integer("Ends of one container forgiven; default 1.", 0, 100, "crashes"),
  image: time("While the registry has no such image, e.g. while it replicates; default 0s."),
  credentials: time("While the registry refuses the image; default 5s, which is one refusal."),
  pull: time("While pulling fails otherwise; default 60s."),
  configuration: time("While a ConfigMap, a Secret or a key is missing, e.g. while an operator syncs it; default 3s."),
  schedule: time("While no node takes a pod; default 30s."),
  node: time("The same once an autoscaler adds a node, until that is set up; default 5m."),
  volume: time("While a volume does not bind, attach or mount; default 60s."),
  provision: time("While a provisioner makes a volume; default 5m."),
  sandbox: time("While the runtime fails to make a pod's network or a container; default 30s."),
  quota: time("While the namespace's quota has no room; default 10s."),
  admission: time("While old pods may free quota, or a webhook does not answer; default 30s."),
};

/** `rollout.patience` of a service. */
export const patience = z
  .strictObject({
    crashes: kinds.crashes.default(1),
    image: kinds.image.prefault("0s"),
    credentials: kinds.credentials.prefault("5s"),
    pull: kinds.pull.prefault("60s"),
    configuration: kinds.configuration.prefault("3s"),
    schedule: kinds.schedule.prefault("30s"),
    node: kinds.node.prefault("5m"),
    volume: kinds.volume.prefault("60s"),
    provision: kinds.provision.prefault("5m"),
    sandbox: kinds.sandbox.prefault("30s"),
    quota: kinds.quota.prefault("10s"),
    admission: kinds.admission.prefault("30s"),
  })
  .describe("How long a release waits out what often mends itself, before it is called doomed.");

/** `releases:patience`: what the stack's cluster and registry ask for, over the templates' defaults. */
export const stackPatience = z
  .strictObject(kinds)
  .partial()
  .describe("Patience of every service of the stack that says nothing else: over its template's, under its own.");

export type Patience = z.output<typeof patience>;
export const defaultPatience: Patience = patience.parse({});
