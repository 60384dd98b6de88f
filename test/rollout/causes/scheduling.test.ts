import * as make from "../builders.ts";
import { describePod, inPod, itNames } from "./cases.ts";

describe("a pod without a node", () => {
  itNames([
    {
      code: "Unschedulable",
      when: "no node has taken it for the grace",
      snapshot: inPod({ conditions: [make.unschedulable("0/1 nodes are available: 1 Insufficient cpu.", 31)] }),
      message:
        "no node has taken pod website-new-a: 0/1 nodes are available: 1 Insufficient cpu (waited 31 s; rollout.patience.schedule allows 30 s)",
      command: describePod,
    },
    {
      code: "VolumeNotBound",
      when: "a claim does not bind",
      snapshot: {
        ...inPod({
          conditions: [
            make.unschedulable("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.", 60),
          ],
          volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
        }),
        claims: [make.claim("data", "Pending")],
      },
      message:
        "pod website-new-a waits for PersistentVolumeClaim data (Pending, 1Gi of class fast): 0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims (waited 60 s; rollout.patience.volume allows 60 s)",
      command: "kubectl describe pvc -n staging",
    },
  ]);
});
