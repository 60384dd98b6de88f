import assert from "node:assert/strict";
import fc from "fast-check";
import { readStackConfig } from "../../components/config.ts";
import { basicParameters } from "../../components/config/service.ts";
import { renderStack } from "../../components/render.ts";
import { checkRules } from "../../components/rules.ts";

const anything = fc.jsonValue({ maxDepth: 3 });

/** Known parameters with any value, beside right ones: as wrong as a file can be and still be looked at. */
const basics = fc
  .dictionary(fc.constantFrom(...Object.keys(basicParameters.shape)), anything, { maxKeys: 4 })
  .map((wrong) => ({ template: "website", image: "localhost/web", ...wrong }));

const name = fc.oneof(fc.constantFrom("web", "api", "__proto__", "constructor", "Web"), fc.string());
const services = fc.oneof(anything, fc.dictionary(name, fc.oneof(basics, anything), { maxKeys: 3 }));
const release = fc.oneof(fc.constant({ version: "v1" }), anything);
const current = fc.oneof(anything, fc.dictionary(name, release, { maxKeys: 3 }));

describe("any configuration at all", () => {
  it("is read as far as it is right, and then can be checked and rendered; the rest is told", () => {
    fc.assert(
      fc.property(services, current, fc.option(anything), (givenServices, givenCurrent, other) => {
        const raw = {
          stack: "staging",
          services: givenServices,
          current: givenCurrent,
          namespaces: other,
          cluster: other,
        };
        const { config, errors } = readStackConfig(raw);
        // What is right can be checked and rendered, whatever else is wrong.
        if (config === undefined) assert.ok(errors.length > 0);
        else {
          checkRules(config);
          renderStack(config);
        }
        for (const line of errors) assert.match(line, /^releases:/);
      }),
      { numRuns: 500 },
    );
  });
});
