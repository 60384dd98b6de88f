import assert from "node:assert/strict";
import { unusedSecrets } from "../../../release/check/unusedSecrets.ts";

describe("the secrets that go with a service", () => {
  it("are those that neither another service nor releases:notify names", () => {
    const of = (...keys: string[]) => ({ secrets: Object.fromEntries(keys.map((key) => [key, "v1:cipher"])) });
    const left = {
      config: {
        notify: [{ kind: "cloudevents" as const, url: { secret: "hook" }, signingKey: { secret: "hookKey" } }],
      },
      services: new Map([["web", { parameters: of("shared") }]]),
    };
    assert.deepEqual(unusedSecrets([{ after: of("own", "shared", "hook", "hookKey") }], left), ["own"]);
  });
});
