import assert from "node:assert/strict";
import fc from "fast-check";
import type { Me } from "../../../console/api/me.ts";
import { publicPlaces } from "../../../console/server/guard/places.ts";
import { RateLimit } from "../../../console/server/guard/rateLimit.ts";
import { personOf } from "../../../console/server/person.ts";
import { SessionSeal } from "../../../console/server/session.ts";
import { pathBack } from "../../../console/server/signIn/back.ts";
import { linkMs, OneTimeLink } from "../../../console/server/signIn/link.ts";
import { addressList, personOfProxy } from "../../../console/server/signIn/proxy.ts";
import { problemOf } from "../../problemOf.ts";
import { fakeConsole, host, origin, signedInHeaders } from "./fakes.ts";

const json = { host, origin, "content-type": "application/json" };

describe("signing in by the one-time link", () => {
  it("lets one browser in, once, and shows the stacks that it may see", async () => {
    const { app, link, audited } = fakeConsole();
    const body = JSON.stringify({ token: link.token });
    const first = await app.request(`${origin}/api/signin`, { method: "POST", headers: json, body });
    const me = (await first.json()) as Me;
    assert.deepEqual([me.user, me.stacks.map(({ stack }) => stack)], ["ada", ["staging"]]);
    assert.match(
      first.headers.get("set-cookie") ?? "",
      /^release-console=[\w.-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const second = await app.request(`${origin}/api/signin`, { method: "POST", headers: json, body });
    assert.deepEqual([second.status, second.headers.get("set-cookie")], [401, null]);
    assert.deepEqual(
      audited.map(({ what, result }) => `${what}: ${result}`),
      ["sign in: done", "sign in: LINK_USED"],
    );
  });

  it("dies after a minute", () => {
    let now = 0;
    const link = new OneTimeLink(() => now);
    now = linkMs;
    assert.equal(link.take(link.token), false);
  });

  it("is not used up by a wrong token", () => {
    const link = new OneTimeLink();
    assert.equal(link.take("wrong"), false);
    assert.equal(link.take(link.token), true);
  });

  it("is not guessed: after ten tries an address waits", async () => {
    const { app } = fakeConsole();
    const tried = [];
    for (let count = 0; count < 11; count += 1) {
      const body = JSON.stringify({ token: String(count) });
      tried.push(await app.request(`${origin}/api/signin`, { method: "POST", headers: json, body }));
    }
    assert.deepEqual([...new Set(tried.slice(0, 10).map(({ status }) => status))], [401]);
    assert.equal(tried[10]?.status, 429);
    assert.match(tried[10].headers.get("retry-after") ?? "", /^[1-6]$/);
  });

  it("by https has a cookie that the browser ties to this host", async () => {
    const places = publicPlaces("https://console.example.com");
    const { app, link } = fakeConsole({ places: () => places });
    const headers = { ...json, host: "console.example.com", origin: "https://console.example.com" };
    const body = JSON.stringify({ token: link.token });
    const answer = await app.request("https://console.example.com/api/signin", { method: "POST", headers, body });
    assert.match(
      answer.headers.get("set-cookie") ?? "",
      /^__Host-release-console=[\w.-]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    assert.equal(answer.headers.get("strict-transport-security"), "max-age=31536000");
  });
});

describe("where one is sent after signing in", () => {
  for (const to of [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "x",
  ]) {
    it(`is never elsewhere: ${JSON.stringify(to)}`, () => {
      assert.equal(pathBack(to, origin), "/");
    });
  }

  it("is the page that was wanted", () => {
    assert.equal(pathBack("/staging/releases/x?tab=pods#log", origin), "/staging/releases/x?tab=pods#log");
  });

  it("is of this host, whatever is asked for", () => {
    const parts = fc.constantFrom("/", "\\", "//", "@", ":", "evil.example", "..", "%2f", "?", "#", "\n", "http:");
    fc.assert(
      fc.property(
        fc.array(parts).map((pieces) => pieces.join("")),
        (to) => {
          const back = pathBack(to, origin);
          assert.equal(new URL(back, origin).origin, origin);
          assert.match(back, /^\/(?!\/)/);
        },
      ),
    );
  });
});

describe("whom a provider or a proxy names", () => {
  it("is nobody of Kubernetes' own, and no group of its own", () => {
    assert.equal(personOf("system:admin", []), undefined);
    assert.deepEqual(personOf("ada", ["system:masters", "web"]), { user: "ada", groups: ["web"] });
  });

  it("is no name that hides or turns letters around", () => {
    for (const name of ["", " ada", "ada\n", "a\u202eda", "a\u200bda", "x".repeat(300)])
      assert.equal(personOf(name, []), undefined);
  });

  it("has the groups that count alone", () => {
    assert.deepEqual(personOf("ada", ["web", "all"], ["web"]), { user: "ada", groups: ["web"] });
  });

  const proxy = { userHeader: "x-user", groupsHeader: "x-groups", from: addressList(["10.0.0.0/8"]) };
  const header = (name: string) => ({ "x-user": "ada", "x-groups": "web, ops" })[name];

  it("is believed from the proxy's address alone", () => {
    assert.deepEqual(personOfProxy(proxy, "::ffff:10.1.2.3", header), { user: "ada", groups: ["web", "ops"] });
    assert.equal(personOfProxy(proxy, "192.168.0.1", header), undefined);
    assert.equal(personOfProxy(proxy, "", header), undefined);
  });

  it("has addresses that are some", () => {
    assert.equal(problemOf(() => addressList(["10.0.0.0/33"])).code, "PROXY_MALFORMED");
    assert.equal(problemOf(() => addressList(["proxy.example"])).code, "PROXY_MALFORMED");
  });

  it("signs in at each request, and another name is another session", async () => {
    let name: string | undefined = "ada";
    const personOfRequest = () => (name === undefined ? undefined : { user: name, groups: [] });
    const { app } = fakeConsole({ signIn: { told: { way: "proxy" }, personOf: personOfRequest } });
    const first = await app.request(`${origin}/api/me`, { headers: { host } });
    const cookie = (first.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    assert.equal(((await first.json()) as Me).user, "ada");
    name = "grace";
    const other = await app.request(`${origin}/api/me`, { headers: { host, cookie } });
    assert.equal(((await other.json()) as Me).user, "grace");
    name = undefined;
    assert.equal((await app.request(`${origin}/api/me`, { headers: { host, cookie } })).status, 401);
  });
});

describe("a session", () => {
  it("goes on while it is used, by a new cookie", async () => {
    const { app, seal } = fakeConsole();
    const { headers } = await signedInHeaders(seal, { used: Date.now() - 120_000 });
    const answer = await app.request(`${origin}/api/me`, { headers });
    assert.match(answer.headers.get("set-cookie") ?? "", /^release-console=/);
  });

  it("is read by another replica with the same key", async () => {
    const key = new Uint8Array(32).fill(7);
    const { headers } = await signedInHeaders(new SessionSeal(key));
    const { app } = fakeConsole({ seal: new SessionSeal(key) });
    assert.equal((await app.request(`${origin}/api/me`, { headers })).status, 200);
  });

  it("asks no more than its share", () => {
    let now = 0;
    const limit = new RateLimit(() => now);
    const rate = { burst: 2, perSecond: 0.5 };
    assert.deepEqual(
      [limit.take("a", rate), limit.take("a", rate), limit.take("a", rate)],
      [undefined, undefined, { wait: 2 }],
    );
    assert.equal(limit.take("b", rate), undefined);
    now = 2000;
    assert.equal(limit.take("a", rate), undefined);
  });
});
