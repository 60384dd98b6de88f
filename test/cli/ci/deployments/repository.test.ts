import assert from "node:assert/strict";
import { repositoryAt } from "../../../../cli/ci/deployments/repository.ts";

describe("whose repository an address is of", () => {
  for (const [url, provider, repository] of [
    ["git@github.com:acme/releases.git", "github", "acme/releases"],
    ["https://bot:hunter2@github.example/acme/releases", "github", "acme/releases"],
    ["ssh://git@gitlab.example:2222/group/team/releases.git", "gitlab", "group/team/releases"],
    ["https://bitbucket.org/acme/releases.git/", "bitbucket", "acme/releases"],
    ["https://acme@dev.azure.com/acme/shop/_git/releases", "azure_devops", "shop/releases"],
    ["git@ssh.dev.azure.com:v3/acme/shop/releases", "azure_devops", "shop/releases"],
    ["https://git.example/acme/releases.git", undefined, "acme/releases"],
    ["file:///srv/git/releases.git", undefined, undefined],
    ["/srv/git/releases.git", undefined, undefined],
    ["", undefined, undefined],
  ] as const) {
    it(`is told by it: ${url === "" ? "none" : url}`, () => {
      const found = repositoryAt(url);
      assert.deepEqual([found.provider, found.repository], [provider, repository]);
    });
  }
});
