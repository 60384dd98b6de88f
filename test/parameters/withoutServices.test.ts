import assert from "node:assert/strict";
import { parse } from "yaml";
import { withoutServices } from "../../parameters/withoutServices.ts";

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
    assert.deepEqual(parse(withoutServices(text, ["api"])), {
      config: {
        "releases:services": { web: { template: "website" } },
        "releases:current": { web: { version: "v1" } },
        "releases:groups": { sites: ["web"] },
      },
    });
  });

  it("tells nobody of them, and whoever was told of them alone of nothing else", () => {
    const text = `config:
  releases:notify:
    - { kind: slack, url: { env: ALL } }
    - { kind: slack, url: { env: SOME }, services: [ web, api ] }
    - { kind: slack, url: { env: ONE }, services: [ api ] }
`;
    assert.deepEqual(parse(withoutServices(text, ["api"])), {
      config: {
        "releases:notify": [
          { kind: "slack", url: { env: "ALL" } },
          { kind: "slack", url: { env: "SOME" }, services: ["web"] },
        ],
      },
    });
  });

  it("keeps what others take from a block that goes by an anchor", () => {
    const text = `config:
  releases:services:
    api: { env: &env { ON: "no" } }
    web: { env: *env }
  releases:groups: { new: &new [ api ], again: *new }
`;
    assert.deepEqual(parse(withoutServices(text, ["api"]), { version: "1.1" }), {
      config: { "releases:services": { web: { env: { ON: "no" } } }, "releases:groups": {} },
    });
  });

  it("bears a file that lacks them", () => {
    assert.equal(
      withoutServices("config:\n  releases:namespace: sites\n", ["api"]),
      "config:\n  releases:namespace: sites\n",
    );
  });
});
