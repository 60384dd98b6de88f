import type { Command } from "commander";
import { capture } from "../../rollout/capture.ts";
import { standingOf } from "../../release/canary/since.ts";
import { deploymentStatus } from "../../release/status.ts";
import { serviceNamed } from "../../release/verbs/serviceNamed.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";
import { figureLine, standLine } from "../renderers/canary.ts";
import { history, openLook } from "../session.ts";
import { utcText } from "../../records/utcText.ts";

/** Where each canary stands, since when, by whom, and what was seen of it. */
export async function showCanaries(services: string[], command: Command): Promise<void> {
  const session = openLook(globalOptions(command));
  const output = processOutput(globalOptions(command));
  for (const name of services) serviceNamed(session.stack, name);
  const records = await history(session);
  const { style } = output;
  const standing = await Promise.all(
    standingOf(session.stack.config.services, services, records).map(async ({ service, canary }) => {
      const { namespace, name } = service;
      const of = { kind: "Deployment" as const, namespace, name: `${name}-canary` };
      const { available, desired } = deploymentStatus((await capture(session.cluster, of)).deployment);
      return { ...canary, pods: { available, desired } };
    }),
  );
  const lines = standing.flatMap((one) => {
    const { pods, since, operator = "", release, figures = [], paused } = one;
    const began = since === undefined ? [] : [`  since ${utcText(since)}, by ${operator}`];
    return [
      standLine(one, style),
      `  ${pods.available}/${pods.desired} pods available`,
      ...began,
      ...figures.map((figure) => `  ${figureLine(figure, style)}`),
      ...(release === undefined ? [] : [style.dim(`  more: release show ${release}`)]),
      ...(paused ? [style.warn("  paused: release canary resume goes on")] : []),
    ];
  });
  output.result(lines.length === 0 ? ["no canary stands"] : lines, standing);
}
