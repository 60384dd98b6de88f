import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { made as output, only, register, useMocks, valueOf } from "./support.ts";

const shop = { template: "api", image: "team/shop", version: "v1" };

describe("ServiceRelease by hand", () => {
  it("registers the same objects as a service of a stack's file, under the same type", async () => {
    const { registered } = await register(shop);
    assert.deepEqual(
      registered.map(({ type, name }) => `${type} ${name}`),
      [
        "releases:index:ServiceRelease shop",
        "random:index/randomId:RandomId shop-release",
        "kubernetes:core/v1:ServiceAccount shop",
        "kubernetes:policy/v1:PodDisruptionBudget shop",
        "kubernetes:apps/v1:Deployment shop",
        "kubernetes:core/v1:Service shop",
      ],
    );
  });

  it("takes Outputs for image, version, environment and namespace", async () => {
    const { registered } = await register({
      ...shop,
      image: output("team/other"),
      version: output(`sha256:${"a".repeat(64)}`),
      namespace: output("elsewhere"),
      env: { DB_HOST: output("db.internal"), DB_PORT: output(5432), PLAIN: "as it is" },
    });
    const { metadata, spec } = only(registered, "Deployment");
    const [container] = spec.template.spec.containers;
    assert.equal(container!.image, `team/other@sha256:${"a".repeat(64)}`);
    assert.equal(metadata.namespace, "elsewhere");
    assert.equal(metadata.labels["app.kubernetes.io/version"], "sha256-aaaaaaaaaaaa");
    const env = Object.fromEntries((container!.env ?? []).map(({ name, value }) => [name, value]));
    assert.deepEqual(env, { DB_HOST: "db.internal", DB_PORT: "5432", PLAIN: "as it is" });
    assert.equal(only(registered, "Service").metadata.namespace, "elsewhere");
  });

  it("takes side by side how a canary goes and where it stands", async () => {
    const route = { gateway: "main", hosts: ["shop.example"] };
    const first = { headers: { "X-Staff": "yes" } };
    const names = async (canary: object) =>
      (await register({ ...shop, route, canary })).registered.map(({ name }) => name).filter((name) => name !== "shop");
    assert.deepEqual(await names({ first }), ["shop-release", "shop-stable", "shop-canary"]);
    const standing = { version: "v2", weight: 10 };
    for (const canary of [{ first, ...standing }, standing])
      assert.deepEqual((await names(canary)).sort(), ["shop-canary", "shop-canary", "shop-release", "shop-stable"]);
    await assert.rejects(
      register({ ...shop, route, canary: { ...standing, weights: [10] } as object }),
      (error: Error) => {
        assert.match(error.message, /canary.weights: unknown parameter/);
        return true;
      },
    );
  });

  it("draws the same release id whether a value is plain or an Output", async () => {
    const keepers = async (host: pulumi.Input<string>) =>
      only((await register({ ...shop, env: { DB_HOST: host } })).registered, "RandomId", "shop-release").keepers;
    assert.deepEqual(await keepers(output("one")), await keepers("one"));
    assert.notDeepEqual(await keepers(output("two")), await keepers("one"));
  });

  it("puts files that are Outputs into a ConfigMap whose name changes with them", async () => {
    const files = async (content: string) => {
      const { registered } = await register({ ...shop, files: { "/etc/shop.conf": output(content) } });
      const config = only(registered, "ConfigMap");
      return { data: config.data, drawn: only(registered, "RandomId", "shop-config").keepers, config };
    };
    const [one, two] = [await files("one"), await files("two")];
    assert.deepEqual(Object.values(one.data), ["one"]);
    assert.notDeepEqual(one.drawn, two.drawn);
    assert.equal(one.config.metadata.annotations["releases/config-hash"], one.drawn.content);
  });

  it("keeps values under `secrets` secret, plain ones too", async () => {
    const { registered } = await register({ ...shop, secrets: { TOKEN: "t0ken", PASSWORD: output("passw0rd") } });
    const secret = only(registered, "Secret");
    assert.match(JSON.stringify(secret), /t0ken/);
    const elsewhere = registered.filter(({ type }) => !type.endsWith(":Secret"));
    assert.doesNotMatch(JSON.stringify(elsewhere), /t0ken|passw0rd/);
  });

  it("leaves open in a preview what is not known, and shows all else", async () => {
    const host = output("", { known: false });
    const { registered } = await register({ ...shop, env: { DB_HOST: host, MODE: "fast" } }, {}, { preview: true });
    const { metadata, spec } = only(registered, "Deployment");
    assert.equal(metadata.name, "shop");
    const [container] = spec.template.spec.containers;
    assert.equal(container!.image, "team/shop:v1");
    assert.deepEqual(JSON.parse(JSON.stringify(container!.env)), [
      { name: "DB_HOST", value: { __pulumiUnknown: true } },
      { name: "MODE", value: "fast" },
    ]);
  });

  it("refuses wrong parameters at once, all of them, in words of the program", async () => {
    await useMocks();
    const { ServiceRelease } = await import("../../program/serviceRelease.ts");
    const args = { ...shop, replicas: output(3) as unknown as number, replcas: 3, version: "" };
    assert.throws(() => new ServiceRelease("shop", args), {
      message: [
        'CONFIG_INVALID: the arguments of ServiceRelease "shop" have 3 errors',
        '  at new ServiceRelease("shop", …)',
        "  - replicas: an Output was given; allowed: a whole number from 0 to 500",
        '  - replcas: unknown parameter; did you mean "replicas"?',
        '  - version: "" was given; allowed: an image tag like "v1.2.0" or a digest sha256:<64 hex digits>, as a quoted text',
        "  next: mend them; docs/parameters.md describes every parameter",
      ].join("\n"),
    });
  });

  it("keeps the rules", async () => {
    await useMocks();
    const { ServiceRelease } = await import("../../program/serviceRelease.ts");
    assert.throws(() => new ServiceRelease("shop", { ...shop, version: "latest" }), {
      message: [
        'RULES_BROKEN: ServiceRelease "shop" breaks a rule for services that keep answering',
        '  at new ServiceRelease("shop", …)',
        '  - ZD012 at version: the tag "latest" moves: a restarted pod may run another image, and there is no way back to this one; release a tag that is never moved, or a digest',
        "  next: mend them, or waive one by its code with a reason: waivers: {ZD003: why}; docs/rules.md explains each",
      ].join("\n"),
    });
  });

  it("tells where it answers and what runs", async () => {
    const { made } = await register({ ...shop, version: output("v2"), namespace: output("elsewhere") });
    assert.equal(await valueOf(made.url), "http://shop.elsewhere.svc:80");
    assert.equal(await valueOf(made.version), "v2");
    assert.equal(await valueOf(made.releaseId), "0123abcd");
    assert.deepEqual(await valueOf(made.names), { name: "shop", namespace: "elsewhere" });
    assert.deepEqual(await valueOf(made.publicUrls), []);
  });

  it("has its objects transformed, as any component's children are", async () => {
    const label: pulumi.ResourceTransformation = ({ type, props, opts }) =>
      type === "kubernetes:apps/v1:Deployment" ? { props: { ...(props as object), extra: "set" }, opts } : undefined;
    const { registered } = await register(shop, { transformations: [label] });
    assert.equal((only(registered, "Deployment") as unknown as { extra: string }).extra, "set");
  });

  it("protects what is in it where it is protected", async () => {
    const { registered } = await register(shop, { protect: true });
    assert.deepEqual(
      registered.filter(({ protect }) => !protect).map(({ type, name }) => `${type} ${name}`),
      [],
    );
  });

  it("is known by its aliases, from which Pulumi's engine tells those of what is in it", async () => {
    const { registered } = await register(shop, { aliases: [{ name: "store" }] });
    assert.deepEqual(registered.find(({ type }) => type.endsWith(":ServiceRelease"))?.aliases, ["store"]);
  });

  it("makes its objects with the provider that it is given, those of another cluster beside it", async () => {
    const registered = await useMocks();
    const [{ ServiceRelease }, { Provider }] = await Promise.all([
      import("../../program/serviceRelease.ts"),
      import("@pulumi/kubernetes/provider.js"),
    ]);
    const [east, west] = ["east", "west"].map((name) => new Provider(name, { context: name }));
    new ServiceRelease("shop", shop, { provider: east! });
    new ServiceRelease("till", shop, { providers: [west!] });
    await pulumi.runtime.disconnect();
    const providers = registered
      .filter(({ type }) => type.endsWith(":Deployment"))
      .map(({ name, provider }) => `${name} ${provider?.replace(/^.*::([a-z]+)::.*$/, "$1") ?? ""}`);
    assert.deepEqual(providers, ["shop east", "till west"]);
  });
});
