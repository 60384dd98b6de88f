import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseArguments, throttleOf } from "../../lab/arguments.ts";
import { Problem } from "../../errors/problem.ts";

function problemOf(argv: string[]): Problem {
  try {
    parseArguments(argv);
  } catch (error) {
    assert.ok(error instanceof Problem);
    return error;
  }
  throw new Error(`"${argv.join(" ")}" was accepted`);
}

describe("the lab's command line", () => {
  it("shows help without arguments and wherever it is asked for", () => {
    for (const argv of [[], ["help"], ["--help"], ["-h"], ["up", "--help"], ["logs", "-h"]]) {
      assert.equal(parseArguments(argv).verb, "help", argv.join(" "));
    }
  });

  it("takes --json before and after the verb", () => {
    assert.deepEqual(parseArguments(["--json", "status"]), { verb: "status", rest: [], json: true });
    assert.deepEqual(parseArguments(["status", "--json"]), { verb: "status", rest: [], json: true });
    assert.deepEqual(parseArguments(["status"]), { verb: "status", rest: [], json: false });
  });

  it("hands the command of exec and kubectl over as it stands, options and all", () => {
    assert.deepEqual(parseArguments(["exec", "--", "curl", "--json", "x", "--help"]).rest, [
      "curl",
      "--json",
      "x",
      "--help",
    ]);
    assert.deepEqual(parseArguments(["kubectl", "get", "pods", "--", "-h"]).rest, ["get", "pods", "--", "-h"]);
  });

  it("names the verbs when it does not know one", () => {
    const problem = problemOf(["start"]);
    assert.equal(problem.code, "LAB_VERB_UNKNOWN");
    assert.match(problem.message, /^"start" is none of the lab's verbs: up, down, status, reset, exec,/);
    assert.equal(problem.exitCode, 1);
  });

  it("refuses what a verb does not take, and says what it takes", () => {
    assert.equal(problemOf(["up", "--force"]).message, '`lab up` does not know "--force": it takes none');
    assert.match(
      problemOf(["logs", "nginx"]).message,
      /does not know "nginx": it takes one of: etcd, containerd, registry/,
    );
    assert.equal(problemOf(["logs", "etcd", "kubelet"]).message.startsWith('`lab logs` does not know "kubelet"'), true);
  });

  it("asks which images are meant, and knows no others", () => {
    const missing = problemOf(["images"]);
    assert.equal(missing.message, "`lab images` needs to be told which: wordpress, kubectl, watch");
    const unknown = problemOf(["images", "nginx"]);
    assert.equal(unknown.message, '`lab images` does not know "nginx": it takes one of: wordpress, kubectl, watch');
    assert.deepEqual(parseArguments(["images", "kubectl"]).rest, ["kubectl"]);
  });

  it("deploys the gateway with the time it is told to gather changes, or its kinds alone", () => {
    assert.equal(throttleOf(parseArguments(["gateway"])), undefined);
    assert.equal(throttleOf(parseArguments(["gateway", "--throttle=500ms"])), "500ms");
    assert.deepEqual(parseArguments(["gateway", "kinds"]).rest, ["kinds"]);
    assert.equal(
      problemOf(["gateway", "--throttle=soon"]).message,
      '`lab gateway` does not know "--throttle=soon": it takes one of: kinds, --throttle=DURATION',
    );
    assert.equal(problemOf(["metrics", "--throttle=2s"]).code, "LAB_ARGUMENT_UNKNOWN");
  });

  it("asks for the command that exec lacks", () => {
    assert.equal(problemOf(["exec", "--"]).code, "LAB_ARGUMENT_MISSING");
    assert.equal(problemOf(["kubectl"]).code, "LAB_ARGUMENT_MISSING");
  });
});
