import assert from "node:assert/strict";
import { gatewayRoutes } from "../../../components/objects/route.ts";
import { probeHost, probePath } from "../../../components/objects/trackRouting.ts";
import { website } from "../support.ts";

const route = { gateway: "main", hosts: ["www.example"] };
const everybody = { path: { type: "PathPrefix", value: "/" } };
const first = { headers: { "X-Staff": "yes" } };

function rulesOf(canary: unknown, standing?: object, more: object = {}): object[] {
  const service = website(
    { route: { ...route, ...more }, canary },
    { version: "v1", ...(standing && { canary: { version: "v2", ...standing } }) },
  );
  return (gatewayRoutes(service)[0] as unknown as { spec: { rules: object[] } }).spec.rules;
}

function backendsOf(rules: object[]): unknown[] {
  return rules.map((rule) =>
    ((rule as { backendRefs?: { name: string; weight?: number }[] }).backendRefs ?? []).map(({ name, weight }) =>
      weight === undefined ? name : `${name} ${weight}`,
    ),
  );
}

function probe(weight: number): object {
  return {
    matches: [{ path: { type: "Exact", value: `/.well-known/release/web-${weight}` } }],
    filters: [
      {
        type: "RequestRedirect",
        requestRedirect: { hostname: `weight-${weight}.web.canary.invalid`, statusCode: 302 },
      },
    ],
  };
}

describe("a route of a service that declares a canary", () => {
  it("leads to the stable track by itself, so that a canary changes weights alone", () => {
    const [stable, canary] = ["web-stable", "web-canary"].map((name) => ({ name, port: 80 }));
    assert.deepEqual(rulesOf({ first, mirror: 10, sticky: { cookie: "track" } }), [
      { matches: [everybody], backendRefs: [stable] },
    ]);
    assert.deepEqual(rulesOf({}, { weight: 10 }), [
      probe(10),
      {
        matches: [everybody],
        backendRefs: [
          { ...stable, weight: 90 },
          { ...canary, weight: 10 },
        ],
      },
    ]);
  });

  it("tells a gateway what to say of its weight, at a path and with a host that are nobody's", () => {
    assert.deepEqual(rulesOf({}, { weight: 35 })[0], probe(35));
    assert.equal(probePath("web", 35), "/.well-known/release/web-35");
    assert.equal(probeHost("web", 35), "weight-35.web.canary.invalid");
  });

  it("leads those named first to the canary alone, whatever its weight, if it has one yet", () => {
    assert.deepEqual(backendsOf(rulesOf({ first }, { weight: 0 })), [
      [],
      ["web-canary"],
      ["web-stable 100", "web-canary 0"],
    ]);
    const headers = [{ name: "X-Staff", value: "yes" }];
    assert.deepEqual(rulesOf({ first }, { weight: 0 })[1], {
      matches: [{ ...everybody, headers }],
      backendRefs: [{ name: "web-canary", port: 80 }],
    });
  });

  it("leads nobody there who could not be: of another value, or at a path that is answered by the gateway", () => {
    const paths = [
      { path: "/other", headers: { "x-staff": "no" } },
      { path: "/same", headers: { "x-staff": "yes" } },
      { path: "/gone", redirect: { path: "/" } },
    ];
    assert.deepEqual(backendsOf(rulesOf({ first }, { weight: 5 }, { paths })), [
      [],
      ["web-stable 95", "web-canary 5"],
      ["web-canary"],
      ["web-stable 95", "web-canary 5"],
      [],
    ]);
  });

  it("finds a cookie among others, in the whole header or anywhere in it", () => {
    const cookie = { name: "staff", value: "a.b+c" };
    const [, rule] = rulesOf({ first: { cookie } }, { weight: 5 }) as { matches: { headers: { value: string }[] }[] }[];
    const { value } = rule!.matches[0]!.headers[0]!;
    assert.equal(value, String.raw`^(.*;\s*)?staff=a\.b\+c(\s*;.*)?$`);
    const found = (header: string) => new RegExp(value).test(header);
    for (const header of ["staff=a.b+c", "x=1; staff=a.b+c", "staff=a.b+c; x=1", "x=1;staff=a.b+c ; y=2"])
      assert.ok(found(header), header);
    for (const header of ["staff=a.b+cd", "notstaff=a.b+c", "staff=aXb+c", "x=staff=a.b+c"])
      assert.ok(!found(header), header);
  });

  it("leads nowhere but to the stable track once the canary is left, and says so until it is gone", () => {
    const way = { first, mirror: 10, sticky: { cookie: "track" } };
    assert.deepEqual(rulesOf(way, { weight: 0, step: 1 }), [
      probe(0),
      { matches: [everybody], backendRefs: [{ name: "web-stable", port: 80 }] },
    ]);
  });

  it("gives both tracks together all of the requests, and neither more than all nor less than none", () => {
    for (let weight = 0; weight <= 99; weight++) {
      const rules = rulesOf({}, { weight }) as { backendRefs?: { weight: number }[] }[];
      const weights = rules[1]!.backendRefs!.map((backend) => backend.weight);
      assert.equal(
        weights.reduce((sum, one) => sum + one),
        100,
      );
      assert.ok(
        weights.every((one) => one >= 0 && one <= 100),
        String(weights),
      );
    }
  });

  it("is as it was where nothing is declared", () => {
    assert.deepEqual(backendsOf(rulesOf(undefined)), [["web"]]);
    assert.deepEqual(backendsOf(rulesOf(undefined, { weight: 10 })), [["web-stable 90", "web-canary 10"]]);
  });
});
