import { findPulumi } from "../../../../release/engine/pulumi/command.ts";
import { pulumiEngine } from "../../../../release/engine/pulumi.ts";
import { follow } from "../../../../release/rollout/follow.ts";
import { engineContract } from "../contract.ts";
import { noCluster } from "../support.ts";

const found = await findPulumi(process.env);

if (found.fit) {
  engineContract("pulumi", ({ dir, env }) => {
    const location = { projectDir: dir, stack: "prod" };
    return Promise.resolve(pulumiEngine(location, { reason: "on PATH", cluster: noCluster, follow, env }));
  });
} else {
  describe("The pulumi engine keeps the contract of Engine", () => {
    it(`(not run: ${found.reason})`);
  });
}
