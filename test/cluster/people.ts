import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { releaserPolicy } from "../../components/admission/releaserPolicy.ts";
import { accessLevels, accessManifests, type AccessLevel } from "../../components/rbac.ts";
import { apiStatus } from "../../cluster/apiError.ts";
import { connect, type Cluster } from "../../cluster/cluster.ts";
import { labPaths } from "../../lab/paths.ts";
import { noClusterVariable, removeObjects } from "./support.ts";

/** A person of each level by their kubeconfig (`releaser-jane`); they may in the namespace what `release rbac` gives them. */
export type People = Record<AccessLevel, string>;

/** The people of a test's own namespace. The policy that holds releasers is the cluster's, and gone afterwards. */
export function usePeople(cluster: () => Cluster, namespace: () => string): () => People {
  let directory: string | undefined;
  let people: People | undefined;
  const groups = () => forEach((level) => `${namespace()}-${level}s`);
  before(async () => {
    const folder = (directory = mkdtempSync(join(tmpdir(), "release-people-")));
    for (const manifest of [...accessManifests(namespace(), groups()), ...releaserPolicy(namespace(), groups())]) {
      await cluster().objects.create(manifest);
    }
    people = forEach((level) => kubeconfigOf(join(folder, level), `${level}-jane`, groups()[level]));
    await inForce(connect({ kubeconfig: people.releaser }), namespace());
  });
  after(async () => {
    if (process.env[noClusterVariable] !== undefined) return;
    await removeObjects(cluster(), releaserPolicy(namespace(), groups()));
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  });
  return () => {
    if (people === undefined) throw new Error("usePeople() gives its people to tests and hooks only");
    return people;
  };
}

function forEach(of: (level: AccessLevel) => string): Record<AccessLevel, string> {
  return Object.fromEntries(accessLevels.map((level) => [level, of(level)])) as Record<AccessLevel, string>;
}

/** The lab's administrator, acting as somebody of one group. */
export function kubeconfigOf(file: string, person: string, group: string): string {
  const config = parse(readFileSync(labPaths().kubeconfig, "utf8")) as { users: { user: object }[] };
  const users = config.users.map((entry) => ({ ...entry, user: { ...entry.user, as: person, "as-groups": [group] } }));
  writeFileSync(file, stringify({ ...config, users }), { mode: 0o600 });
  return file;
}

/** The API server takes up a new policy a moment after it is made. */
async function inForce(releaser: Cluster, namespace: string): Promise<void> {
  const body = { metadata: { name: "new" }, spec: { ports: [{ port: 80 }] } };
  const denied = () =>
    releaser.core.createNamespacedService({ namespace, body, dryRun: "All" }).then(
      () => false,
      (error: unknown) => apiStatus(error)?.message.includes("ValidatingAdmissionPolicy") === true,
    );
  while (!(await denied())) await new Promise((done) => setTimeout(done, 200));
}
