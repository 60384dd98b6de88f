import assert from "node:assert/strict";
import { configMap, secretEntries } from "../../../components/objects.ts";
import { renderService } from "../../../components/render.ts";
import { checkRules } from "../../../components/rules.ts";
import { startBudget } from "../../../components/objects/startBudget.ts";
import { errorsOf, stackOf, website } from "../support.ts";

const at = "releases:services.web";

interface Container {
  name: string;
  env?: { name: string; value?: string; valueFrom?: { secretKeyRef?: { key: string } } }[];
  volumeMounts?: { name: string; mountPath: string; subPath?: string; readOnly?: boolean }[];
  ports?: object[];
  readinessProbe?: object;
  securityContext: object;
}

function errors(basic: object): readonly string[] {
  const web = { template: "website", image: "localhost/web", ...basic };
  return errorsOf({ services: { web }, current: { web: { version: "v1" } } });
}

/** The containers by name. */
function containersOf(basic: object): Record<string, Container> {
  const deployment = renderService(website(basic)).find(({ kind }) => kind === "Deployment") as unknown as {
    spec: { template: { spec: { containers: Container[]; initContainers?: Container[] } } };
  };
  const { containers, initContainers = [] } = deployment.spec.template.spec;
  return Object.fromEntries([...containers, ...initContainers].map((container) => [container.name, container]));
}

function variables({ env = [] }: Container): string[] {
  return env.map(({ name, value, valueFrom }) => `${name}=${value ?? valueFrom?.secretKeyRef?.key ?? ""}`);
}

const service = {
  env: { MODE: "web", LEVEL: "1" },
  secrets: { PASSWORD: "dbPassword" },
  files: { "/etc/web.conf": "a" },
  secretFiles: { "/run/key": "key" },
  volumes: { tmp: { kind: "scratch", mount: "/tmp" } },
};

describe("containers beside the main one", () => {
  it("have no secrets of the service where they run an image of their own", () => {
    const { proxy, migrate } = containersOf({
      ...service,
      sidecars: { proxy: { image: "localhost/proxy:v1", env: { MODE: "proxy" } } },
      initContainers: { migrate: {} },
    });
    assert.deepEqual(variables(proxy!), ["LEVEL=1", "MODE=proxy"]);
    assert.deepEqual(
      proxy!.volumeMounts?.map(({ mountPath }) => mountPath),
      ["/tmp", "/etc/web.conf"],
    );
    assert.deepEqual(variables(migrate!), ["LEVEL=1", "MODE=web", "PASSWORD=PASSWORD"]);
    assert.deepEqual(
      migrate!.volumeMounts?.map(({ mountPath }) => mountPath),
      ["/tmp", "/etc/web.conf", "/run/key"],
    );
  });

  it("inherit what they say", () => {
    const image = "localhost/proxy:v1";
    const { all, none } = containersOf({
      ...service,
      sidecars: { all: { image, inherit: ["secrets"] }, none: { image, inherit: [] } },
    });
    assert.deepEqual(variables(all!), ["PASSWORD=PASSWORD"]);
    assert.deepEqual(
      all!.volumeMounts?.map(({ mountPath }) => mountPath),
      ["/run/key"],
    );
    assert.deepEqual([none!.env, none!.volumeMounts], [undefined, undefined]);
  });

  it("have secrets and files of their own, which no other container is given", () => {
    const own = {
      secrets: { PASSWORD: "proxyPassword" },
      files: { "/etc/web.conf": "b" },
      secretFiles: { "/run/key": "proxyKey" },
    };
    const basic = { ...service, sidecars: { proxy: { image: "localhost/proxy:v1", inherit: [], ...own } } };
    const { web, proxy } = containersOf(basic);
    assert.deepEqual(variables(web!), ["LEVEL=1", "MODE=web", "PASSWORD=PASSWORD"]);
    assert.deepEqual(variables(proxy!), ["PASSWORD=proxy.PASSWORD"]);
    assert.deepEqual(
      proxy!.volumeMounts?.map(({ subPath }) => subPath),
      ["proxy.etc__web.conf", "proxy.run__key"],
    );
    assert.deepEqual(secretEntries(website(basic)), [
      { entry: "PASSWORD", key: "dbPassword" },
      { entry: "proxy.PASSWORD", key: "proxyPassword" },
      { entry: "proxy.run__key", key: "proxyKey" },
      { entry: "run__key", key: "key" },
    ]);
    assert.deepEqual(configMap(website(basic), "web").data, { "etc__web.conf": "a", "proxy.etc__web.conf": "b" });
  });

  it("have ports, probes, places and security of their own", () => {
    const { proxy } = containersOf({
      ...service,
      sidecars: {
        proxy: {
          image: "localhost/proxy:v1",
          ports: { proxied: { container: 9443 } },
          probes: { readiness: { http: { path: "/ready" }, period: "2s" } },
          mounts: { tmp: { path: "/scratch", subPath: "proxy", readOnly: true } },
          security: { user: 10002 },
        },
      },
    });
    assert.deepEqual(proxy!.ports, [{ name: "proxied", containerPort: 9443, protocol: "TCP" }]);
    assert.deepEqual(proxy!.readinessProbe, {
      httpGet: { path: "/ready", port: "proxied" },
      periodSeconds: 2,
      timeoutSeconds: 2,
      failureThreshold: 3,
    });
    assert.deepEqual(proxy!.volumeMounts?.[0], {
      name: "tmp",
      mountPath: "/scratch",
      subPath: "proxy",
      readOnly: true,
    });
    assert.deepEqual(proxy!.securityContext, {
      runAsUser: 10002,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  });

  it("are told what does not fit together", () => {
    const proxy = {
      image: "localhost/proxy:v1",
      env: { A: "1" },
      secrets: { A: "key" },
      ports: { http: { container: 9443 } },
      probes: { readiness: { tcp: { port: "htp" } } },
      mounts: { temp: { path: "/scratch" } },
    };
    assert.deepEqual(errors({ ...service, sidecars: { proxy }, initContainers: { first: { probes: {} } } }), [
      `${at}.initContainers.first.probes: unknown parameter; allowed: args, command, env, envFrom, files, image, inherit, mounts, resources, secretFiles, secrets, security, valueFrom`,
    ]);
    assert.deepEqual(errors({ ...service, sidecars: { proxy } }), [
      `${at}.sidecars.proxy.mounts.temp: the service has no volume "temp"; did you mean "tmp"?`,
      `${at}.sidecars.proxy.secrets.A: env sets A too; name it once`,
      `${at}.sidecars.proxy.ports.http: the service has a port http too; choose another name`,
      `${at}.sidecars.proxy.probes.readiness.tcp: the container has no port "htp"; did you mean "http"?`,
    ]);
  });

  it("never show in an error what may be a secret", () => {
    const [line = ""] = errors({ sidecars: { proxy: { image: "localhost/proxy:v1", secrets: { A: "pass word" } } } });
    assert.match(line, /sidecars\.proxy\.secrets\.A: a value that is not shown/);
  });

  it("are looked at by the rules each by itself, and waited for", () => {
    const startup = { tcp: {}, period: "5s", failures: 24 };
    const proxy = {
      image: "localhost/proxy:v1",
      ports: { proxied: { container: 9443 } },
      probes: { startup },
      security: { nonRoot: false, readOnlyRoot: false, addCapabilities: ["NET_ADMIN"] },
      resources: { requests: { cpu: "10m", memory: "16Mi" } },
    };
    const web = { template: "website", image: "localhost/web", sidecars: { proxy } };
    assert.deepEqual(
      checkRules(stackOf({ web })).map(({ code, path }) => `${code} ${path}`),
      [
        `ZD006 ${at}.rollout.deadline`,
        `SC001 ${at}.sidecars.proxy.security.nonRoot`,
        `SC002 ${at}.sidecars.proxy.security.readOnlyRoot`,
        `SC003 ${at}.sidecars.proxy.security.addCapabilities`,
      ],
    );
    assert.equal(startBudget(website({ sidecars: { proxy } })) - startBudget(website()), 120);
  });
});
