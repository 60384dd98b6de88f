import { setTimeout as sleep } from "node:timers/promises";
import { isNotFound } from "../../../cluster/apiError.ts";
import { connect, type Cluster } from "../../../cluster/cluster.ts";
import { startRegistry } from "../../../lab/registry.ts";
import type { Output } from "../../output.ts";
import { startLab } from "../findCluster.ts";
import { openChat } from "./chat.ts";
import { makeMachine, type Machine } from "./machine.ts";
import { makeRepositories, type Repository } from "./repositories.ts";

/** All that the way leads through, on this machine. */
export interface Place {
  machine: Machine;
  /** Its address, with the port. */
  registry: string;
  releases: Repository;
  services: Map<string, Repository>;
  chatUrl: string;
  /** `lab` */
  cluster: string;
  /** Ends what runs; repositories and services stay to be looked at. */
  close: () => Promise<void>;
}

/** A cluster, a registry, repositories and a chat; what an earlier story left is gone. */
export async function openPlace(
  { checkout, namespace, services }: { checkout: string; namespace: string; services: readonly string[] },
  heard: (text: string) => void,
  output: Output,
): Promise<Place> {
  output.say("cluster    the lab, a real Kubernetes on this machine: its node can pull from a registry here");
  const lab = await startLab(output);
  await removeNamespace(connect(lab.choice), namespace, output);
  const machine = await makeMachine(checkout, lab.choice.kubeconfig ?? "");
  const registry = await startRegistry(`${machine.folder}/registry`);
  output.say(`registry   a real one, of OCI images, on ${registry.host}`);
  const parts = { registry: registry.host, namespace, checkout };
  const repositories = await makeRepositories(machine, services, parts);
  output.say(`git        releases.git, ${services.map((name) => `${name}.git`).join(" and ")} in ${machine.folder}`);
  const chat = await openChat(heard);
  output.say(`chat       what takes Slack's messages, on ${chat.url}`);
  return {
    ...{ machine, registry: registry.host, ...repositories, chatUrl: chat.url, cluster: lab.name },
    async close() {
      chat.stop();
      await registry.stop();
    },
  };
}

async function removeNamespace(cluster: Cluster, name: string, output: Output): Promise<void> {
  try {
    await cluster.core.deleteNamespace({ name });
    output.say(`           removing namespace ${name} of an earlier start`);
    for (;;) {
      await sleep(500);
      await cluster.core.readNamespace({ name });
    }
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
