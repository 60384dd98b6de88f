import assert from "node:assert/strict";
import { addServices } from "../../parameters/addServices.ts";

describe("addServices", () => {
  const web = {
    name: "web",
    basic: { template: "plain", image: "localhost/web", selector: { app: "web" } },
    release: { version: "1.10" },
  };

  it("writes what is short on one line, and leaves all else as it is, comments too", () => {
    const before = `# The shop.
config:
  # What they are.
  releases:services:
    docs: { template: website, image: localhost/docs } # the docs
  releases:current:
    docs: { version: v1 }
`;
    const long = {
      ...web,
      basic: { ...web.basic, owner: "a team with a name that is long enough for a line of its own" },
    };
    assert.equal(
      addServices(before, [long]),
      `# The shop.
config:
  # What they are.
  releases:services:
    docs: { template: website, image: localhost/docs } # the docs
    web:
      template: plain
      image: localhost/web
      selector: { app: web }
      owner: a team with a name that is long enough for a line of its own
  releases:current:
    docs: { version: v1 }
    web: { version: "1.10" }
`,
    );
  });

  it("begins a file that has nothing yet", () => {
    assert.equal(
      addServices("# Nothing.\n", [web], "shop"),
      `# Nothing.

config:
  releases:namespace: shop
  releases:services:
    web: {template: plain, image: localhost/web, selector: {app: web}}
  releases:current:
    web: {version: "1.10"}
`,
    );
  });
});
