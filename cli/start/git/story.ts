import { fileURLToPath } from "node:url";
import { exitCodes, type ExitCode } from "../../../errors/problem.ts";
import { interruptible } from "../../interrupt.ts";
import type { Output } from "../../output.ts";
import { openLook } from "../../session.ts";
import { addLoad, type RunningLoad } from "../load.ts";
import { startLoads } from "../loads.ts";
import type { StartOptions } from "../options.ts";
import { useOwnEnvironment } from "../ownEnvironment.ts";
import { stopped, untouchedUntil } from "../stopping.ts";
import { dockerfile } from "./files.ts";
import { firstRelease } from "./firstRelease.ts";
import { follow, letBe, settled, type Tale } from "./follow.ts";
import { mustPass, pipelineOf } from "./pipelineOf.ts";
import { openPlace } from "./place.ts";
import { gitReportJson, gitReportLines, inShort, type GitReport } from "./report.ts";
import { startWatching, type Watching } from "./watching.ts";

const checkout = fileURLToPath(new URL("../../../", import.meta.url));
const namespace = "staging-git";
const shown = "website";
const requestsPerSecond = { newConnections: 150, keptAlive: 250 };

const good = { author: "Grace", subject: "a new page", files: { Dockerfile: dockerfile({ WEB_VERSION: "2" }) } };
const bad = {
  author: "Linus",
  subject: "ask a database",
  files: { Dockerfile: dockerfile({ WEB_VERSION: "3", WEB_CRASH: "true" }) },
};

/** The whole way: commits to a service's repository, its pipeline, `release watch`, new pods under load; a bad one goes back. */
export async function gitStory(options: StartOptions, output: Output): Promise<ExitCode> {
  useOwnEnvironment(options);
  const told: string[] = [];
  const heard = (text: string): void => {
    told.push(text);
    for (const line of text.split("\n")) output.say(`${output.style.accent("  chat  ")} ${inShort(line)}`);
  };
  const wanted = { checkout, namespace, services: [shown, "docs"] };
  const place = await untouchedUntil(output, () => openPlace(wanted, heard, output));
  const interrupt = interruptible(output);
  const { signal } = interrupt;
  let watching: Watching | undefined;
  const running: RunningLoad[] = [];
  signal.addEventListener("abort", () => void watching?.stop());
  const title = (bold: string, rest: string): void => {
    output.say(`\n${output.style.bold(bold)}${rest}`);
  };
  try {
    title("The services' pipelines", ", word for word as release ci writes them");
    for (const service of place.services.values()) {
      const id = await place.machine.git(service.checkout, "Ada", "rev-parse", "HEAD");
      mustPass(await pipelineOf(place, service, { id, author: "Ada", subject: "first" }, output));
    }

    title("The first release by hand", ", and release watch from then on: it releases what the pipelines set");
    await firstRelease(place, output, signal);
    watching = startWatching(place, output);
    await watching.saw(settled());
    const session = openLook({ cwd: place.releases.checkout, stack: "staging" });
    running.push(...(await startLoads(session.cluster, { namespace, name: shown }, requestsPerSecond)));
    const tale: Tale = { place, session, watching, output, signal, told, service: { namespace, name: shown } };
    const commits = [];
    for (const change of [good, bad]) {
      title(`${change.author} commits "${change.subject}" to ${shown}`, ", under load");
      commits.push(await follow(change, tale));
    }
    title("Not tried again", ": watched for a while, and the same pipeline once more");
    const ends = await letBe(commits, tale);
    const load = addLoad(await Promise.all(running.splice(0).map((generator) => generator.stop())));
    await watching.stop();

    const report: GitReport = { commits: ends, records: await session.records.list(), load, cluster: place.cluster };
    output.result(gitReportLines(report, output.style), gitReportJson(report));
    output.say(`\nNext: npx release history --cwd ${place.releases.checkout}, and the repositories beside it.`);
    return verdict(report);
  } catch (error) {
    if (signal.aborted) throw stopped("npm start -- --git begins anew");
    throw error;
  } finally {
    await watching?.stop();
    await Promise.allSettled(running.map((generator) => generator.stop()));
    await place.close();
    interrupt.end();
  }
}

function verdict({ commits, load }: GitReport): ExitCode {
  const asTold = commits.every(({ record, tries, told }, index) => {
    return record.result === (index === 0 ? "succeeded" : "rolled back") && tries === 1 && told !== undefined;
  });
  if (!asTold) return exitCodes.notRolledBack;
  return load.failed > 0 ? exitCodes.rolledBack : exitCodes.done;
}
