import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Cluster } from "../../../release/cluster/cluster.ts";
import { embeddedEngine } from "../../../release/engine/embedded/embedded.ts";
import type { EmbeddedOptions } from "../../../release/engine/embedded/options.ts";
import type { Engine } from "../../../release/engine/engine.ts";
import type { ResourceState } from "../../../release/engine/embedded/checkpoint.ts";
import { follow } from "../../../release/rollout/follow.ts";
import { assertIntegrity } from "./integrity.ts";

export const goldenDir = join(import.meta.dirname, "golden");
export const goldenPassphrase = "golden";
const root = join(import.meta.dirname, "../../..");

/** A Pulumi project in a folder of its own, its state beside it. */
export interface TestProject {
  dir: string;
  env: NodeJS.ProcessEnv;
  /** Sets plain config values of the stack `prod`; undefined takes one away. */
  configure(values: Record<string, unknown>): void;
  write(file: string, content: string): void;
  read(file: string): string;
  /** The state's file; each time it is read, it is held to what the Pulumi CLI asks of one. */
  state(): { checkpoint: { latest: { resources?: Record<string, unknown>[]; pending_operations?: unknown[] } } };
  /** What the state holds; an empty one has no such field. */
  resources(): Record<string, unknown>[];
  remove(): void;
}

/** @param program text of index.ts; default: the golden program, its images the lab's. */
export function testProject(program?: string, name = "golden"): TestProject {
  const dir = mkdtempSync(join(tmpdir(), "release-project-"));
  const stack = join(dir, "Pulumi.prod.yaml");
  symlinkSync(join(root, "node_modules"), join(dir, "node_modules"));
  mkdirSync(join(dir, "backend"));
  writeFileSync(join(dir, "package.json"), JSON.stringify({ name, main: "index.ts", type: "module" }));
  writeFileSync(
    join(dir, "Pulumi.yaml"),
    `name: ${name}\nruntime: {name: nodejs, options: {typescript: false}}\nmain: index.ts\n`,
  );
  const golden = readFileSync(join(goldenDir, "program.ts.txt"), "utf8").replaceAll("docker.io/lab/", "localhost/");
  writeFileSync(join(dir, "index.ts"), program ?? golden);
  cpSync(join(goldenDir, "Pulumi.prod.yaml"), stack);
  const state = (): ReturnType<TestProject["state"]> => {
    const text = readFileSync(join(dir, "backend/.pulumi/stacks", name, "prod.json"), "utf8");
    const content = JSON.parse(text) as ReturnType<TestProject["state"]>;
    assertIntegrity((content.checkpoint.latest.resources ?? []) as unknown as ResourceState[]);
    return content;
  };
  return {
    dir,
    env: {
      ...process.env,
      PULUMI_CONFIG_PASSPHRASE: goldenPassphrase,
      PULUMI_BACKEND_URL: `file://${join(dir, "backend")}`,
    },
    configure: (values) => {
      const content = parse(readFileSync(stack, "utf8")) as { config?: Record<string, unknown> };
      const config = {
        ...content.config,
        ...Object.fromEntries(
          Object.entries(values).map(([key, value]) => [key.includes(":") ? key : `${name}:${key}`, value]),
        ),
      };
      writeFileSync(
        stack,
        stringify({
          ...content,
          config: Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)),
        }),
      );
    },
    write: (file, content) => {
      writeFileSync(join(dir, file), content);
    },
    read: (file) => readFileSync(join(dir, file), "utf8"),
    state,
    resources: () => state().checkpoint.latest.resources ?? [],
    remove: () => {
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The cluster, with `namespace` as where objects go that name none. */
export function inNamespace({ kubeConfig, ...cluster }: Cluster, namespace: string): Cluster {
  const placed = Object.assign(
    Object.create(Object.getPrototypeOf(kubeConfig) as object) as typeof kubeConfig,
    kubeConfig,
  );
  placed.contexts = kubeConfig.contexts.map((context) => ({ ...context, namespace }));
  return { ...cluster, kubeConfig: placed };
}

export function engineOf(
  project: TestProject,
  cluster: EmbeddedOptions["cluster"],
  options: Partial<EmbeddedOptions> = {},
): Promise<Engine> {
  return embeddedEngine(
    { projectDir: project.dir, stack: "prod" },
    { reason: "a test", cluster, follow, env: project.env, ...options },
  );
}

/** For programs that make nothing on a cluster. */
export function noCluster(): never {
  throw new Error("this program needs no cluster");
}

/** Of a cluster that does not answer. */
export const deadKubeconfig = `
apiVersion: v1
kind: Config
clusters: [{ name: none, cluster: { server: "https://127.0.0.1:1" } }]
users: [{ name: none, user: {} }]
contexts: [{ name: none, context: { cluster: none, user: none } }]
current-context: none
`;
