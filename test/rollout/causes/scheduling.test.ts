import * as make from "../builders.ts";
import { describePod, inPod, itNames } from "./cases.ts";

describe("a pod without a node", () => {
  itNames([
    {
      code: "Unschedulable",
      when: "no node has taken it for the grace",
      snapshot: inPod({ conditions: [make.unschedulable("0/1 nodes are available: 1 Insufficient cpu.", 31)] }),
      message: "no node has taken pod website-new-a for 31 s: 0/1 nodes are available: 1 Insufficient cpu",
      command: describePod,
    },
    {
      code: "VolumeNotBound",
      when: "a claim does not bind",
      snapshot: {
        ...inPod({
          conditions: [
            make.unschedulable("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.", 30),
          ],
          volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
        }),
        claims: [make.claim("data", "Pending")],
      },
      message:
        "pod website-new-a has waited 30 s for PersistentVolumeClaim data (Pending, 1Gi of class fast): 0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims",
      command: "kubectl describe pvc -n staging",
    },
  ]);
});
