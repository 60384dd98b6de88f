import type { Command } from "commander";
import { capture } from "../../rollout/capture.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { operatorText } from "../../records/record.ts";
import { declaresCanary, standOf } from "../../release/canary/steps.ts";
import { deploymentStatus } from "../../release/status.ts";
import { serviceNamed } from "../../release/verbs/serviceNamed.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";
import { figureLine, standLine } from "../renderers/canary.ts";
import { history, openLook } from "../session.ts";

/** Where each canary stands, since when, by whom, and what was seen of it. */
export async function showCanaries(services: string[], command: Command): Promise<void> {
  const session = openLook(globalOptions(command));
  const output = processOutput(globalOptions(command));
  for (const name of services) serviceNamed(session.stack, name);
  const records = await history(session);
  const { style } = output;
  const shown = await Promise.all(
    session.stack.config.services
      .filter(({ name }) => services.length === 0 || services.includes(name))
      .map(async (service) => {
        const declared = declaresCanary(service);
        const stand = declared === undefined ? undefined : standOf(declared);
        if (stand === undefined) return undefined;
        const { deployment } = await capture(session.cluster, {
          kind: "Deployment",
          namespace: service.namespace,
          name: `${service.name}-canary`,
        });
        const { available, desired } = deploymentStatus(deployment);
        const of = sinceOf(records, service.name);
        return { ...stand, paused: service.release.canary?.paused === true, pods: { available, desired }, ...of };
      }),
  );
  const standing = shown.filter((one) => one !== undefined);
  const lines = standing.flatMap((one) => {
    const { pods, since, operator = "", release, figures = [], paused } = one;
    const began = since === undefined ? [] : [`  since ${since.slice(0, 19).replace("T", " ")} UTC, by ${operator}`];
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

/** When the canary began, and the release that brought it where it stands. */
function sinceOf(records: readonly ReleaseRecord[], service: string) {
  const own = records.filter(({ changes }) => changes.some((change) => change.service === service));
  const last = own[0];
  const began = own.find(({ canary }) => canary?.action === "start");
  return {
    ...(began === undefined ? {} : { since: began.startedAt, operator: operatorText(began) }),
    ...(last === undefined ? {} : { release: last.id }),
    ...(last?.canary?.figures === undefined ? {} : { figures: last.canary.figures }),
  };
}
