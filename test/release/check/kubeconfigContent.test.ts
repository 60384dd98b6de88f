import assert from "node:assert/strict";
import { connect } from "../../../cluster/cluster.ts";
import { describeProblem, Problem } from "../../../errors/problem.ts";

describe("a kubeconfig that is given as its content", () => {
  for (const kubeconfig of [
    "apiVersion: v1\nusers: [{ user: { token: s3cret } }]\n",
    '{"users":[{"user":{"token":"s3cret"}}]}',
  ]) {
    it(`is refused without a word of it: ${kubeconfig.slice(0, 3)}…`, () => {
      const refused = (): void => void connect({ kubeconfig });
      assert.throws(refused, (error: unknown) => {
        assert.ok(error instanceof Problem);
        assert.equal(
          describeProblem(error),
          "KUBECONFIG_IS_CONTENT: kubernetes:kubeconfig holds a kubeconfig itself, and release reads one from a file\n" +
            "  at kubernetes:kubeconfig\n" +
            "  next: name its path there, or give it with --kubeconfig",
        );
        return true;
      });
    });
  }
});
