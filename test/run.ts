/**
 * `npm test`: unit, engine and cluster tests; `npm test -- unit|cluster|slow` or `npm test -- FILE...` for a part.
 * The last line is alone: `N passed, N failed, N skipped`.
 */
import { globSync } from "node:fs";
import { resolve } from "node:path";
import Mocha from "mocha";
import { errorText } from "../errors/errorText.ts";
import { describeProblem, Problem } from "../errors/problem.ts";
import { labBrowser } from "../lab/browser.ts";
import { labImages } from "../lab/moreImages.ts";
import { labPart } from "../lab/parts.ts";
import { labUp } from "../lab/up.ts";
import { makeInstalled } from "../package/scripts.ts";
import { noClusterVariable } from "./cluster/support.ts";
import { installedPackage } from "./installedPackage.ts";

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

// Tests take nothing from the shell they are started in.
const fromShell = Object.keys(process.env).filter((name) => /^(PULUMI_|KUBECONFIG$|RELEASE_OPERATOR$)/.test(name));
for (const name of fromShell) Reflect.deleteProperty(process.env, name);
// Pulumi encrypts every stack of a backend in files by one.
process.env.PULUMI_CONFIG_PASSPHRASE = "a test's";
// Of each program that a plain pulumi up runs, compiling Pulumi's SDK is the larger part: the release command sets it itself.
process.env.NODE_COMPILE_CACHE = resolve(import.meta.dirname, "../node_modules/.cache/compile");

const wanted = process.argv.slice(2);
const clusterTests = globSync("test/cluster/**/*.test.ts");
const slowTests = globSync("test/slow/**/*.test.ts");
const unitTests = globSync("test/**/*.test.ts").filter((file) => ![...clusterTests, ...slowTests].includes(file));
const files = wanted.filter((word) => word.endsWith(".ts"));
const chosen = (suite: string) => (files.length === 0 ? wanted.length === 0 || wanted.includes(suite) : false);

const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
const plainFiles = files.filter((file) => !/test\/(cluster|slow)\//.test(file));
if (files.length === 0 || files.some((file) => file.includes("/console/"))) await prepareBrowser();
await run([...(chosen("unit") ? unitTests : []), ...plainFiles], 1);
const needLab = [
  ...(chosen("cluster") ? clusterTests : []),
  ...(wanted.includes("slow") ? slowTests : []),
  ...files.filter((file) => !plainFiles.includes(file)),
];
if (needLab.length > 0) {
  await makeInstalled(resolve(import.meta.dirname, ".."), installedPackage);
  await prepareLab();
  // They mostly wait for the cluster, so more of them than cores run at once; slow ones measure, so they run alone.
  await run(needLab, wanted.includes("slow") ? 1 : 4);
}
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);

async function run(testFiles: string[], jobs: number): Promise<void> {
  if (testFiles.length === 0) return;
  const parallel = jobs > 1 && testFiles.length > 1;
  const mocha = new Mocha({ timeout: 20_000, parallel, jobs, reporter: "spec", forbidOnly: true });
  for (const file of [...testFiles].sort()) mocha.addFile(file);
  if (!parallel) await mocha.loadFilesAsync();
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => {
      counts.passed += runner.stats?.passes ?? 0;
      counts.failed += runner.stats?.failures ?? 0;
      counts.skipped += runner.stats?.pending ?? 0;
      resolve();
    });
  });
}

/** What the console's page is tested in; where it cannot be had these tests fail, and say so. */
async function prepareBrowser(): Promise<void> {
  await labBrowser().catch((error: unknown) => {
    process.stdout.write(`browser: ${error instanceof Problem ? describeProblem(error) : String(error)}\n`);
  });
}

/** One lab for all cluster tests. Where it cannot be had they are skipped and counted so; in CI that is a failure. */
async function prepareLab(): Promise<void> {
  try {
    await labUp({
      emit: ({ step, state, message }) => {
        if (state !== "running" && state !== "started")
          process.stdout.write(`lab: ${step} ${state}${message === undefined ? "" : `: ${message}`}\n`);
      },
    });
    if (chosen("cluster")) await prepareParts();
  } catch (error) {
    const reason = error instanceof Problem ? describeProblem(error) : String(error);
    process.stdout.write(`lab: not to be had: ${reason}\n`);
    process.env[noClusterVariable] = reason;
    if (process.env.CI === "true") counts.failed += 1;
  }
}

/** What some cluster tests need beside the lab: made one after the other, for no test's time to be spent on it. */
async function prepareParts(): Promise<void> {
  const parts: [string, () => Promise<unknown>][] = [
    ["image with kubectl", () => labImages({ which: "kubectl", emit: () => undefined })],
    ["helm", () => labPart("helm")],
    ["S3 store", () => labPart("s3")],
    ["actionlint", () => labPart("actionlint")],
    ["registry", () => labPart("registry")],
  ];
  for (const [name, make] of parts) {
    // The tests that need it will fail, and no others.
    const end = await make().then(
      () => "done",
      (error: unknown) => `failed: ${errorText(error)}`,
    );
    process.stdout.write(`lab: ${name} ${end}\n`);
  }
}
