import assert from "node:assert/strict";
import { objectsOf } from "../../../components/objects.ts";
import { errorsOf, website } from "../support.ts";

const at = "releases:services.web";
const errors = (basic: object, release: object = { version: "v1" }) =>
  errorsOf({
    services: { web: { template: "website", image: "localhost/web", ...basic } },
    current: { web: release },
  });

describe("a service that was adopted", () => {
  const selector = { app: "web", tier: "front" };

  it("finds its pods by the labels they had, and gives them no others", () => {
    const made = objectsOf(website({ selector, podLabels: { team: "a" }, budget: { maxUnavailable: 1 } }), {});
    const found = made.flatMap((object): unknown[] => {
      const { spec } = object as unknown as {
        spec?: { selector?: unknown; template?: { metadata: { labels: unknown } } };
      };
      const labels = spec?.template?.metadata.labels;
      return [...(spec?.selector === undefined ? [] : [spec.selector]), ...(labels === undefined ? [] : [labels])];
    });
    assert.deepEqual(found, [
      { matchLabels: selector },
      { team: "a", ...selector },
      selector,
      { matchLabels: selector },
    ]);
  });

  it("keeps the labels by which others find its objects, ours beside them", () => {
    const labels = { "app.kubernetes.io/name": "chart", "helm.sh/chart": "chart-0.1.0" };
    const made = objectsOf(website({ selector, labels }), {}).find(({ kind }) => kind === "Service");
    assert.deepEqual(made?.metadata.labels, {
      "app.kubernetes.io/name": "chart",
      "app.kubernetes.io/instance": "web-staging",
      "app.kubernetes.io/part-of": "releases",
      "app.kubernetes.io/managed-by": "pulumi",
      "helm.sh/chart": "chart-0.1.0",
    });
  });

  it("keeps the name of the container that serves", () => {
    const [deployment] = objectsOf(website({ selector, container: "nginx" }), {}).filter(
      ({ kind }) => kind === "Deployment",
    ) as unknown as { spec: { template: { spec: { containers: { name: string }[] } } } }[];
    assert.deepEqual(
      deployment?.spec.template.spec.containers.map(({ name }) => name),
      ["nginx"],
    );
  });

  it("has a Service that may ask for fewer of its labels, but not for others'", () => {
    const patch = (asked: object) => ({ selector, patches: { Service: { spec: { selector: asked } } } });
    assert.deepEqual(errors(patch({ tier: null })), []);
    assert.deepEqual(errors(patch({ tier: "back" })), [
      `${at}.patches.Service.spec.selector: it leads to the service's own pods, or none of them would answer`,
    ]);
  });

  it("has no canary, whose pods the selector would take for stable ones", () => {
    assert.deepEqual(errors({ selector }, { version: "v1", canary: { version: "v2", replicas: 1 } }), [
      "releases:current.web.canary: the pods are found by a selector that knows no track (selector), so a canary's pods would count as the stable ones; release the version itself",
    ]);
  });

  it("is found by a label at least, each of which is named once", () => {
    assert.deepEqual(errors({ selector: {} }), [`${at}.selector: without a label it would find every pod`]);
    assert.deepEqual(errors({ selector, podLabels: { app: "web" } }), [
      `${at}.podLabels.app: it stands in selector; name it once`,
    ]);
  });

  it("has jobs whose pods its own labels do not find", () => {
    const own = { "app.kubernetes.io/part-of": "releases", "app.kubernetes.io/managed-by": "pulumi" };
    const [job] = objectsOf(
      website({ selector: own, jobs: { before: [{ name: "migrate", compatible: true }] } }),
      {},
    ).filter(({ kind }) => kind === "Job") as unknown as {
      spec: { template: { metadata: { labels: Record<string, string> } } };
    }[];
    const { labels = {} } = job?.spec.template.metadata ?? {};
    assert.equal(labels["app.kubernetes.io/name"], "web.migrate");
    assert.deepEqual(
      Object.keys(own).filter((label) => label in labels),
      [],
    );
  });

  it("has no other name, and no network beside jobs, for as long as it keeps them", () => {
    assert.deepEqual(errors({ selector, renamedFrom: "store" }), [
      `${at}.selector: with another name (renamedFrom) every pod is made anew; leave selector out`,
    ]);
    assert.deepEqual(
      errors({ selector, network: { fromAnywhere: true }, jobs: { before: [{ name: "migrate", compatible: true }] } }),
      [
        `${at}.network: no one policy finds both the pods by their own labels (selector) and those of jobs; leave network out and add a policy of your own`,
      ],
    );
  });
});
