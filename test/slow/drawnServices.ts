import fc from "fast-check";

/** A service as fast-check draws it, before and after a change of version, configuration or both. */
export interface DrawnService {
  before: object;
  after: object;
  versions: [before: string, after: string];
}

const seconds = (min: number, max: number) => fc.integer({ min, max }).map((count) => `${count}s`);
const intOrPercent = fc.oneof(
  fc.nat(3),
  fc.nat(100).map((share) => `${share}%`),
);

const timing = { period: seconds(1, 3), timeout: seconds(1, 4), failures: fc.integer({ min: 1, max: 4 }) };
const http = fc.record({ http: fc.constant({ path: "/healthz", port: "http" }), ...timing });
const tcp = fc.record({ tcp: fc.constant({ port: "http" }), ...timing });
const none = fc.constant(null);
const startup = fc.record({
  http: fc.constant({ path: "/healthz" }),
  period: seconds(1, 2),
  timeout: seconds(1, 2),
  failures: fc.constant(30),
});

const probes = fc.record({
  startup: fc.oneof({ arbitrary: startup, weight: 4 }, { arbitrary: none, weight: 1 }),
  readiness: fc.oneof({ arbitrary: http, weight: 8 }, { arbitrary: tcp, weight: 1 }, { arbitrary: none, weight: 1 }),
  liveness: fc.oneof({ arbitrary: http, weight: 2 }, { arbitrary: none, weight: 1 }),
});

const rollout = fc.record(
  {
    strategy: fc.oneof(
      { arbitrary: fc.constant("RollingUpdate"), weight: 9 },
      { arbitrary: fc.constant("Recreate"), weight: 1 },
    ),
    maxSurge: intOrPercent,
    maxUnavailable: intOrPercent,
    minReady: seconds(0, 3),
    deadline: fc.constant("2m"),
  },
  { requiredKeys: ["deadline"] },
);

const drain = fc.record({ sleep: seconds(2, 6), time: seconds(2, 6), margin: seconds(0, 3) });

/** What a change may change: at least the version, a variable or a file. */
const change = fc
  .record({ version: fc.boolean(), env: fc.boolean(), files: fc.boolean() })
  .filter(({ version, env, files }) => version || env || files);

export const drawnService: fc.Arbitrary<DrawnService> = fc
  .record({ replicas: fc.integer({ min: 1, max: 5 }), probes, rollout, drain, change })
  .map(({ change: { version, env, files }, ...shape }) => {
    const configured = (state: "before" | "after") => ({
      ...{ template: "website", image: "localhost/web", owner: "tests", ...shape },
      env: { LAB_TEST_STATE: env ? state : "steady" },
      files: { "/etc/site/state.txt": files ? state : "steady" },
    });
    return { before: configured("before"), after: configured("after"), versions: ["v1", version ? "v2" : "v1"] };
  });
