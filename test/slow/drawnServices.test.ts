import assert from "node:assert/strict";
import fc from "fast-check";
import { stringify } from "yaml";
import { UsageProblem } from "../../errors/problem.ts";
import { checkRules } from "../../components/rules.ts";
import { startLoad } from "../../lab/load.ts";
import { useProject } from "../cluster/release/project.ts";
import { useLab, useNamespace } from "../cluster/support.ts";
import { stackOf } from "../components/support.ts";
import { drawnService } from "./drawnServices.ts";
import type { DrawnService } from "./drawnServices.ts";

const wanted = 30;
const atOnce = 5;
const seed = Number(process.env.DRAW_SEED ?? Date.now() % 1_000_000);

/** Services that break no rule: each must roll out without a failed request. */
function permitted(): DrawnService[] {
  const drawn = fc.sample(drawnService, { seed, numRuns: 2000 });
  return drawn.filter(({ before }) => breaksNothing(before)).slice(0, wanted);
}

function breaksNothing(service: object): boolean {
  try {
    return checkRules(stackOf({ drawn: service })).length === 0;
  } catch (error) {
    if (error instanceof UsageProblem) return false;
    throw error;
  }
}

describe(`services as fast-check draws them (DRAW_SEED=${seed}), of those that the rules permit`, function () {
  this.timeout(240_000);
  const lab = useLab();
  const project = useProject();
  const services = permitted();

  it(`are ${wanted}, and no two alike`, () => {
    assert.equal(new Set(services.map((service) => JSON.stringify(service))).size, wanted);
  });

  for (let first = 0; first < wanted; first += atOnce) {
    describe(`${first + 1} to ${first + atOnce}`, () => {
      const namespace = useNamespace(lab, "drawn");
      const group = services
        .slice(first, first + atOnce)
        .map((service, index) => ({ ...service, name: `drawn-${index}` }));
      const describeAll = (state: "before" | "after", version: 0 | 1) =>
        stringify({
          config: {
            "releases:namespace": namespace(),
            "releases:services": Object.fromEntries(group.map(({ name, [state]: basic }) => [name, basic])),
            "releases:current": Object.fromEntries(
              group.map(({ name, versions }) => [name, { version: versions[version] }]),
            ),
          },
        });

      it("roll out with no failed request", async () => {
        project().write(describeAll("before", 0));
        const made = await project().release([]);
        assert.equal(made.record.result, "succeeded", made.record.reason);

        const loads = await Promise.all(
          group.map(async ({ name }) => {
            const { spec } = await lab().core.readNamespacedService({ name, namespace: namespace() });
            return startLoad({ url: `http://${spec?.clusterIP ?? ""}/`, seconds: 200, rate: 30, connections: 3 });
          }),
        );
        project().write(describeAll("after", 1));
        const changed = await project().release([]);
        for (const load of loads) load.stop();
        const results = await Promise.all(loads.map(({ result }) => result));

        assert.equal(changed.record.result, "succeeded", changed.record.reason);
        const failed = group.flatMap((service, index) => {
          const result = results[index];
          return result?.failed === 0 && result.sent > 50 ? [] : [{ service, result }];
        });
        assert.deepEqual(failed, []);
      });
    });
  }
});
