import assert from "node:assert/strict";
import fc from "fast-check";
import { omit } from "../../../components/config/omit.ts";
import { overridden, overrideFor, overriddenPaths } from "../../../components/config/override.ts";

const file = {
  template: "website",
  replicas: 3,
  env: { GREETING: "hello", COLOUR: "red" },
  files: { "/etc/web/site.conf": "port 80" },
  budget: { maxUnavailable: 1 },
};

describe("a block over a service's file", () => {
  it("is merged key by key; lists and values are replaced, and null stays, to take away the template's too", () => {
    const block = { env: { COLOUR: null, SIZE: "m" }, budget: { minAvailable: 2 }, route: null };
    assert.deepEqual(overridden(file, block), {
      ...file,
      env: { GREETING: "hello", COLOUR: null, SIZE: "m" },
      budget: { minAvailable: 2 },
      route: null,
    });
  });

  it("leaves to the template what it unsets, and does not mind what the file does not say any more", () => {
    const block = { unset: ["replicas", 'files["/etc/web/site.conf"]', "env.SIZE"] };
    assert.deepEqual(overridden(file, block), { ...omit(file, "replicas"), files: {} });
  });

  it("says no more than what differs", () => {
    const wanted = { ...omit(file, "replicas"), env: { GREETING: "hi", COLOUR: "red" }, files: {} };
    const block = overrideFor(file, wanted);
    assert.deepEqual(block, { env: { GREETING: "hi" }, unset: ["replicas", 'files["/etc/web/site.conf"]'] });
    assert.deepEqual(overriddenPaths(block), ["env.GREETING", "replicas", 'files["/etc/web/site.conf"]']);
    assert.equal(overrideFor(file, structuredClone(file)), undefined);
  });

  it("can bring any service to any parameters, exactly", () => {
    const key = fc.constantFrom(
      "a",
      "b",
      "c.d",
      'e"f',
      "budget",
      "maxUnavailable",
      "minAvailable",
      "route",
      "path",
      "paths",
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: "small" },
        fc.constant(null),
        fc.integer(),
        fc.string(),
        fc.array(fc.integer(), { maxLength: 2 }),
        fc.dictionary(key, tie("any"), { maxKeys: 4 }),
      ),
    })).any;
    const block = fc.dictionary(fc.constantFrom("replicas", "env", "budget", "route", "probes", "files"), value);
    fc.assert(
      fc.property(block, block, (one, other) => {
        const [base, wanted] = [plain(one), plain(other)];
        const override = overrideFor(base, wanted);
        assert.deepEqual(overridden(base, override ?? {}), wanted);
        assert.equal(overrideFor(wanted, wanted), undefined);
      }),
      { numRuns: 2000 },
    );
  });
});

/** fast-check makes objects without prototype; YAML's are plain ones. */
function plain(value: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}
