import assert from "node:assert/strict";
import { exitCodes, Problem } from "../../../errors/problem.ts";
import type { Ended } from "../../../watch/ended.ts";
import type { Registry } from "../../../watch/registry/client.ts";
import type { Following } from "../../../watch/tags/follow.ts";
import { tagFollower } from "../../../watch/tags/follower.ts";

const service = (name: string, version: string, follow: Following["follow"] = { semver: "^1" }): Following => ({
  service: name,
  image: `registry.example/${name}`,
  version,
  follow,
});

/** What several looks set and say. */
async function followed(
  looks: number,
  following: Following[],
  registry: Partial<Registry>,
  set: (targets: readonly string[]) => Ended = () => ({ code: 0, output: "" }),
) {
  const asked: string[] = [];
  const said: string[] = [];
  const tip = { id: "a", at: 0, author: "Ada", subject: "s" };
  const follow = tagFollower({
    checkout: {
      folder: "",
      tip: () => Promise.resolve(tip),
      since: () => Promise.resolve([]),
      at: () => Promise.resolve(),
    },
    registry: { tags: () => Promise.resolve([]), digest: () => Promise.resolve(undefined), ...registry },
    following: () => following,
    set: (targets) => {
      asked.push(targets.join(" "));
      return Promise.resolve(set(targets));
    },
    say: (line) => said.push(line),
  });
  for (let look = 0; look < looks; look++) await follow(tip);
  return { asked, said };
}

describe("following tags", () => {
  it("writes what is new of all services at once", async () => {
    const services = [service("docs", "1.0.0"), service("web", "1.1.0"), service("api", "1.2.0")];
    const { asked, said } = await followed(1, services, { tags: () => Promise.resolve(["1.1.0", "1.2.0", "2.0.0"]) });
    assert.deepEqual(asked, ["docs=1.2.0 web=1.2.0"]);
    assert.deepEqual(said, []);
  });

  it("writes what a moving tag points to, by its digest", async () => {
    const digest = `sha256:${"a".repeat(64)}`;
    const registry = { digest: () => Promise.resolve(digest) };
    const follow = { digestOf: "main" };
    assert.deepEqual((await followed(1, [service("web", "v1", follow)], registry)).asked, [`web=main@${digest}`]);
    assert.deepEqual((await followed(1, [service("web", `main@${digest}`, follow)], registry)).asked, []);
    assert.deepEqual((await followed(1, [service("web", "v1", follow)], {})).asked, []);
  });

  it("leaves what was rolled back, says so once, and sets the others", async () => {
    const { asked, said } = await followed(
      3,
      [service("docs", "1.0.0"), service("web", "1.1.0")],
      { tags: () => Promise.resolve(["1.2.0"]) },
      (targets) =>
        targets.includes("web=1.2.0")
          ? { code: 1, output: "ROLLED_BACK_FROM: what was taken back is not set again; nothing was written\n" }
          : { code: 0, output: "" },
    );
    assert.deepEqual(asked, ["docs=1.2.0 web=1.2.0", "docs=1.2.0", "web=1.2.0", "docs=1.2.0", "docs=1.2.0"]);
    assert.deepEqual(said, [
      "web=1.2.0 is not set: ROLLED_BACK_FROM: what was taken back is not set again; nothing was written",
    ]);
  });

  it("says once that a registry is away, and follows the others", async () => {
    const away = new Problem({ code: "REGISTRY_AWAY", what: "it does not answer", exitCode: exitCodes.unreachable });
    const tags: Registry["tags"] = ({ name }) => (name === "web" ? Promise.reject(away) : Promise.resolve(["1.2.0"]));
    const { asked, said } = await followed(2, [service("docs", "1.0.0"), service("web", "1.1.0")], { tags });
    assert.deepEqual(asked, ["docs=1.2.0", "docs=1.2.0"]);
    assert.deepEqual(said, ["web: REGISTRY_AWAY: it does not answer"]);
  });
});
