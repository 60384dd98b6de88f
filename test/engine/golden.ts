import { globSync, readFileSync } from "node:fs";
import type { OpType, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";

const history = "test/engine/golden/state/dot-pulumi/history/golden/prod";

interface GoldenResource {
  urn: string;
  type: string;
  id: string;
  parent: string;
  provider: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

/** The Deployment as the real CLI (3.260) and its Kubernetes provider recorded it after each of the five golden updates. */
export const deployments: GoldenResource[] = globSync(`${history}/*.checkpoint.json`)
  .sort()
  .map((file) => {
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
      checkpoint: { latest: { resources: GoldenResource[] } };
    };
    return checkpoint.latest.resources.find(({ type }) => type === "kubernetes:apps/v1:Deployment")!;
  });

/** The step from one golden update to the next, put together as the Automation API's types say an engine event holds it. */
export function goldenStep(op: OpType, from: number | undefined, to: number | undefined): StepEventMetadata {
  const [before, after] = [from, to].map((index) => (index === undefined ? undefined : deployments[index]));
  const { urn, type, provider } = deployments[0]!;
  return {
    op,
    urn,
    type,
    provider,
    ...(before === undefined ? {} : { old: before }),
    ...(after === undefined ? {} : { new: after }),
  };
}
