/** `node bench/set.ts [N]`: N pipelines (20) that end at the same moment and set a service each. Needs no cluster. */
import { buildRelease } from "./builtRelease.ts";
import { setAtOnce } from "./pipelines.ts";

const pipelines = Number(process.argv[2] ?? 20);
const { seconds, codes, failures, mostTries, commits, text } = await setAtOnce(pipelines, await buildRelease());
const set = text.match(/version: v2/g)?.length ?? 0;
const linear = commits.every(({ parents, lines }) => parents === 1 && lines === 1);
process.stdout.write(
  `${pipelines} pipelines at once: ${codes.filter((code) => code === 0).length} done in ${seconds.toFixed(1)} s, ` +
    `${set} of ${pipelines} services set, ${commits.length} commits, ${linear ? "one after the other" : "not in one line"}, ` +
    `${mostTries} tries at most\n${failures.join("\n")}`,
);
const limitSeconds = 60;
process.exitCode = set === pipelines && linear && seconds <= limitSeconds ? 0 : 2;
