import assert from "node:assert/strict";
import { errorsOf, website } from "../support.ts";

const root = "releases:services.web";

/** What is wrong with a website that says this. */
function errors(basic: object): readonly string[] {
  const web = { template: "website", image: "localhost/web", ...basic };
  return errorsOf({ services: { web }, current: { web: { version: "v1" } } });
}

describe("what the cluster would refuse", () => {
  it("is a request above its limit, told where the service says one of the two", () => {
    assert.deepEqual(errors({ resources: { requests: { memory: "256Mi" } } }), [
      `${root}.resources.requests.memory: 256Mi is above the limit of 128Mi, which is the template's; lower the request, or raise resources.limits.memory`,
    ]);
    assert.deepEqual(errors({ resources: { limits: { memory: "32Mi", cpu: "40m" } } }), [
      `${root}.resources.limits.cpu: 40m is below the request of 50m, which is the template's; raise the limit, or lower resources.requests.cpu`,
      `${root}.resources.limits.memory: 32Mi is below the request of 64Mi, which is the template's; raise the limit, or lower resources.requests.memory`,
    ]);
    const resources = { requests: { cpu: 2 }, limits: { cpu: "1500m" } };
    assert.deepEqual(errors({ sidecars: { proxy: { resources } }, initContainers: { migrate: { resources } } }), [
      `${root}.sidecars.proxy.resources.requests.cpu: 2 is above the limit of 1500m; lower the request, or raise sidecars.proxy.resources.limits.cpu`,
      `${root}.initContainers.migrate.resources.requests.cpu: 2 is above the limit of 1500m; lower the request, or raise initContainers.migrate.resources.limits.cpu`,
    ]);
    assert.deepEqual(errors({ resources: { requests: { cpu: "0.3" }, limits: { cpu: "300m" } } }), []);
  });

  it("is a schedule or a time zone that is none", () => {
    const image = "localhost/kubectl:v1";
    assert.deepEqual(errors({ restart: { schedule: "0 25 * * *", timeZone: "Asia/Tokio", image } }), [
      `${root}.restart.schedule: "0 25 * * *" was given; allowed: five cron fields: minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-6`,
      `${root}.restart.timeZone: there is no time zone "Asia/Tokio"; did you mean "Asia/Tokyo"?`,
    ]);
  });

  it("is a host that is an address or no name", () => {
    const wrong = [
      "10.0.0.1",
      "shop..example",
      "-shop.example",
      "shop.example.",
      "Shop.example",
      "*.*.example",
      "a_b.c",
    ];
    assert.deepEqual(
      errors({ route: { kind: "Ingress", hosts: wrong } }),
      wrong.map(
        (host, index) =>
          `${root}.route.hosts[${index}]: "${host}" was given; allowed: a host name like shop.example or *.shop.example, in lower case, no IP address`,
      ),
    );
    const hosts = ["shop.example", "*.shop.example", "localhost", "1.2.3.example", "xn--p1ai"];
    assert.deepEqual(errors({ route: { kind: "Ingress", hosts } }), []);
  });

  it("is an HTTPRoute with more hosts than its kind takes", () => {
    const hosts = Array.from({ length: 17 }, (_, index) => `shop${index}.example`);
    assert.deepEqual(errors({ route: { gateway: "main", hosts } }), [
      `${root}.route: an HTTPRoute takes at most 16 hosts; use a wildcard like *.shop.example, or kind Ingress`,
    ]);
    assert.deepEqual(errors({ route: { kind: "Ingress", hosts } }), []);
  });

  it("is a path that could mean another one", () => {
    for (const path of ["//", "/a//b", "/./a", "/a/../b", "/a/..", "/a/.", "/a%2Fb", "/a b", "a", "/%zz", "/infra/*"]) {
      assert.deepEqual(errors({ route: { kind: "Ingress", hosts: ["shop.example"], path } }), [
        `${root}.route.path: ${JSON.stringify(path)} was given; allowed: a path that starts with "/", without "//", "/./", "/../", "%2F" and "*": all below it is served`,
      ]);
    }
    for (const path of ["/", "/a/", "/.well-known/x", "/a..b", "/a:b@c", "/%20"]) {
      assert.deepEqual(errors({ route: { kind: "Ingress", hosts: ["shop.example"], path } }), []);
    }
  });

  it("is a protocol that is no qualified name", () => {
    assert.deepEqual(errors({ ports: { http: { appProtocol: "http 2" } } }), [
      `${root}.ports.http.appProtocol: "http 2" was given; allowed: a name like http, grpc or kubernetes.io/h2c`,
    ]);
    assert.deepEqual(errors({ ports: { http: { appProtocol: "kubernetes.io/h2c" } } }), []);
  });

  it("is more in files than a ConfigMap holds, in bytes and not in letters", () => {
    const euros = "€".repeat(175_000);
    const path = (name: string) => `/etc/web/${name}`;
    assert.deepEqual(errors({ files: { [path("a")]: euros, [path("b")]: euros } }), [
      `${root}.files: 1050022 bytes together; a ConfigMap holds 1048576, names included; put what is large into the image or on a volume`,
    ]);
    assert.deepEqual(errors({ files: { [path("a")]: euros, [path("b")]: euros.slice(500) } }), []);
  });

  it("is a file whose name no ConfigMap takes as a key", () => {
    const allowed =
      'an absolute path of letters, digits and "-._/", without "__", "." and "..", of at most 253 characters ("/" counts as two)';
    const long = `/${"d/".repeat(90)}`;
    const wrong = ["/..", "/..conf", `${long}${"x".repeat(10)}`, "/etc/../passwd", "/etc/./a"];
    assert.deepEqual(
      errors({ files: Object.fromEntries(wrong.map((path) => [path, "a"])) }),
      wrong.map((path) => `${root}.files.${path}: "${path}" is not a name this map takes; allowed: ${allowed}`),
    );
    assert.equal(Object.keys(website({ files: { "/etc/..data/.env": "a" } }).files).length, 1);
  });

  it("is root where nonRoot forbids it", () => {
    assert.deepEqual(errors({ security: { user: 0 } }), [
      `${root}.security.user: 0 is root, which nonRoot: true forbids: the kubelet would start no container; choose another user, or set nonRoot: false and waive SC001 with the reason`,
    ]);
    assert.deepEqual(errors({ security: { user: 0, nonRoot: false } }), []);
  });
});
