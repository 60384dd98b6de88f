import assert from "node:assert/strict";
import type { Me } from "../../../console/api/me.ts";
import { oidcWay, personOfClaims, type OidcOptions } from "../../../console/server/signIn/oidc.ts";
import { fakeConsole, host, origin } from "./fakes.ts";
import { atProvider, startProvider, type TestProvider } from "./provider.ts";

const options = {
  ...{ userClaim: "email", groupsClaim: "groups", userPrefix: "", groupsPrefix: "oidc:", scopes: ["email", "groups"] },
  ...{ clientId: "console", clientSecret: "the console's own", origin: () => origin },
};

describe("signing in with a provider of identities", function () {
  this.timeout(20_000);
  let provider: TestProvider | undefined;
  let issuer = "";
  before(async () => {
    const client = { id: options.clientId, secret: options.clientSecret, origin };
    provider = await startProvider({ client, groupsOf: () => ["web"] });
    issuer = provider.issuer;
  });
  after(() => provider?.close());
  const open = () =>
    fakeConsole({ signIn: { told: { way: "oidc", path: "/signin/begin" }, oidc: oidcWay({ ...options, issuer }) } });

  async function begin(app: ReturnType<typeof open>["app"], to = "/staging?x=1") {
    const begun = await app.request(`${origin}/signin/begin?to=${encodeURIComponent(to)}`, { headers: { host } });
    assert.equal(begun.status, 303);
    const set = begun.headers.get("set-cookie") ?? "";
    assert.match(set, /^release-console-signin=[\w.-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
    return { address: begun.headers.get("location") ?? "", cookie: set.split(";")[0] ?? "" };
  }

  it("lets in whom it names, with their groups, and back to where they wanted to go", async () => {
    const { app } = open();
    const { address, cookie } = await begin(app);
    const back = await atProvider(address, "ada", origin);
    const answer = await app.request(back, { headers: { host, cookie } });
    assert.deepEqual([answer.status, answer.headers.get("location")], [303, "/staging?x=1"]);
    const session = answer.headers.getSetCookie().find((set) => set.startsWith("release-console=")) ?? "";
    assert.match(session, /HttpOnly; SameSite=Strict$/);
    const me = (await (
      await app.request(`${origin}/api/me`, { headers: { host, cookie: session.split(";")[0] ?? "" } })
    ).json()) as Me;
    assert.deepEqual([me.user, me.groups], ["ada@example.com", ["oidc:web"]]);
  });

  it("takes no answer that this browser did not ask for, nor one twice", async () => {
    const { app } = open();
    const { address, cookie } = await begin(app);
    const back = await atProvider(address, "ada", origin);
    const other = await begin(app);
    for (const [what, headers] of [
      ["no cookie", { host }],
      ["another sign-in's cookie", { host, cookie: other.cookie }],
      ["a cookie of one's own", { host, cookie: "release-console-signin=x" }],
    ] as const) {
      const refused = await app.request(back, { headers });
      assert.equal(refused.status, 401, what);
      assert.ok(!refused.headers.getSetCookie().some((set) => set.startsWith("release-console=")), what);
    }
    assert.equal((await app.request(back, { headers: { host, cookie } })).status, 303);
    assert.equal((await app.request(back, { headers: { host, cookie } })).status, 401);
  });

  it("is not skipped by calling back at once", async () => {
    const { app } = open();
    const { cookie } = await begin(app);
    const answer = await app.request(`${origin}/signin/callback?code=x&state=y`, { headers: { host, cookie } });
    assert.equal(answer.status, 401);
  });

  it("does not take an address that nobody has verified", async () => {
    const { app } = open();
    const { address, cookie } = await begin(app);
    const back = await atProvider(address, "mallory", origin);
    assert.equal((await app.request(back, { headers: { host, cookie } })).status, 401);
  });

  it("never sends anybody elsewhere", async () => {
    const { app } = open();
    const { address, cookie } = await begin(app, "//evil.example/x");
    const answer = await app.request(await atProvider(address, "ada", origin), { headers: { host, cookie } });
    assert.equal(answer.headers.get("location"), "/");
  });
});

describe("whom claims are about", () => {
  const claims: Omit<OidcOptions, "issuer" | "clientId" | "origin" | "scopes"> = {
    ...{ userClaim: "sub", groupsClaim: "groups", userPrefix: "oidc:", groupsPrefix: "oidc:" },
  };

  it("is named as the API server names them", () => {
    assert.deepEqual(personOfClaims({ sub: "ada", groups: ["web", 3] }, claims), {
      user: "oidc:ada",
      groups: ["oidc:web"],
    });
  });

  it("is nobody without a name, and nobody of Kubernetes' own", () => {
    for (const sub of [undefined, "", 7]) assert.equal(personOfClaims({ sub }, claims), undefined);
    assert.equal(personOfClaims({ sub: "system:admin" }, { ...claims, userPrefix: "" }), undefined);
  });
});
