import { container, waiting } from "../builders.ts";
import { describePod, inPod, itNames } from "./cases.ts";

describe("a container that cannot be created", () => {
  itNames([
    {
      code: "ConfigMissing",
      when: "a ConfigMap is missing",
      snapshot: inPod({
        containers: [container(waiting("CreateContainerConfigError", 'configmap "settings" not found'))],
      }),
      message:
        'container web of pod website-new-a needs configuration that is not there: configmap "settings" not found (waited 100 s; rollout.patience.configuration allows 3 s)',
      command: describePod,
    },
    {
      code: "ConfigMissing",
      when: "a key of a Secret is missing",
      snapshot: inPod({
        containers: [
          container(waiting("CreateContainerConfigError", "couldn't find key password in Secret staging/db")),
        ],
      }),
      message:
        "container web of pod website-new-a needs configuration that is not there: couldn't find key password in Secret staging/db (waited 100 s; rollout.patience.configuration allows 3 s)",
      command: describePod,
    },
    {
      code: "ContainerConfigInvalid",
      when: "it must not run as root but would",
      snapshot: inPod({
        containers: [
          container(waiting("CreateContainerConfigError", "container has runAsNonRoot and image will run as root")),
        ],
      }),
      message:
        "container web of pod website-new-a cannot be created as it is declared: container has runAsNonRoot and image will run as root",
      command: describePod,
    },
  ]);
});
