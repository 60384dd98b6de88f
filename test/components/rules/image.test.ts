import assert from "node:assert/strict";
import { versionIsFixed } from "../../../components/rules/image.ts";
import { stackOf } from "../support.ts";

function findings(basic: object, version = "v1"): string[] {
  const web = { template: "website", image: "localhost/web", ...basic };
  const stack = stackOf({ web }, { current: { web: { version } } });
  return versionIsFixed.check(stack.services[0]!, stack).map(({ parameter, message, fix }) => {
    return `${parameter}: ${message}; ${fix}`;
  });
}

describe("images that stay what they are (ZD012)", () => {
  it("takes the words for branches, stages and newest builds for moving tags, and only as they are", () => {
    const moving = ["production", "staging", "main", "master", "edge", "nightly", "dev", "lts", "stable", "next"];
    for (const version of [...moving, "current", "release", "Latest"]) {
      assert.deepEqual(findings({}, version), [
        `version: the tag "${version}" moves: a restarted pod may run another image, and there is no way back to this one; release a tag that is never moved, or a digest`,
      ]);
    }
    for (const version of ["v1", "stable-1.4.2", "main-8c1f2ab", "release-7", "lts2", `sha256:${"0".repeat(64)}`]) {
      assert.deepEqual(findings({}, version), []);
    }
  });

  it("looks at the images of sidecars, init containers and the scheduled restart", () => {
    const basic = {
      sidecars: { proxy: { image: "localhost:5000/proxy" }, log: { image: "localhost/log:stable" } },
      initContainers: { migrate: {}, fetch: { image: "localhost/fetch:latest" } },
      restart: { schedule: "0 4 * * *", image: "localhost/kubectl" },
    };
    const untagged = (at: string, image: string) =>
      `${at}: ${image} has neither tag nor digest, which means the tag "latest", and that moves: a restarted pod may run another image; name a tag that is never moved, or a digest`;
    const moving = (at: string, tag: string) =>
      `${at}: the tag "${tag}" moves: a restarted pod may run another image, and there is no way back to this one; name a tag that is never moved, or a digest`;
    assert.deepEqual(findings(basic), [
      moving("sidecars.log.image", "stable"),
      untagged("sidecars.proxy.image", "localhost:5000/proxy"),
      moving("initContainers.fetch.image", "latest"),
      untagged("restart.image", "localhost/kubectl"),
    ]);
    const fixed = {
      sidecars: { proxy: { image: "localhost:5000/proxy:v3" } },
      initContainers: { fetch: { image: `localhost/fetch@sha256:${"0".repeat(64)}` } },
      restart: { schedule: "0 4 * * *", image: "localhost/kubectl:v1.34.4" },
    };
    assert.deepEqual(findings(fixed), []);
  });
});
