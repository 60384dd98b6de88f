import { fileURLToPath } from "node:url";
import { exitCodes, type ExitCode } from "../../errors/problem.ts";
import { imageReference } from "../../components/objects/image.ts";
import { deployEdits } from "../../release/verbs/deploy.ts";
import { interruptible } from "../interrupt.ts";
import { processOutput, type Output } from "../output.ts";
import { reportError } from "../reportError.ts";
import { openSession, surroundings, type Session } from "../session.ts";
import { copyForKubectl } from "./baseline.ts";
import { findCluster, type FoundCluster } from "./findCluster.ts";
import { addLoad, type RunningLoad } from "./load.ts";
import { startLoads } from "./loads.ts";
import { useOwnEnvironment } from "./ownEnvironment.ts";
import { parseStartOptions, startHelp, type StartOptions } from "./options.ts";
import { reportJson, reportLines, type ReleaseRow } from "./report.ts";
import { stopped, untouchedUntil } from "./stopping.ts";
import { tell } from "./story.ts";

const projectDir = fileURLToPath(new URL("../../", import.meta.url));
const shown = "website";
/** "No request failed" means something from here on. */
const leastSeconds = 40;
const requestsPerSecond = { newConnections: 250, keptAlive: 450 };
const wayOn = "npx release recover --stack staging goes back to the last good release; npm start begins anew";

/** The story: a cluster, four sites and a blog, then under load a good release and one that crashes, and what it all came to. */
async function start(options: StartOptions, output: Output): Promise<ExitCode> {
  useOwnEnvironment(options);
  const found = await untouchedUntil(output, () => findCluster(options, output));
  const interrupt = interruptible(output);
  const running: RunningLoad[] = [];
  try {
    const session = await openStaging(found, output);
    const release = async (title: string, version?: string): Promise<ReleaseRow[]> => {
      const rows = await tell(
        title,
        version === undefined ? [] : edits(session, version),
        session,
        output,
        interrupt.signal,
      );
      if (interrupt.signal.aborted) throw stopped(wayOn);
      return rows;
    };

    const rows = await release("Four sites (website, docs, jp, demo), and WordPress with its database");
    const namespace = session.stack.services.get(shown)?.namespace ?? session.stack.namespace;
    running.push(...(await startLoads(session.cluster, { namespace, name: shown }, requestsPerSecond)));
    const since = Date.now();
    const good = nextVersion(session);
    const kubectl = await timeKubectl(session, found, good, output);
    rows.push(...withKubectl(await release(`website ${good}, under load`, good), [kubectl.change]));
    rows.push(
      ...withKubectl(await release("website crash, under load: it cannot start", "crash"), [null, kubectl.undo]),
    );
    await untilEnough(since, output, interrupt.signal);
    const load = addLoad(await Promise.all(running.splice(0).map((generator) => generator.stop())));

    const report = { rows, load, cluster: found.name };
    output.result(reportLines(report, output.style), reportJson(report));
    output.say(
      "\nNext: npx release status --stack staging, or npx release --help. Pulumi.staging.yaml says what runs now.",
    );
    return verdict(rows, load.failed);
  } finally {
    await Promise.allSettled(running.map((generator) => generator.stop()));
    interrupt.end();
  }
}

async function openStaging(found: FoundCluster, output: Output): Promise<Session> {
  const session = openSession({ cwd: projectDir, stack: "staging", ...found.choice });
  for (const line of surroundings(session, await session.engine()).slice(1)) output.say(output.style.dim(line));
  return session;
}

function edits(session: Session, version: string) {
  return deployEdits([`${shown}=${version}`], session.stack);
}

/** v1 → v2 → … → v9 → v1: every start has a new version to release. */
function nextVersion({ stack }: Session): string {
  const current = stack.services.get(shown)?.parameters.release.version ?? "";
  const number = /^v([1-8])$/.exec(current)?.[1];
  return number === undefined ? "v1" : `v${Number(number) + 1}`;
}

async function timeKubectl(session: Session, found: FoundCluster, version: string, output: Output) {
  const service = session.stack.config.services.find(({ name }) => name === shown);
  const image = (tag: string) => imageReference(service?.image ?? "", tag);
  const namespace = session.stack.services.get(shown)?.namespace ?? session.stack.namespace;
  output.say(`\n${output.style.bold("kubectl, for comparison")}: the same changes on a copy of website`);
  const copy = await copyForKubectl(session.cluster, found.kubectl, { namespace, name: shown });
  try {
    const change = await copy.change(image(version));
    output.say(`    set image + rollout status: ${change.toFixed(1)} s`);
    const undo = await copy.undo(image("crash"));
    output.say(`    rollout undo + rollout status, once a person has seen the crash: ${undo.toFixed(1)} s`);
    return { change, undo };
  } finally {
    await copy.remove();
  }
}

function withKubectl(rows: ReleaseRow[], seconds: readonly (number | null)[]): ReleaseRow[] {
  return rows.map((row, index) => ({ ...row, kubectlSeconds: seconds[index] ?? null }));
}

async function untilEnough(since: number, output: Output, signal: AbortSignal): Promise<void> {
  const missing = since + leastSeconds * 1000 - Date.now();
  if (missing <= 0 || signal.aborted) return;
  output.say(`\nMore requests, for ${Math.ceil(missing / 1000)} s`);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, missing);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function verdict(rows: readonly ReleaseRow[], failed: number): ExitCode {
  if (rows.some(({ result }) => result === "cancelled")) return exitCodes.interrupted;
  if (rows.some(({ result }) => result === "rollback failed" || result === "failed")) return exitCodes.notRolledBack;
  return failed > 0 ? exitCodes.rolledBack : exitCodes.done;
}

try {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(`${startHelp}\n`);
  else {
    const tale = options.git ? (await import("./git/story.ts")).gitStory : start;
    process.exitCode = await tale(options, processOutput(options));
  }
} catch (error) {
  process.exitCode = reportError(error, process.argv.includes("--json"));
}
process.exit();
