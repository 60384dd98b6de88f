import assert from "node:assert/strict";
import { checkRules } from "../../../components/rules.ts";
import { stackOf } from "../support.ts";

function findings(basic: object): string[] {
  return checkRules(stackOf({ mails: { template: "worker", image: "localhost/mails", ...basic } })).map(
    ({ code, path, message }) => `${code} ${path.replace("releases:services.mails.", "")}: ${message}`,
  );
}

describe("work in hand", () => {
  it("is cut off where a pod has less time than a piece takes, whoever says how long that is", () => {
    assert.deepEqual(findings({ drain: { time: "20s" } }), [
      "ZD025 drain.time: a piece of work takes up to 1m (drain.work, by the template), but a pod that leaves has 20s from SIGTERM to its end: what it has in hand is cut off half way",
    ]);
    assert.deepEqual(findings({ drain: { time: "20s", work: "20s" } }), []);
    assert.deepEqual(findings({ drain: { time: "20s", work: "0s" } }), []);
  });

  it("may be finished by a command before SIGTERM, but not by a mere sleep", () => {
    const long = { sleep: "5m", time: "10s", work: "5m" };
    assert.deepEqual(findings({ drain: { ...long, command: ["/mails", "--drain"] } }), []);
    assert.equal(findings({ drain: long }).length, 1);
  });

  it("is lost where a shell hands on no SIGTERM", () => {
    const unheard =
      "ZD025 command: /bin/sh runs the script and hands SIGTERM to nobody: the worker never hears that it is to finish, and is killed 2m5s later in the middle of its work";
    const script = (text: string) => ({ command: ["/bin/sh", "-c", text] });
    assert.deepEqual(findings(script("migrate && worker")), [unheard]);
    const heard = ["worker", "migrate && exec worker", "trap 'kill $p' TERM; worker & p=$!; wait"];
    assert.deepEqual(
      heard.flatMap((text) => findings(script(text))),
      [],
    );
    assert.deepEqual(findings({ ...script("a; b"), drain: { command: ["/drain"] } }), []);
    assert.deepEqual(findings({ ...script("a; b"), drain: { work: "0s" } }), []);
  });
});
