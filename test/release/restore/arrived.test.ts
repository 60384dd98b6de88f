import assert from "node:assert/strict";
import { hasArrived } from "../../../release/restore/arrived.ts";
import { change, parameters } from "../builders.ts";

describe("whether a release that was killed has arrived", () => {
  const after = parameters("v2", { replicas: 3 });
  const configuration = { ...change("web", "v2", "v2"), after, revision: "4" };
  const present = { wanted: after, live: { state: "healthy" as const, runs: "v2" }, revision: "5" };

  it("it has where the file asks for it and its pods are up", () => {
    assert.equal(hasArrived(configuration, present), true);
    assert.equal(hasArrived({ ...change("web", "v1", "v2"), after, revision: "4" }, present), true);
  });

  it("it has not where only the configuration was to change and the pods are still the old ones", () => {
    assert.equal(hasArrived(configuration, { ...present, revision: "4" }), false);
  });

  it("of a schedule it has where its CronJob has changed, not where it is the old one whose configuration alone was to", () => {
    const backup = parameters("v2", { template: "schedule", env: { KEEP: "7" } });
    const killed = { ...change("backup", "v2", "v2"), after: backup, revision: "4" };
    const schedule = { running: 0, timeZone: "Etc/UTC", suspended: false };
    const live = { state: "scheduled" as const, runs: "v2", schedule };
    assert.equal(hasArrived(killed, { wanted: backup, live, revision: "4" }), false);
    assert.equal(hasArrived(killed, { wanted: backup, live, revision: "5" }), true);
  });

  it("it has not where another version runs, it still rolls, or the file asks for something else", () => {
    assert.equal(hasArrived(configuration, { ...present, live: { state: "healthy", runs: "v1" } }), false);
    assert.equal(hasArrived(configuration, { ...present, live: { state: "rolling", runs: "v2" } }), false);
    assert.equal(hasArrived(configuration, { ...present, wanted: parameters("v2") }), false);
    assert.equal(hasArrived(configuration, { ...present, live: undefined, revision: undefined }), false);
  });

  it("a removal has where the service is gone, from the file and from the cluster", () => {
    const removal = { ...change("web", "v2", "v2"), removed: true as const };
    const gone = { wanted: undefined, live: undefined, revision: undefined, deployed: false };
    assert.equal(hasArrived(removal, gone), true);
    assert.equal(hasArrived(removal, { ...gone, deployed: true }), false);
    assert.equal(hasArrived(removal, { ...gone, wanted: after }), false);
  });

  it("a service that was not to change has arrived where it stands; a new one where it is up", () => {
    assert.equal(hasArrived({ ...configuration, before: after }, { ...present, revision: "4" }), true);
    const introduced = { ...change("web", undefined, "v2"), after, introduced: true as const };
    assert.equal(hasArrived(introduced, { ...present, revision: "1" }), true);
  });
});
