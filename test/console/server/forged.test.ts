import assert from "node:assert/strict";
import { newSession, SessionSeal, sessionTimes } from "../../../console/server/session.ts";
import type { ApiProblem } from "../../../console/api/problem.ts";
import { ada, fakeConsole, host, origin, signedInHeaders } from "./fakes.ts";

type Headers = Record<string, string>;
interface Forged {
  what: string;
  path?: string;
  method?: string;
  change: (headers: Headers, seal: SessionSeal) => Headers | Promise<Headers>;
  body?: unknown;
  expected: [status: number, code: string];
}

const act = { act: { verb: "restart", services: ["web"] }, hash: "0".repeat(32), message: "why" };
const without =
  (...names: string[]) =>
  (headers: Headers) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
const withHeader = (more: Headers) => (headers: Headers) => ({ ...headers, ...more });
const cookieOf = (value: string) => withHeader({ cookie: `release-console=${value}` });
const hour = 3_600_000;

/** What was tried, and how it is refused. */
const forged: Forged[] = [
  { what: "nobody is signed in", change: without("cookie"), expected: [401, "NOT_SIGNED_IN"] },
  { what: "a cookie of one's own making", change: cookieOf("ada"), expected: [401, "NOT_SIGNED_IN"] },
  {
    what: "a cookie sealed with another key",
    change: async (headers) => cookieOf(await new SessionSeal().close(newSession(ada, Date.now())))(headers),
    expected: [401, "NOT_SIGNED_IN"],
  },
  {
    what: "a cookie with a letter changed",
    change: (headers) => {
      const cookie = headers.cookie ?? "";
      const at = cookie.length - 10;
      return { ...headers, cookie: `${cookie.slice(0, at)}${cookie[at] === "A" ? "B" : "A"}${cookie.slice(at + 1)}` };
    },
    expected: [401, "NOT_SIGNED_IN"],
  },
  {
    what: "the cookie of a sign-in under way, taken for a session",
    change: async (headers, seal) =>
      cookieOf(await seal.seal({ ...newSession(ada, Date.now()) }, "signin", Date.now() + hour))(headers),
    expected: [401, "NOT_SIGNED_IN"],
  },
  {
    what: "a session that is over",
    change: async (_headers, seal) =>
      (await signedInHeaders(seal, { begun: Date.now() - sessionTimes.longest - 1 })).headers,
    expected: [401, "NOT_SIGNED_IN"],
  },
  {
    what: "a session that nobody used for an hour",
    change: async (_headers, seal) =>
      (await signedInHeaders(seal, { used: Date.now() - sessionTimes.idle - 1 })).headers,
    expected: [401, "NOT_SIGNED_IN"],
  },
  {
    what: "the link's token in the address",
    path: "/api/me?token=anything",
    method: "GET",
    change: without("cookie"),
    expected: [401, "NOT_SIGNED_IN"],
  },
  {
    what: "a page under another name (DNS rebinding)",
    change: withHeader({ host: "evil.example:7420" }),
    expected: [403, "HOST_UNKNOWN"],
  },
  { what: "this host at another port", change: withHeader({ host: "127.0.0.1:80" }), expected: [403, "HOST_UNKNOWN"] },
  {
    what: "a form of another page",
    change: withHeader({ origin: "https://evil.example" }),
    expected: [403, "ORIGIN_FOREIGN"],
  },
  { what: "an origin that says nothing", change: withHeader({ origin: "null" }), expected: [403, "ORIGIN_FOREIGN"] },
  { what: "no origin", change: without("origin"), expected: [403, "ORIGIN_FOREIGN"] },
  {
    what: "an origin that begins like ours",
    change: withHeader({ origin: `${origin}.evil.example` }),
    expected: [403, "ORIGIN_FOREIGN"],
  },
  {
    what: "a form's type of body",
    change: withHeader({ "content-type": "text/plain" }),
    expected: [403, "ORIGIN_FOREIGN"],
  },
  {
    what: "a fetch of another site",
    change: withHeader({ "sec-fetch-site": "cross-site" }),
    expected: [403, "ORIGIN_FOREIGN"],
  },
  { what: "no token of the session", change: without("x-csrf"), expected: [403, "TOKEN_WRONG"] },
  {
    what: "another session's token",
    change: withHeader({ "x-csrf": newSession(ada, 0).csrf }),
    expected: [403, "TOKEN_WRONG"],
  },
  {
    what: "a stack that one may not see",
    path: "/api/stacks/prod/acts",
    change: (headers) => headers,
    expected: [404, "NOT_FOUND"],
  },
  {
    what: "a stack that is a path",
    path: "/api/stacks/..%2f..%2fetc/acts",
    change: (headers) => headers,
    expected: [404, "NOT_FOUND"],
  },
  {
    what: "an act that is a path",
    path: "/api/stacks/staging/acts/..%2f..%2fx",
    change: (headers) => headers,
    expected: [404, "NOT_FOUND"],
  },
  {
    what: "a service that is an option of the command",
    change: (headers) => headers,
    body: { ...act, act: { verb: "restart", services: ["--force"] } },
    expected: [400, "REQUEST_MALFORMED"],
  },
  {
    what: "a version that is an option of the command",
    change: (headers) => headers,
    body: { ...act, act: { verb: "up", versions: { web: "--kubeconfig=/etc/shadow" } } },
    expected: [400, "REQUEST_MALFORMED"],
  },
  {
    what: "a verb that the page does not have",
    change: (headers) => headers,
    body: { ...act, act: { verb: "destroy" } },
    expected: [400, "REQUEST_MALFORMED"],
  },
  {
    what: "an act without a reason",
    change: (headers) => headers,
    body: { ...act, message: " " },
    expected: [400, "REQUEST_MALFORMED"],
  },
  {
    what: "more than the page ever sends",
    change: (headers) => headers,
    body: "x".repeat(600_000),
    expected: [413, "TOO_LONG"],
  },
];

describe("every forged request is refused", () => {
  for (const { what, path = "/api/stacks/staging/acts", method = "POST", change, body = act, expected } of forged) {
    it(`${what}: ${expected.join(" ")}`, async () => {
      const { app, seal } = fakeConsole();
      const headers = await change({ ...(await signedInHeaders(seal)).headers }, seal);
      const init = method === "GET" ? { method, headers } : { method, headers, body: JSON.stringify(body) };
      const answer = await app.request(`${origin}${path}`, init);
      const said = (await answer.json()) as ApiProblem;
      assert.deepEqual([answer.status, said.code], expected);
    });
  }

  it("what one may not do is refused though one may see it", async () => {
    const { app, seal, audited } = fakeConsole(
      {},
      { staging: { see: true, release: false, basic: false, approve: false } },
    );
    const { headers } = await signedInHeaders(seal);
    const answer = await app.request(`${origin}/api/stacks/staging/acts`, {
      method: "POST",
      headers,
      body: JSON.stringify(act),
    });
    assert.equal(answer.status, 403);
    assert.deepEqual(
      audited.map(({ who, stack, from, result }) => [who, stack, from, result]),
      [["ada", "staging", "127.0.0.1", "NO_RIGHTS"]],
    );
  });

  it("a basic parameter is not changed by who may release alone", async () => {
    const { app, seal } = fakeConsole({}, { staging: { see: true, release: true, basic: false, approve: false } });
    const { headers } = await signedInHeaders(seal);
    const body = JSON.stringify({ base: "", reason: "more", edits: [{ service: "web", path: "replicas", value: 9 }] });
    const answer = await app.request(`${origin}/api/stacks/staging/parameters`, { method: "POST", headers, body });
    assert.deepEqual(
      [answer.status, ((await answer.json()) as ApiProblem).what],
      [403, "you may not change web.replicas"],
    );
  });

  it("a cookie that somebody kept is none after signing out", async () => {
    const { app, seal } = fakeConsole();
    const { headers } = await signedInHeaders(seal);
    const out = await app.request(`${origin}/api/signout`, { method: "POST", headers, body: "{}" });
    assert.equal(out.status, 200);
    assert.match(
      out.headers.get("set-cookie") ?? "",
      /^release-console=; Max-Age=0; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    assert.equal((await app.request(`${origin}/api/me`, { headers })).status, 401);
  });

  for (const path of [
    "/../package.json",
    "/..%2f..%2fetc%2fpasswd",
    "/assets/%2e%2e/%2e%2e/package.json",
    "/.%00./x.js",
  ]) {
    it(`a path that leaves the page's folder finds nothing: ${path}`, async () => {
      const { app } = fakeConsole();
      const answer = await app.request(`${origin}${path}`, { headers: { host } });
      const text = await answer.text();
      assert.ok(answer.status === 404 || text === "<p>page</p>", `${answer.status} ${text.slice(0, 80)}`);
    });
  }

  for (const [what, path, status] of [
    ["the page", "/", 200],
    ["a deep link", "/staging/history", 200],
    ["a deep link with a dot in it", "/stacks/eu.prod", 200],
    ["a file that is not there", "/assets/x.js", 404],
    ["a refusal", "/api/me", 401],
    ["an unknown address", "/api/nothing", 401],
  ] as const) {
    it(`${what} is framed by nobody, and runs no script of others`, async () => {
      const answer = await fakeConsole().app.request(`${origin}${path}`, { headers: { host } });
      assert.equal(answer.status, status);
      const policy = answer.headers.get("content-security-policy") ?? "";
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe/);
      assert.equal(answer.headers.get("x-frame-options"), "DENY");
      assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
      assert.equal(answer.headers.get("referrer-policy"), "no-referrer");
      assert.equal(answer.headers.get("access-control-allow-origin"), null);
    });
  }
});
