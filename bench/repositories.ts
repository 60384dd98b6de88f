import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Names the commit that all began with. */
export const firstTag = "first-commit";

const root = resolve(import.meta.dirname, "..");

/** A clone of a project's repository. */
export interface Clone {
  folder: string;
  git(...args: string[]): string;
  read(): string;
  write(text: string): void;
  /** The command, in a process of its own: without a cluster. */
  release(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }>;
}

export interface Repositories {
  /** The bare one, that all push to. */
  bare: string;
  clone(name: string, ...options: string[]): Clone;
  remove(): void;
}

export function stackOf(versions: Record<string, string>): string {
  const services = Object.keys(versions).map((name) => `    ${name}: { template: website, image: team/${name} }`);
  const current = Object.entries(versions).map(
    ([name, version]) => `    ${name}: { version: ${version} } # of ${name}`,
  );
  return `# A stack.\nconfig:\n  releases:services:\n${services.join("\n")}\n  # What runs.\n  releases:current:\n${current.join("\n")}\n`;
}

/**
 * A bare repository with a project of these services in it.
 * @param command the `release` to run; default: this checkout's
 */
export function repositories(versions: Record<string, string>, command = join(root, "cli/release.mjs")): Repositories {
  const folder = mkdtempSync(join(tmpdir(), "release-set-"));
  const bare = join(folder, "releases.git");
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", bare]);
  const clone = (name: string, ...options: string[]): Clone => {
    const at = join(folder, name);
    execFileSync("git", ["clone", "--quiet", ...options, `file://${bare}`, at], { stdio: "ignore" });
    const made = cloneAt(at, folder, command);
    made.git("config", "user.name", name);
    made.git("config", "user.email", `${name}@example.invalid`);
    return made;
  };
  const first = clone("first");
  first.git("switch", "--quiet", "-c", "main");
  writeFileSync(join(first.folder, "Pulumi.yaml"), "name: releases\nruntime: nodejs\n");
  writeFileSync(join(first.folder, ".gitignore"), "/node_modules\n");
  first.write(stackOf(versions));
  first.git("add", ".");
  first.git("commit", "--quiet", "-m", "first");
  first.git("tag", firstTag);
  first.git("push", "--quiet", "--set-upstream", "origin", "main", firstTag);
  return {
    bare,
    clone,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function cloneAt(folder: string, home: string, command: string): Clone {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  const file = join(folder, "Pulumi.staging.yaml");
  const modules = join(folder, "node_modules");
  return {
    folder,
    git,
    read: () => readFileSync(file, "utf8"),
    write: (text) => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, text);
    },
    release: (...args) => {
      if (!existsSync(modules)) symlinkSync(join(root, "node_modules"), modules);
      // A home without a lab, and without anybody's settings of git.
      const env = {
        PATH: process.env.PATH,
        HOME: home,
        RELEASE_OPERATOR: "ada",
        RELEASE_LAB_DIR: join(home, "no-lab"),
      };
      const child = spawn(process.execPath, [command, "--cwd", folder, ...args], { env });
      let [stdout, stderr] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      return new Promise((done, fail) => {
        child.on("error", fail);
        child.on("close", (code) => {
          done({ code, stdout, stderr });
        });
      });
    },
  };
}
