import assert from "node:assert/strict";
import { effectiveParameters } from "../../../components/config/effective.ts";
import { errorsOf, website } from "../support.ts";

const route = { gateway: "main", hosts: ["www.example"] };
const nginx = { kind: "Ingress", class: "nginx", hosts: ["www.example"] };
const v1 = { version: "v1" };

function errors(canary: unknown, basic: object = { route }, release: object = v1, stack: object = {}): string[] {
  const services = { web: { template: "website", image: "localhost/web", canary, ...basic } };
  return errorsOf({ services, current: { web: release }, ...stack }).map((line) =>
    line.replace("releases:services.web.canary", "canary").replace("releases:current.web.canary", "now"),
  );
}

describe("a declared canary", () => {
  it("has two steps by default, waits for a person in doubt, and takes its steps at any time", () => {
    assert.deepEqual(website({ route, canary: {} }).canary, {
      steps: [
        { weight: 10, pause: 300 },
        { weight: 50, pause: 300 },
      ],
      always: false,
      inconclusive: "hold",
      patience: 600,
      analysis: {},
    });
    const steps = [
      { weight: 5, pause: "manual" },
      { weight: 50, pause: "0s" },
    ];
    assert.deepEqual(website({ route, canary: { steps } }).canary?.steps, [
      { weight: 5, pause: "manual" },
      { weight: 50, pause: 0 },
    ]);
    assert.equal(website({ route }).canary, undefined);
  });

  it("says what each of its parameters takes", () => {
    const wrong = {
      steps: [{ weight: 0 }, { weight: 20, pause: "8d" }],
      split: "mesh",
      inconclusive: "go on",
      patience: "2d",
      hours: ["nine to five"],
      first: {},
      sticky: { cookie: "a b" },
      mirror: 0,
    };
    assert.deepEqual(errors(wrong), [
      "canary.steps[0].weight: 0 was given; allowed: a whole number from 1 to 99",
      'canary.steps[1].pause: "8d" was given; allowed: manual, or a duration like 30s, 5m or 1h30m, from 0s to 168h',
      'canary.split: "mesh" was given; allowed: one of HTTPRoute, ingress-nginx, replicas',
      'canary.inconclusive: "go on" was given; allowed: one of hold, abort',
      'canary.patience: "2d" was given; allowed: a duration like 30s, 5m or 1h30m, from 0s to 24h',
      'canary.hours[0]: "nine to five" was given; allowed: a time like "09:00-17:00", "mon,tue 09:00-24:00" or "08:00-18:00 Europe/Berlin"',
      "canary.first: needs headers, a cookie or both",
      'canary.sticky.cookie: "a b" was given; allowed: the name of a cookie: letters, digits, - and _',
      "canary.mirror: 0 was given; allowed: a whole number from 1 to 100",
    ]);
    assert.deepEqual(errors({ steps: [] }), ["canary.steps: a list of 0 was given; allowed: a list of at least 1"]);
    const many = Array.from({ length: 21 }, (_, index) => ({ weight: index + 1 }));
    assert.deepEqual(errors({ steps: many }), ["canary.steps: a list of 21 was given; allowed: a list of at most 20"]);
  });

  it("is told apart, parameter by parameter, from where it stands", () => {
    const service = website(
      { route, canary: { steps: [{ weight: 30 }] } },
      { ...v1, canary: { version: "v2", weight: 30, step: 1 } },
    );
    assert.deepEqual(
      effectiveParameters(service)
        .filter(({ path }) => path.startsWith("canary."))
        .map(({ path, value, from }) => `${path} ${JSON.stringify(value)} ${from}`),
      [
        'canary.steps [{"weight":30,"pause":300}] basic',
        "canary.always false default",
        'canary.inconclusive "hold" default',
        'canary.patience "10m" default',
        'canary.version "v2" release',
        "canary.weight 30 release",
        "canary.step 1 release",
      ],
    );
  });
});

describe("what does not go with a canary", () => {
  it("is said all at once, each with the way out", () => {
    const canary = {
      steps: [{ weight: 20 }, { weight: 20 }, { weight: 10 }],
      first: { headers: { "X-Staff": "yes" } },
      mirror: 5,
    };
    assert.deepEqual(errors(canary, { rollout: { strategy: "Recreate", maxSurge: 1 }, waivers: {} }), [
      "canary: rollout.strategy Recreate never lets two versions run at once, and a canary is just that; leave one of them out",
      "canary.steps[1].weight: 20 percent after 20; each step has more than the one before",
      "canary.steps[2].weight: 10 percent after 20; each step has more than the one before",
      "canary.first: requests are shared out by the number of pods here (neither are all routes of the Gateway API nor all Ingresses of class nginx), and nothing tells one from another; leave first out",
      "canary.mirror: requests are shared out by the number of pods here (neither are all routes of the Gateway API nor all Ingresses of class nginx), and nothing tells one from another; leave mirror out",
    ]);
  });

  it("is no port that is served, runs that end, and a selector that knows no track", () => {
    const worker = { template: "worker", image: "localhost/web", canary: {} };
    assert.deepEqual(errorsOf({ services: { web: worker }, current: { web: v1 } }), [
      "releases:services.web.canary: the service serves no port, so there are no requests to share out; leave canary out",
    ]);
    const schedule = { template: "schedule", image: "localhost/web", cronJob: { schedule: "0 4 * * *" }, canary: {} };
    assert.deepEqual(errorsOf({ services: { web: schedule }, current: { web: v1 } }), [
      "releases:services.web.canary: a schedule runs to its end: no requests are shared out among runs; leave it out",
    ]);
    assert.deepEqual(errors({}, { route, selector: { app: "web" } }), [
      "canary: the pods are found by a selector that knows no track (selector), so a canary's pods would count as the stable ones; leave canary out",
    ]);
  });

  it("is a volume that one pod, or the pods of one node, have to themselves", () => {
    const volumes = {
      data: { size: "1Gi", mount: "/data", singleWriter: false },
      log: { size: "1Gi", mount: "/log", accessMode: "ReadWriteOncePod", singleWriter: false },
      own: { size: "1Gi", mount: "/own", accessMode: "ReadWriteMany", singleWriter: true },
      all: { size: "1Gi", mount: "/all", accessMode: "ReadWriteMany", singleWriter: false },
    };
    const data =
      "canary: volume data is ReadWriteOnce: a canary's pods on another node would wait for it for ever; use ReadWriteMany, or leave canary out";
    const others = [
      "canary: volume log is ReadWriteOncePod: a canary's pods would wait for it for ever; use ReadWriteMany, or leave canary out",
      "canary: volume own is written by one pod alone (singleWriter), and a canary is another; leave canary out",
    ];
    assert.deepEqual(errors({}, { route, volumes }), [data, ...others]);
    assert.deepEqual(errors({}, { route, volumes }, v1, { cluster: { nodes: 1 } }), others);
  });

  it("is a way to share requests out that the routes do not have", () => {
    assert.deepEqual(errors({ split: "HTTPRoute" }, { route: nginx }), [
      "canary.split: HTTPRoute needs routes of the Gateway API alone, and route is of kind Ingress",
    ]);
    assert.deepEqual(errors({ split: "ingress-nginx" }, { routes: { more: route } }), [
      "canary.split: ingress-nginx needs Ingresses alone, and routes.more is of kind HTTPRoute",
    ]);
    assert.deepEqual(errors({ split: "HTTPRoute" }, {}), [
      "canary.split: HTTPRoute needs routes of the Gateway API alone, and the service has no route",
    ]);
    assert.deepEqual(errors({ split: "replicas" }), []);
    assert.deepEqual(errors({ split: "ingress-nginx" }, { route: { ...nginx, class: "public" } }), []);
  });

  it("is what ingress-nginx cannot tell requests by", () => {
    const first = { headers: { "X-Staff": "yes", "X-Beta": "yes" }, cookie: { name: "staff", value: "yes" } };
    assert.deepEqual(
      errors({ first, mirror: 10, sticky: { cookie: "track" } }, { route: nginx, routes: { canary: nginx } }),
      [
        "canary.first.headers: ingress-nginx goes by one header, not 2; name one",
        'canary.first.cookie.value: ingress-nginx goes by a cookie with the value "always" alone, not "yes"; say value: always',
        "canary.mirror: ingress-nginx mirrors no share of the requests; leave mirror out",
        "canary: routes.canary has the name web-canary, which the canary's Ingress of route is to have; choose another",
      ],
    );
    const right = { headers: { "X-Staff": "yes" }, cookie: { name: "staff", value: "always" } };
    assert.deepEqual(errors({ first: right }, { route: nginx }), []);
  });

  it("is more rules than the Gateway API takes", () => {
    const paths = Array.from({ length: 8 }, (_, index) => ({ path: `/${index}` }));
    assert.deepEqual(
      errors({}, { route: { ...route, paths: [...paths, ...paths.map(({ path }) => ({ path: `${path}x` }))] } }),
      [
        "canary: route would have 17 rules while a canary is under way, and the Gateway API takes 16 of a route; make two routes of it",
      ],
    );
    const first = { headers: { "X-Staff": "yes" } };
    assert.deepEqual(errors({ first }, { route: { ...route, paths } }), [
      "canary: route would have 17 rules while a canary is under way, and the Gateway API takes 16 of a route; make two routes of it",
    ]);
  });
});

describe("where a canary stands", () => {
  const standing = (canary: object, declared: unknown = {}, basic?: object) =>
    errors(declared, basic, { ...v1, canary });

  it("is a version and a share, of pods or of requests", () => {
    for (const share of [{ weight: 0 }, { weight: 99, step: 2, paused: true }, { weight: 5, replicas: 3 }])
      assert.deepEqual(standing({ version: "v2", ...share }), []);
    assert.deepEqual(standing({ version: "v2" }), ["now: needs replicas or weight"]);
    assert.deepEqual(standing({ version: "v2", weight: 100 }), [
      "now.weight: 100 was given; allowed: a whole number from 0 to 99",
    ]);
  });

  it("is a step that there is, and a share in the words of whatever shares requests out", () => {
    assert.deepEqual(standing({ version: "v2", weight: 10, step: 3 }), [
      "now.step: 3 was given; the service has 2 of them",
    ]);
    assert.deepEqual(standing({ version: "v2", replicas: 3 }), [
      "now.weight: missing; requests are shared out by HTTPRoute, and replicas says only how many pods take them",
    ]);
    assert.deepEqual(standing({ version: "v2", replicas: 3, weight: 50 }, {}, {}), [
      "now: requests are shared out by the number of pods here; say replicas or weight",
    ]);
    assert.deepEqual(standing({ version: "v2", replicas: 3 }, null), []);
  });

  it("is beside no job that the version before does not go with", () => {
    const jobs = { before: [{ name: "migrate", command: ["/migrate"], compatible: false }] };
    const message =
      "now: job migrate runs before the canary's pods, and v1, which serves on beside them, is not said to go with what it does; split the change into one that both versions go with (compatible: true), or release v2 without a canary";
    const canary = { version: "v2", weight: 10 };
    assert.deepEqual(standing(canary, {}, { route, jobs }), [message]);
    assert.deepEqual(errors({}, { route, jobs }, { ...v1, jobsSkipped: "v2", canary }), []);
    const compatible = { before: [{ ...jobs.before[0], compatible: true }] };
    assert.deepEqual(standing(canary, {}, { route, jobs: compatible }), []);
  });
});
