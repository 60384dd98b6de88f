import assert from "node:assert/strict";
import { effectiveParameters } from "../../../components/config/effective.ts";
import { manifestsYaml, renderService } from "../../../components/render.ts";
import { checkRules } from "../../../components/rules.ts";
import { errorsOf, stackOf, website } from "../support.ts";

function refused(patches: object, more: object = {}): readonly string[] {
  const web = { template: "website", image: "localhost/web", patches, ...more };
  return errorsOf({ services: { web }, current: { web: { version: "v1" } } });
}

const pods = (spec: object) => ({ Deployment: { spec: { template: { spec } } } });
const at = "releases:services.web.patches";

describe("patches", () => {
  it("are laid over the objects of their kind, or of their name", () => {
    const release = { version: "v1", canary: { version: "v2", replicas: 1 } };
    const patches = { ...pods({ dnsPolicy: "Default" }), "Deployment/web-canary": { spec: { minReadySeconds: 9 } } };
    const made = renderService(website({ patches }, release)).filter(
      ({ kind }) => kind === "Deployment",
    ) as unknown as {
      spec: { minReadySeconds: number; template: { spec: { dnsPolicy?: string } } };
    }[];
    assert.deepEqual(
      made.map(({ spec }) => [spec.template.spec.dnsPolicy, spec.minReadySeconds]),
      [
        ["Default", 2],
        ["Default", 9],
      ],
    );
  });

  it("of an unknown field are refused with its path and a near miss", () => {
    assert.deepEqual(refused(pods({ hostNetwrk: true })), [
      `${at}.Deployment.spec.template.spec.hostNetwrk: unknown field; did you mean "hostNetwork"?`,
    ]);
    assert.deepEqual(
      refused({ Deployment: { spec: { template: { spec: { containers: [{ name: "web", tty: "yes" }] } } } } }),
      [`${at}.Deployment.spec.template.spec.containers[0].tty: "yes" was given; allowed: true or false`],
    );
  });

  it("of a wrong type or word are refused with what is allowed", () => {
    const faults = refused({
      Deployment: { spec: { replicas: "3", template: { spec: { dnsPolicy: "Nothing", hostAliases: {} } } } },
      Service: { spec: { ports: [{ name: "http", nodePort: 30080 }] } },
    });
    assert.deepEqual(faults, [
      `${at}.Deployment.spec.replicas: "3" was given; allowed: a whole number`,
      `${at}.Deployment.spec.template.spec.dnsPolicy: "Nothing" was given; allowed: one of ClusterFirst, ClusterFirstWithHostNet, Default, None`,
      `${at}.Deployment.spec.template.spec.hostAliases: an object with no keys was given; allowed: a list`,
      `${at}.Service.spec.ports[0]: needs its port, by which Kubernetes merges this list`,
    ]);
  });

  it("of an object that the service does not make are refused with those it makes", () => {
    assert.deepEqual(refused({ Deploymnt: {}, Ingress: {} }), [
      `${at}.Deploymnt: the service makes no such object; did you mean "Deployment"?`,
      `${at}.Ingress: the service makes no such object; allowed: Deployment, PodDisruptionBudget, Service, ServiceAccount`,
    ]);
    assert.deepEqual(refused({ deployment: {} }), [
      `${at}.deployment: "deployment" is not a name this map takes; allowed: a kind of object like Deployment, or one object by its name: Deployment/web`,
    ]);
  });

  it("leave alone who an object is, how pods are found, and what a release says", () => {
    const template = {
      metadata: { labels: { track: "x" }, annotations: { "releases/owner": "me" } },
      spec: { containers: [{ name: "web", image: "other:v1" }] },
    };
    const faults = refused(
      {
        Deployment: { metadata: { name: "other" }, spec: { selector: {}, replicas: 3, template } },
        Service: { spec: { selector: { a: "b" } } },
        ConfigMap: { data: { a: "b" } },
      },
      { autoscaling: { min: 2, max: 3, cpu: 80 }, files: { "/etc/web.conf": "a" } },
    );
    assert.deepEqual(faults, [
      `${at}.ConfigMap.data: a new content needs a new name; say it by files`,
      `${at}.Deployment.metadata.name: who the object is stays as it is`,
      `${at}.Deployment.spec.selector: a selector never changes: Kubernetes would want another Deployment`,
      `${at}.Deployment.spec.replicas: the number is the autoscaler's; say autoscaling.min`,
      `${at}.Deployment.spec.template.metadata.labels.track: the service's pods are found by this label`,
      `${at}.Deployment.spec.template.spec.containers[0].image: the image is the parameter \`image\`, its version that of the release`,
      `${at}.Deployment.spec.template.metadata.annotations.releases/owner: releases/... is set by releases`,
      `${at}.Service.spec.selector: it leads to the service's own pods, or none of them would answer`,
    ]);
    assert.deepEqual(refused({ Deployment: { spec: { template: null } } }), [
      `${at}.Deployment.spec.template: it holds what the service's pods are found by; patch its fields`,
    ]);
  });

  it("are seen by the rules as what they come to, each finding where the patches stand", () => {
    const broken = (patches: object) =>
      checkRules(stackOf({ web: { template: "website", image: "localhost/web", patches } })).map(
        ({ code, path, message }) => `${code} ${path}: ${message}`,
      );
    const main = (fields: object) => pods({ containers: [{ name: "web", ...fields }] });
    assert.deepEqual(broken(pods({ dnsPolicy: "Default" })), []);
    assert.deepEqual(broken({ Deployment: { spec: { strategy: { rollingUpdate: { maxUnavailable: "100%" } } } } }), [
      `ZD001 ${at}: as patched (rollout.maxUnavailable), of 2 pods, maxUnavailable 100% with maxSurge 1 (1 pod more) lets 2 be missing: 0 pods are left to answer`,
    ]);
    assert.deepEqual(broken(main({ readinessProbe: null })), [
      `ZD002 ${at}: as patched (probes.readiness), without a readiness probe a pod gets requests as soon as its container runs, ready or not`,
    ]);
    assert.deepEqual(
      broken(main({ lifecycle: { preStop: { sleep: null, exec: { command: ["/stop"] } } } })).map(code),
      ["ZD004"],
    );
    assert.deepEqual(
      broken(main({ lifecycle: { preStop: { sleep: null, exec: { command: ["sh", "-c", "sleep 5; x"] } } } })),
      [],
    );
    assert.deepEqual(broken(pods({ terminationGracePeriodSeconds: 10 })).map(code), ["ZD005"]);
    assert.deepEqual(broken({ Deployment: { spec: { progressDeadlineSeconds: 30 } } }).map(code), ["ZD006"]);
    assert.deepEqual(broken({ PodDisruptionBudget: { spec: { maxUnavailable: 0 } } }).map(code), ["ZD008"]);
    assert.deepEqual(broken(pods({ containers: [{ name: "log", image: "log:latest" }] })).map(code), [
      "ZD012",
      "ZD013",
      "SC002",
      "SC003",
      "SC003",
    ]);
    assert.deepEqual(broken(main({ resources: { requests: null, limits: null } })).map(code), ["ZD013"]);
    assert.deepEqual(broken(main({ securityContext: { privileged: true } })).map(code), ["SC005"]);
    assert.deepEqual(broken(pods({ securityContext: { runAsNonRoot: false } })).map(code), ["SC001"]);
    assert.deepEqual(broken(pods({ automountServiceAccountToken: true })).map(code), ["SC004"]);
  });

  it("of a template stay unless the service takes them away; null in one is a field that goes", () => {
    const service = website({ patches: pods({ enableServiceLinks: null }) });
    const [deployment] = renderService(service).filter(({ kind }) => kind === "Deployment");
    assert.doesNotMatch(JSON.stringify(deployment), /enableServiceLinks/);
  });

  it("are shown with their origin, as parameters and in what is rendered", () => {
    const service = website({ patches: pods({ dnsPolicy: "Default", containers: [{ name: "web", tty: true }] }) });
    assert.deepEqual(
      effectiveParameters(service).filter(({ path }) => path.startsWith("patches")),
      [
        {
          path: "patches.Deployment.spec.template.spec.containers",
          value: [{ name: "web", tty: true }],
          from: "basic",
        },
        { path: "patches.Deployment.spec.template.spec.dnsPolicy", value: "Default", from: "basic" },
      ],
    );
    const yaml = manifestsYaml(renderService(service), [service]);
    assert.deepEqual(yaml.match(/^.*# .*$/gm), [
      "          tty: true # patches.Deployment",
      "      dnsPolicy: Default # patches.Deployment",
    ]);
  });

  it("lengthen the time that Pulumi waits as their pods ask for", () => {
    const timeoutOf = (patches: object) =>
      renderService(website({ patches })).find(({ kind }) => kind === "Deployment")?.metadata.annotations?.[
        "pulumi.com/timeoutSeconds"
      ];
    assert.equal(timeoutOf({}), "156");
    assert.equal(timeoutOf({ Deployment: { spec: { progressDeadlineSeconds: 600 } } }), "630");
  });
});

function code(finding: string): string {
  return finding.slice(0, 5);
}
