import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "./project.ts";

/** The branch of a bare repository that has a test's project in it. */
export interface Branch {
  /** Begins it with the project as it stands. */
  begin: () => void;
  /** Commits these versions to it. @returns the commit's id */
  push: (subject: string, versions: Record<string, string>) => string;
}

export function useBranch(project: () => TestProject): Branch {
  const bare = mkdtempSync(join(tmpdir(), "release-bare-"));
  after(() => rm(bare, { recursive: true, force: true }));
  const git = (...args: string[]) => execFileSync("git", args, { cwd: project().directory, encoding: "utf8" }).trim();
  return {
    begin() {
      execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", bare]);
      writeFileSync(join(project().directory, ".gitignore"), "/kubeconfig\n/.pulumi/\n");
      git("init", "--quiet", "--initial-branch=main");
      git("config", "user.name", "Grace");
      git("config", "user.email", "grace@example.invalid");
      git("remote", "add", "origin", bare);
      git("add", ".");
      git("commit", "--quiet", "-m", "first");
      git("push", "--quiet", "--set-upstream", "origin", "main");
    },
    push(subject, versions) {
      let text = project().read();
      for (const [service, version] of Object.entries(versions)) {
        text = text.replace(new RegExp(`(${service}: \\{ version: )[\\w-]+`), `$1${version}`);
      }
      project().write(text);
      git("commit", "--quiet", "--all", "-m", subject);
      git("push", "--quiet", "origin", "main");
      return git("rev-parse", "HEAD");
    },
  };
}
