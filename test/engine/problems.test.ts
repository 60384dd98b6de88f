import assert from "node:assert/strict";
import { problemOf } from "../../engine/problems.ts";

describe("what the Pulumi CLI fails with", () => {
  const cases: [what: string, stderr: string, code: string, exitCode: number, message: string][] = [
    [
      "a lock of a file backend",
      "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n  file:///srv/state/.pulumi/locks/organization/web/prod/1.json: created by ana@build-1 (pid 4711) at 2026-11-22T01:00:00Z",
      "STACK_LOCKED",
      4,
      "the stack's state is locked by an update created by ana@build-1 (pid 4711) at 2026-11-22T01:00:00Z",
    ],
    [
      "an update elsewhere",
      "error: [409] Conflict: Another update is currently in progress.",
      "STACK_LOCKED",
      4,
      "the stack's state is locked by another update",
    ],
    [
      "an unknown stack",
      "error: no stack named 'prod' found",
      "STACK_UNKNOWN",
      1,
      "the backend has no stack named 'prod' found",
    ],
    [
      "no passphrase",
      "error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
      "PASSPHRASE_MISSING",
      1,
      "Pulumi encrypts the stack's secrets by a passphrase, and none is set",
    ],
    [
      "a wrong passphrase",
      "error: incorrect passphrase",
      "PASSPHRASE_WRONG",
      1,
      "the passphrase does not fit the stack's secrets",
    ],
    [
      "a backend that is away",
      "error: could not query: dial tcp 127.0.0.1:9: connect: connection refused",
      "BACKEND_UNREACHABLE",
      6,
      "the state backend or the cluster did not answer: could not query: dial tcp 127.0.0.1:9: connect: connection refused",
    ],
    [
      "another version of a provider",
      "error: provider urn:pulumi:prod::shop::pulumi:providers:kubernetes::default_4_25_0::18d4b1ed for resource urn:pulumi:prod::shop::kubernetes:core/v1:ServiceAccount::prod/web has not been registered yet, this is due to a change of providers mixed with --target. Change your program back to the original providers",
      "PROVIDER_CHANGED",
      1,
      "the stack was released with Pulumi's provider kubernetes 4.25.0, and the program's packages bring another: a release of named services would leave the others without theirs",
    ],
    ["anything else", "error: something new", "PROGRAM_FAILED", 1, "pulumi could not run the program: something new"],
  ];
  for (const [what, stderr, code, exitCode, message] of cases) {
    it(`is told as a problem: ${what}`, () => {
      const problem = problemOf({ stderr, stdout: "" });
      assert.deepEqual([problem.code, problem.exitCode, problem.message], [code, exitCode, message]);
    });
  }
});
