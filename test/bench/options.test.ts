import assert from "node:assert/strict";
import { parseBenchOptions } from "../../bench/options.ts";

const known = ["good-release", "restart"];

describe("options of npm run bench", () => {
  it("are all benchmarks, three rounds and each benchmark's own numbers of services, unless told", () => {
    assert.deepEqual(parseBenchOptions([], known), {
      benchmarks: [],
      services: [],
      runs: 3,
      replicas: undefined,
      minReady: undefined,
      json: false,
      help: false,
    });
  });

  it("take names and numbers", () => {
    const options = parseBenchOptions(["restart", "--services", "1,10", "--runs", "5", "--json"], known);
    assert.deepEqual(
      [options.benchmarks, options.services, options.runs, options.json],
      [["restart"], [1, 10], 5, true],
    );
  });

  it("refuse a benchmark that there is not, naming those that are", () => {
    assert.throws(() => parseBenchOptions(["start"], known), {
      code: "BENCHMARK_UNKNOWN",
      message: 'there is no benchmark "start"; there are: good-release, restart',
    });
  });

  for (const text of ["0", "-1", "1.5", "", "many", "501"]) {
    it(`refuse "${text}" services`, () => {
      assert.throws(() => parseBenchOptions([`--services=${text}`], known), {
        code: "OPTION_INVALID",
        message: `--services: "${text}" is no whole number from 1 to 500`,
      });
    });
  }

  it("refuse an option that there is not", () => {
    assert.throws(() => parseBenchOptions(["--round", "3"], known), { code: "OPTION_UNKNOWN" });
  });
});
