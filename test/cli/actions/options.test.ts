import assert from "node:assert/strict";
import { parseTime } from "../../../cli/actions/history.ts";
import { exitCodeOf, seconds } from "../../../cli/actions/runRelease.ts";
import { needsConfirmation } from "../../../cli/confirm.ts";
import { releaseResults } from "../../../records/record.ts";
import { intervalSeconds } from "../../../cli/watch.ts";
import { record } from "../../release/builders.ts";

const now = new Date("2026-11-22T12:00:00.000Z");

describe("the options of the release command", () => {
  it("take a time as ISO 8601 writes it, or as an age", () => {
    assert.equal(parseTime("90m", now).toISOString(), "2026-11-22T10:30:00.000Z");
    assert.equal(parseTime("7d", now).toISOString(), "2026-11-15T12:00:00.000Z");
    assert.equal(parseTime("2026-11-22T01:30Z", now).toISOString(), "2026-11-22T01:30:00.000Z");
    assert.throws(() => parseTime("yesterday", now), {
      code: "TIME_MALFORMED",
      message: '"yesterday" is neither a time nor an age',
    });
  });

  it("take a timeout with its unit", () => {
    assert.deepEqual(
      ["90s", "5m", "1h"].map((text) => seconds("--timeout", text)),
      [90, 300, 3600],
    );
    for (const text of ["90", "0s", "-1m", "soon", ""]) {
      assert.throws(() => seconds("--wait", text), {
        code: "TIMEOUT_MALFORMED",
        message: `--wait ${text} is no time above 0`,
      });
    }
  });

  it("take an interval in seconds, from one to a day", () => {
    assert.deepEqual(["1", "2.5", "86400"].map(intervalSeconds), [1, 2.5, 86_400]);
    for (const text of ["soon", "0", "0.5", "-3", "5s", "", "86401", "Infinity"]) {
      assert.throws(() => intervalSeconds(text), {
        code: "INTERVAL_MALFORMED",
        message: `--interval ${text} is no number of seconds from 1 to 86400`,
      });
    }
  });

  it("ask a person before every stack that is called prod in some way", () => {
    const stacks = ["prod", "prod-eu", "eu.production", "live", "staging", "products", "alive", "reprod"];
    assert.deepEqual(stacks.filter(needsConfirmation), ["prod", "prod-eu", "eu.production", "live"]);
  });

  it("end with the exit code that docs/exit-codes.md names for each result", () => {
    const plan = {
      kind: "deploy",
      project: "releases",
      stack: "staging",
      services: [],
      unchanged: [],
      pending: [],
      removals: [],
    } as const;
    const codes = releaseResults.map((result) => [
      result,
      exitCodeOf({
        record: record(1, { result }),
        plan: { ...plan, services: [], unchanged: [], pending: [], removals: [] },
        changed: true,
      }),
    ]);
    assert.deepEqual(Object.fromEntries(codes), {
      running: 3,
      succeeded: 0,
      "rolled back": 2,
      "rollback failed": 3,
      failed: 3,
      cancelled: 5,
      interrupted: 5,
    });
  });
});
