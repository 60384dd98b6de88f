import type { Command } from "commander";
import { withWatcher } from "../../components/objects/watcherService.ts";
import { describeProblem, exitCodes, Problem } from "../../errors/problem.ts";
import { installPulumi } from "../../engine/install.ts";
import { checkCluster } from "../../release/check/cluster.ts";
import { checkGatewayFeatures } from "../../release/check/gatewayFeatures.ts";
import { checkKinds } from "../../release/check/kinds.ts";
import { checkReferences } from "../../release/check/references.ts";
import type { Emit } from "../../release/events.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";
import { counted } from "../renderers/units.ts";
import { locateStack } from "../project.ts";
import { openSession } from "../session.ts";

interface Finding {
  what: string;
  ok: boolean;
  message: string;
}

/** Whether everything that a release needs is in place. */
export async function doctor(chosen: { installPulumi?: boolean }, command: Command): Promise<void> {
  const options = globalOptions(command);
  const output = processOutput(options);
  if (chosen.installPulumi === true) {
    const { version, path } = await installPulumi();
    output.say(`pulumi ${version} installed: ${path}`);
  }
  const findings: Finding[] = [];
  const look = async (what: string, work: () => string | Promise<string>): Promise<void> => {
    try {
      findings.push({ what, ok: true, message: await work() });
    } catch (error) {
      findings.push({
        what,
        ok: false,
        message: error instanceof Problem ? describeProblem(error) : String(error),
      });
    }
  };
  await look("node", () => process.versions.node);
  await look("project", () => locateStack(options).projectDir);
  await look("configuration", () => {
    const { stack } = openSession(options);
    return `${counted(stack.services.size, "service")} in ${stack.file}, rules kept`;
  });
  if (findings.every(({ ok }) => ok)) {
    const session = openSession(options);
    await look("cluster", async () => {
      const { gitVersion } = await session.cluster.version.getCode();
      return `${session.clusterReason}, Kubernetes ${gitVersion}`;
    });
    await look("rights", async () => {
      await checkCluster(session.cluster, session.stack.namespace);
      return `may release into ${session.stack.namespace}`;
    });
    await look("kinds", async () => {
      await checkKinds(session.cluster, session.stack.config);
      return "the cluster has every kind of object that the stack has";
    });
    await look("gateways", async () => {
      const notes: string[] = [];
      const emit: Emit = (event) => {
        if (event.type === "note") notes.push(event.message);
      };
      await checkGatewayFeatures({ cluster: session.cluster, emit }, session.stack.config.services);
      return notes.length === 0 ? "nothing is asked of a gateway that it lacks" : notes.join("\n");
    });
    await look("references", async () => {
      await checkReferences(session.cluster, withWatcher(session.stack.config));
      return "what pods take from others is there";
    });
    await look("pulumi", async () => {
      const engine = await session.engine();
      const holder = await engine.lockHolder();
      const lock = holder === undefined ? "no lock" : `locked by process ${holder.pid} on ${holder.hostname}`;
      return `${engine.description}; state in ${engine.backend}, ${lock}`;
    });
    await look("records", async () => `${(await session.records.list()).length} releases on record`);
  }
  output.result(
    findings.map(({ what, ok, message }) => {
      const sign = ok ? output.style.good("✔") : output.style.bad("✖");
      return `${sign} ${what.padEnd(13)} ${message.replaceAll("\n", `\n${" ".repeat(16)}`)}`;
    }),
    { ok: findings.every(({ ok }) => ok), findings },
  );
  if (!findings.every(({ ok }) => ok)) process.exitCode = exitCodes.usage;
}
