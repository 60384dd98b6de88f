import assert from "node:assert/strict";
import { effectiveParameters } from "../../../components/config/effective.ts";
import { defaultPatience } from "../../../components/config/patience.ts";
import * as rollout from "../../../rollout/limits.ts";
import { errorsOf, website } from "../support.ts";

describe("rollout.patience", () => {
  it("is by default what whoever follows a rollout has", () => {
    assert.deepEqual(defaultPatience, rollout.defaultPatience);
  });

  it("is the template's, over it the stack's, over that the service's", () => {
    const own = { rollout: { patience: { pull: "5m", crashes: 3 } } };
    const service = website(own, { version: "v1" }, { patience: { image: "2m", node: "10m", pull: "3m" } });
    assert.deepEqual(service.rollout.patience, {
      ...defaultPatience,
      provision: 120,
      image: 120,
      node: 600,
      pull: 300,
      crashes: 3,
    });
    const from = new Map(effectiveParameters(service).map((parameter) => [parameter.path, parameter]));
    const shown = ["provision", "image", "node", "pull", "crashes", "schedule"].map((name) => {
      const { value, from: layer } = from.get(`rollout.patience.${name}`)!;
      return `${name} ${String(value)} ${layer}`;
    });
    assert.deepEqual(shown, [
      "provision 2m template",
      "image 2m stack",
      "node 10m stack",
      "pull 5m basic",
      "crashes 3 basic",
      "schedule 30s default",
    ]);
  });

  it("is checked where it stands: a wrong one of the stack is told once", () => {
    const services = {
      web: { template: "website", image: "localhost/web", rollout: { patience: { pul: "1m", crashes: "two" } } },
      api: { template: "api", image: "localhost/api" },
    };
    const current = { web: { version: "v1" }, api: { version: "v1" } };
    assert.deepEqual(errorsOf({ services, current, patience: { shedule: "1m", node: 5 } }), [
      "releases:patience.node: 5 was given; allowed: a duration like 30s, 5m or 1h30m, from 0s to 24h",
      'releases:patience.shedule: unknown parameter; did you mean "schedule"?',
      'releases:services.web.rollout.patience.crashes: "two" was given; allowed: a whole number from 0 to 100',
      'releases:services.web.rollout.patience.pul: unknown parameter; did you mean "pull"?',
    ]);
  });
});
