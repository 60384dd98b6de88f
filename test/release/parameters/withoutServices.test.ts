import assert from "node:assert/strict";
import { withoutServices } from "../../../release/parameters/withoutServices.ts";

describe("the stack's file without some services", () => {
  it("names them nowhere: not as services, not as current, not in groups", () => {
    const text = `config:
  releases:services:
    web: { template: website } # serves
    api: { template: api }
  releases:current:
    web: { version: v1 }
    api: { version: v1 }
  releases:groups:
    sites: [ web, api ]
    new: [ api ]
`;
    assert.equal(
      withoutServices(text, ["api"]),
      `config:
  releases:services:
    web: { template: website } # serves
  releases:current:
    web: { version: v1 }
  releases:groups:
    sites: [ web ]
`,
    );
  });

  it("bears a file that lacks them", () => {
    assert.equal(
      withoutServices("config:\n  releases:namespace: sites\n", ["api"]),
      "config:\n  releases:namespace: sites\n",
    );
  });
});
