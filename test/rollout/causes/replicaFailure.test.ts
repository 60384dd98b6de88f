import type { RolloutSnapshot } from "../../../rollout/snapshot.ts";
import * as make from "../builders.ts";
import { itNames } from "./cases.ts";

function refused(message: string, seconds: number): RolloutSnapshot {
  const lastTransitionTime = make.ago(seconds);
  const condition = { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message, lastTransitionTime };
  return make.rollout({ replicaSets: [make.replicaSet("new", "lab/web:v2", { conditions: [condition] })] });
}

describe("pods that may not be created", () => {
  itNames([
    {
      code: "QuotaExceeded",
      when: "no quota is left and none will be freed",
      snapshot: refused(
        'pods "website-new-x" is forbidden: exceeded quota: pods, requested: pods=1, used: pods=3, limited: pods=3',
        10,
      ),
      message:
        "no room for another pod of ReplicaSet website-new: quota pods, requested: pods=1, used: pods=3, limited: pods=3 (waited 10 s; rollout.patience.quota allows 10 s)",
      command: "kubectl describe quota -n staging",
    },
    {
      code: "AdmissionRefused",
      when: "Pod Security refuses the pods",
      snapshot: refused('pods "website-new-x" is forbidden: violates PodSecurity "restricted:latest": privileged', 2),
      message:
        'the API server refuses the pods of ReplicaSet website-new: pods "website-new-x" is forbidden: violates PodSecurity "restricted:latest": privileged',
      command: "kubectl describe replicaset -n staging website-new",
    },
  ]);
});
