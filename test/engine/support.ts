import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { findCli } from "../../cli/findCli.ts";
import { runCli, type CliEnd } from "../../engine/cli.ts";
import type { Engine } from "../../engine/engine.ts";
import { pulumiEngine, type PulumiOptions } from "../../engine/pulumi.ts";
import { follow } from "../../rollout/follow.ts";

export const goldenDir = join(import.meta.dirname, "golden");
export const goldenPassphrase = "golden";
const root = join(import.meta.dirname, "../..");

/** A Pulumi project in a folder of its own, its state beside it. */
export interface TestProject {
  dir: string;
  env: NodeJS.ProcessEnv;
  /** Sets plain config values of the stack `prod`; undefined takes one away. */
  configure(values: Record<string, unknown>): void;
  write(file: string, content: string): void;
  read(file: string): string;
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
    return JSON.parse(text) as ReturnType<TestProject["state"]>;
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

export async function engineOf(
  project: TestProject,
  cluster: PulumiOptions["cluster"] = noCluster,
  env: NodeJS.ProcessEnv = {},
): Promise<Engine> {
  const all = { ...project.env, ...env };
  const options = { pulumi: await findCli(all), cluster, follow, env: all };
  return pulumiEngine({ projectDir: project.dir, stack: "prod" }, options);
}

/** The CLI by hand, as a person runs it. */
export async function pulumi(project: Pick<TestProject, "dir" | "env">, ...args: string[]): Promise<CliEnd> {
  return runCli({ pulumi: await findCli(project.env), args, cwd: project.dir, env: project.env });
}

/** For programs that make nothing on a cluster. */
export function noCluster(): never {
  throw new Error("this program needs no cluster");
}
