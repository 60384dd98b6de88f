/**
 * `node test/cluster/upgrade/keep.ts VERSION [CHECKOUT]`: has a checkout (default: this one) release the stack in
 * kept/VERSION on the lab, once with v1 and once with v2, and keeps state and records beside the stack's file: what later
 * versions have to read. Needs the lab; leaves nothing on it.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { labPulumi } from "../../../host/labPlace.ts";
import { labPaths } from "../../../lab/paths.ts";
import { notBuilt } from "../../../lab/pulumi.ts";
import { connect } from "../../../cluster/cluster.ts";
import { passphrase } from "./kept.ts";

const [version = "", checkout = resolve(import.meta.dirname, "../../..")] = process.argv.slice(2);
const folder = join(import.meta.dirname, "kept", version);
const state = mkdtempSync(join(tmpdir(), "release-keep-"));
const { kubeconfig } = labPaths();
const { command, env: home } = labPulumi() ?? notBuilt();
const env = {
  ...process.env,
  ...home,
  KUBECONFIG: kubeconfig,
  PULUMI_BACKEND_URL: `file://${state}`,
  PULUMI_CONFIG_PASSPHRASE: passphrase,
  RELEASE_OPERATOR: "ada",
};
const file = join(checkout, "Pulumi.kept.yaml");
const run = (program: string, args: readonly string[]): string =>
  execFileSync(program, args, { cwd: checkout, env, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
const release = (...args: string[]): string =>
  run(process.execPath, [join(checkout, "cli/release.mjs"), "--stack", "kept", "--kubeconfig", kubeconfig, ...args]);

try {
  copyFileSync(join(folder, "Pulumi.kept.yaml"), file);
  run(command, ["stack", "init", "kept", "--no-select"]);
  run(command, ["config", "set", "--secret", "releases:token", "a secret", "--stack", "kept"]);
  release("up", "--yes", "-m", "first");
  release("up", "web=v2", "--yes", "-m", "second");
  copyFileSync(file, join(folder, "Pulumi.kept.yaml"));
  writeFileSync(join(folder, "state.json"), run(command, ["stack", "export", "--stack", "kept"]));
  const { items } = await connect({ kubeconfig }).core.listNamespacedConfigMap({
    namespace: "kept",
    labelSelector: "releases/record=true",
  });
  const records = items.map(({ data }) => JSON.parse(data?.["record.json"] ?? "{}") as object);
  writeFileSync(join(folder, "records.json"), `${JSON.stringify(records, undefined, 2)}\n`);
  process.stdout.write(`kept: ${folder}, ${readFileSync(join(folder, "state.json"), "utf8").length} bytes of state\n`);
} finally {
  const { core } = connect({ kubeconfig });
  await core.deleteNamespace({ name: "kept" }).catch(() => undefined);
  while (await core.readNamespace({ name: "kept" }).catch(() => undefined)) await sleep(500);
  rmSync(file, { force: true });
  rmSync(state, { recursive: true, force: true });
}
