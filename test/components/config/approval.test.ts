import assert from "node:assert/strict";
import { errorsOf, stackOf } from "../support.ts";

const services = { web: { template: "website", image: "localhost/web" } };

describe("releases:approval", () => {
  it("asks for one of a group within a day, unless it says otherwise", () => {
    assert.deepEqual(stackOf(services, { approval: { from: "oidc:sre" } }).approval, {
      ...{ from: "oidc:sre", count: 1, expires: 86_400 },
    });
    const approval = { from: "sre", count: 2, expires: "8h" };
    assert.deepEqual(stackOf(services, { approval }).approval, { from: "sre", count: 2, expires: 28_800 });
    assert.equal(stackOf(services).approval, undefined);
  });

  it("is told all that is wrong with it at once", () => {
    const approval = { from: " sre", count: 0, expires: "5m", group: "sre" };
    assert.deepEqual(errorsOf({ services, current: { web: { version: "v1" } }, approval }), [
      'releases:approval.from: " sre" was given; allowed: the name of a group, like shop-approvers or oidc:sre',
      "releases:approval.count: 0 was given; allowed: a whole number from 1 to 10",
      'releases:approval.expires: "5m" was given; allowed: a duration like 30s, 5m or 1h30m, from 10m to 720h',
      "releases:approval.group: unknown parameter; allowed: count, expires, from",
    ]);
    assert.deepEqual(errorsOf({ services, current: { web: { version: "v1" } }, approval: {} }), [
      "releases:approval.from: missing; allowed: the name of a group, like shop-approvers or oidc:sre",
    ]);
  });
});
