import { spawn, type ChildProcess } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Readable } from "node:stream";
import { join, resolve } from "node:path";
import { labPaths } from "../../../lab/paths.ts";
import { openSession, releaseContext, type Session } from "../../../cli/session.ts";
import type { ReleaseContext, ReleaseRequest } from "../../../release/context.ts";
import type { ReleaseEvent } from "../../../release/events.ts";
import { release, type ReleaseOutcome } from "../../../release/release.ts";
import type { StackFileEdit } from "../../../parameters/stackFileEdit.ts";
import { versionOf } from "../../../release/status.ts";
import { connect } from "../../../cluster/cluster.ts";
import { installedPackage } from "../../installedPackage.ts";
import { noClusterVariable } from "../support.ts";

/** Started and not yet waited for: none outlives its test. */
const children: ChildProcess[] = [];

const root = resolve(import.meta.dirname, "../../..");

/** The folders of the program and its command, where a test changes them. */
const rooms = [
  ...[
    "errors",
    "host",
    "components",
    "cluster",
    "rollout",
    "parameters",
    "engine",
    "drift",
    "records",
    "lock",
    "hooks",
    "program",
  ],
  ...["canary", "figures", "notify", "release", "watch", "cli", "lab"],
];

/** Longest time a test may take on a machine that has much else to do; on a quiet one each takes seconds. */
export const patienceMs = 240_000;

/** Services that roll quickly: no wait after ready, a short drain. The rules that want more are waived by name. */
export const quick =
  "template: website, image: localhost/web, owner: tests, replicas: 1, rollout: { minReady: 0s, deadline: 70s, patience: { node: 60s, provision: 60s } }, " +
  "drain: { sleep: 1s, time: 2s }, waivers: { ZD004: a test without requests }";

export interface CliResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunningCli {
  child: ChildProcess;
  /** What it has written so far, both streams. */
  text(): string;
  /** Settles when `pattern` stands in its output, or it has ended. */
  saw(pattern: RegExp): Promise<void>;
  ended: Promise<CliResult>;
}

/** A project with stacks of its own, of the package as users install it. */
export interface TestProject {
  directory: string;
  /** The command's file. */
  command: string;
  kubeconfig: string;
  file(stack?: string): string;
  read(stack?: string): string;
  write(text: string, stack?: string): void;
  /** Writes a stack's file with these services, a version each, in this namespace. */
  stack(namespace: string, services: Record<string, { version: string; basic?: string }>, stack?: string): void;
  session(stack?: string): Session;
  /** What runs, by service, as the cluster has it. */
  running(namespace: string): Promise<Record<string, string>>;
  context(parts?: Partial<ReleaseContext>, stack?: string): Promise<ReleaseContext & { events: ReleaseEvent[] }>;
  /** One release, in this process. */
  release(edits: StackFileEdit[], request?: Partial<ReleaseRequest>, stack?: string): Promise<ReleaseOutcome>;
  /** The command as a child process. */
  start(args: string[], env?: NodeJS.ProcessEnv): RunningCli;
  cli(...args: string[]): Promise<CliResult>;
  /** The command at a terminal of its own, as a person has it. What it writes is on stdout, all of it. */
  atTerminal(...args: string[]): RunningCli & { type(text: string): void };
}

/** `copied`: a checkout's, with files of its own, for tests that change them; only its command knows of the change. */
type Sources = "installed" | "copied";

/** A project for the tests of one `describe`, gone afterwards. */
export function useProject(sources: Sources = "installed"): () => TestProject {
  let project: TestProject | undefined;
  before(() => {
    project = makeProject(sources);
  });
  after(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    if (project !== undefined) await rm(project.directory, { recursive: true, force: true });
  });
  return () => {
    if (project === undefined) throw new Error("useProject() gives its project to tests and hooks only");
    return project;
  };
}

export function makeProject(sources: Sources = "installed"): TestProject {
  const directory = mkdtempSync(join(tmpdir(), "release-project-"));
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  if (sources === "copied") {
    for (const name of [...rooms, "index.ts", "package.json"])
      cpSync(join(root, name), join(directory, name), { recursive: true });
  } else {
    symlinkSync(installedPackage, join(directory, "installed"));
    writeFileSync(join(directory, "package.json"), '{ "type": "module" }\n');
    writeFileSync(
      join(directory, "index.ts"),
      'import { releaseStack } from "./installed/dist/program/index.js";\n\nexport default await releaseStack();\n',
    );
  }
  // State stays in this folder: with the lab's own kubeconfig the command keeps it with the lab.
  writeFileSync(
    join(directory, "Pulumi.yaml"),
    'name: releases\nruntime: { name: nodejs, options: { typescript: false } }\nmain: index.ts\nbackend: { url: "file://." }\n',
  );
  const kubeconfig = join(directory, "kubeconfig");
  if (process.env[noClusterVariable] === undefined) copyFileSync(labPaths().kubeconfig, kubeconfig);
  const file = (stack = "staging") => join(directory, `Pulumi.${stack}.yaml`);
  const command = join(sources === "copied" ? directory : join(directory, "installed"), "cli/release.mjs");
  const commandLine = (args: string[]): string[] => [command, "--cwd", directory, "--kubeconfig", kubeconfig, ...args];
  const project: TestProject = {
    directory,
    command,
    kubeconfig,
    file,
    read: (stack) => readFileSync(file(stack), "utf8"),
    write: (text, stack) => {
      writeFileSync(file(stack), text);
    },
    stack: (namespace, services, stack) => {
      writeFileSync(file(stack), stackText(namespace, services));
    },
    async running(namespace) {
      const { items } = await connect({ kubeconfig }).apps.listNamespacedDeployment({ namespace });
      return Object.fromEntries(
        items.map(({ metadata, spec }) => [metadata!.name!, versionOf(spec!.template.spec!.containers[0]!.image!)]),
      );
    },
    session: (stack = "staging") => openSession({ cwd: directory, stack, kubeconfig }),
    async context(parts = {}, stack) {
      const events: ReleaseEvent[] = [];
      const context = await releaseContext(project.session(stack), {
        emit: (event) => void events.push(event),
        signal: new AbortController().signal,
        approve: () => Promise.resolve(true),
      });
      return { ...context, ...parts, events };
    },
    async release(edits, request = {}, stack) {
      const context = await project.context({}, stack);
      return release({ kind: "deploy", edits, restore: true, force: false, commit: false, ...request }, context);
    },
    start: (args, env = {}) => startCli(commandLine(args), env),
    cli: (...args) => startCli(commandLine(args), {}).ended,
    atTerminal(...args) {
      const quoted = [process.execPath, ...commandLine(args)].map((word) => `'${word}'`).join(" ");
      // Essential on Debian; `--return`: with the command's own exit code.
      const script = ["--quiet", "--return", "--flush", "--command", quoted, "/dev/null"];
      const started = watched(spawn("script", script, { stdio: "pipe", env: { ...ownEnvironment(), NO_COLOR: "1" } }));
      return { ...started, type: (text) => void started.child.stdin?.write(text) };
    },
  };
  return project;
}

function stackText(namespace: string, services: Record<string, { version: string; basic?: string }>): string {
  const all = Object.entries(services);
  return `# The stack of a test.
config:
  # What the services are.
  releases:services:
${all.map(([name, { basic }]) => `    ${name}: { ${basic ?? quick} } # owned by ${name}`).join("\n")}
  # What runs.
  releases:current:
${all.map(([name, { version }]) => `    ${name}: { version: ${version} } # of ${name}`).join("\n")}
  releases:namespace: ${namespace}
`;
}

/** An edit of a version alone. */
export function toVersion(service: string, version: string): StackFileEdit {
  return { service, release: { version } };
}

function startCli(line: string[], env: NodeJS.ProcessEnv): RunningCli {
  const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
  return watched(spawn(process.execPath, line, { stdio, env: { ...ownEnvironment(), ...env } }));
}

function ownEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, RELEASE_OPERATOR: "ada" };
}

function watched(child: ChildProcess & { stdout: Readable; stderr: Readable }): RunningCli {
  children.push(child);
  let stdout = "";
  let stderr = "";
  const listeners = new Set<() => void>();
  const heard = (): void => {
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    heard();
  });
  const ended = new Promise<CliResult>((done, fail) => {
    child.on("error", fail);
    child.on("close", (code, signal) => {
      done({ code, signal, stdout, stderr });
    });
  });
  const text = () => stdout + stderr;
  return {
    child,
    text,
    ended,
    async saw(pattern) {
      if (pattern.test(text())) return;
      const seen = new Promise<void>((found) => {
        listeners.add(() => {
          if (pattern.test(text())) found();
        });
      });
      await Promise.race([seen, ended]);
    },
  };
}

/** Text with what differs from run to run taken out: ids, times, names of pods. */
export function steady(text: string): string {
  return text
    .replaceAll(/\b\d{8}-\d{6}-[a-z0-9]{4}\b/g, "ID")
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "TIME")
    .replaceAll(/\b(\d+ min )?\d+(\.\d+)? s\b/g, "N s")
    .replaceAll(/-[0-9a-f]{7,10}-[a-z0-9]{5}\b/g, "-POD");
}
