import { clusterRecords } from "../records/store.ts";
import { readText } from "../components/config/stackFile.ts";
import { expectedObjects } from "../drift/objects.ts";
import { exitCodes, Problem } from "../errors/problem.ts";
import { stackFile } from "../parameters/location.ts";
import { readStack } from "../parameters/stack.ts";
import { detectDrift, lookEarly } from "../release/drift/detect.ts";
import type { Arena } from "./arena.ts";
import { sideBySide, type Benchmark } from "./benchmark.ts";

export const drift: Benchmark = {
  name: "drift",
  about: "the look at what was changed by hand, of healthy services; kubectl get of the same kinds",
  /** The code that looks is compiled, and its connections are open, by the time a release comes to it. */
  async prepare(arena) {
    await look(arena);
  },
  async round(arena, turn) {
    const { kubectl, namespace } = arena;
    const stack = readStack(arena.location);
    const kinds = new Set(expectedObjects(stack.config, stack, () => true).map(({ kind }) => kind.toLowerCase()));
    kinds.delete("namespace");
    const selector = "app.kubernetes.io/managed-by=pulumi";
    // The later namespace counts: ours, not that of kubectl's copy.
    const list = ["get", [...kinds].join(","), "--namespace", namespace, "--selector", selector, "--output", "json"];
    const seconds = await sideBySide(arena, turn, { ours: () => look(arena), kubectl: () => kubectl.run(list) });
    return [{ figure: "look", unit: "s", ...seconds }];
  },
};

/** What a release does of it, with the records that it has read anyway; in s. */
async function look({ cluster, location }: Arena): Promise<number> {
  const stack = readStack(location);
  const text = readText(stackFile(location), location.stack);
  const of = { namespace: stack.namespace, project: stack.project, stack: stack.name };
  const records = await clusterRecords(cluster, of).list();
  const start = performance.now();
  const early = lookEarly(cluster, stack);
  const engine = () => Promise.reject(new Error("of healthy services the state is not asked"));
  const { drift: found } = await detectDrift({ cluster, location, engine, stack, text, records, early });
  const seconds = (performance.now() - start) / 1000;
  if (found.length === 0) return seconds;
  throw new Problem({
    code: "BENCH_DRIFTED",
    what: `${found.length} objects of ${stack.name} are not as they were applied`,
    details: found.slice(0, 8).map(({ kind, name = "" }) => `${kind} ${name}`),
    next: "once more, on a cluster that nobody else works on",
    exitCode: exitCodes.rolledBack,
  });
}
