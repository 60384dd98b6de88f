import { findPulumi, type FoundPulumi } from "../engine/find.ts";
import { labPulumi } from "../host/labPlace.ts";

/** Pulumi's CLI as it is found on this machine, the lab's too. @throws UsageProblem PULUMI_MISSING */
export function findCli(env: NodeJS.ProcessEnv): Promise<FoundPulumi> {
  return findPulumi(env, () => {
    const built = labPulumi();
    return (
      built && { command: built.command, description: `pulumi ${built.version}, built by the lab`, env: built.env }
    );
  });
}
