import assert from "node:assert/strict";
import type { Fixture } from "../fixture/fixture.ts";
import { goodRecord } from "../fixture/records.ts";
import { change } from "../../release/builders.ts";
import { useBrowser } from "./browser.ts";

/** What a pod, a person or a registry may write to harm whoever reads it. */
const corpus = [
  `<script>globalThis.hacked = 1</script>`,
  `<img src=x onerror="globalThis.hacked = 1">`,
  `"><svg onload=globalThis.hacked=1>`,
  `<a href="javascript:globalThis.hacked=1">click</a>`,
  `javascript:globalThis.hacked=1`,
  `{{constructor.constructor('globalThis.hacked=1')()}}`,
  `</textarea><iframe srcdoc="<script>parent.hacked=1</script>">`,
  `<style>body{display:none}</style>`,
  `<base href="//elsewhere.example/"><form action="//elsewhere.example/"><button>ok</button></form>`,
  `\u001b[2J\u001b]0;title\u0007\u001b[31mred\u001b]8;;file:///etc/passwd\u001b\\link\u001b]8;;\u001b\\`,
  `v1\u202e2v`,
  `\u2066\u2067paid\u2069\u2069 \u200bunseen\u00ad\ufeff`,
  `a\r\nb\u0000c\u0008\u009b`,
  `__proto__`,
  "x".repeat(3_000),
] as const;

const paths = [
  "/stacks/staging",
  "/stacks/staging?group=owner&beside=prod",
  "/stacks/staging/releases",
  "/stacks/staging/releases/hostile",
  "/stacks/staging/services/website",
  "/stacks/staging/services/website/logs",
  "/stacks/staging/new?services=website:v9",
  "/stacks/staging/proposals",
];

describe("what people and pods write", () => {
  const browser = useBrowser();

  it("runs nothing and hides nothing on any page", async function () {
    this.timeout(60_000);
    const { page, fixture, errors } = await browser.open("/nowhere");
    write(fixture);
    for (const path of paths) {
      await page.goto(fixture.url + path);
      await page.getByText("globalThis.hacked").first().waitFor();
      assert.equal(await page.evaluate("globalThis.hacked"), undefined, path);
      assert.equal(
        await page.evaluate("document.querySelectorAll('main script, main iframe, main img, base').length"),
        0,
        path,
      );
      assert.equal(
        await page.evaluate("[...document.links].filter(({ protocol }) => protocol !== 'http:').length"),
        0,
        path,
      );
      assert.equal(await page.evaluate(elsewhere), 0, path);
      assert.equal(await page.evaluate(unseen), "", path);
      assert.equal(await page.evaluate("getComputedStyle(document.body).display"), "block", path);
    }
    assert.deepEqual(errors, []);
  });

  it("is shown with its terminal codes and its changes of direction as symbols", async () => {
    const { page, fixture } = await browser.open("/nowhere");
    write(fixture);
    await page.goto(`${fixture.url}/stacks/staging/services/website/logs`);
    const lines = page.locator(".logText");
    await lines.nth(corpus.length - 1).waitFor();
    assert.equal(await lines.nth(9).textContent(), "␛[2J␛]0;title␇␛[31mred␛]8;;file:///etc/passwd␛\\link␛]8;;␛\\");
    assert.equal(await lines.nth(10).textContent(), "v1⟨U+202E⟩2v");
    assert.equal(await lines.nth(12).textContent(), "a\nb␀c␈⟨U+009B⟩");
  });

  it("in an address is text too", async () => {
    const path = `/stacks/staging/services/${encodeURIComponent(corpus[1])}?q=${encodeURIComponent(corpus[0])}`;
    const { page, errors } = await browser.open(path);
    await page.getByRole("heading", { name: corpus[1] }).waitFor();
    assert.equal(await page.evaluate("globalThis.hacked"), undefined);
    assert.deepEqual(errors, []);
  });

  it("cannot send whoever signs in to another host", async () => {
    const { page, fixture } = await browser.open("/nowhere", { signedOut: "oidc" });
    await page.goto(`${fixture.url}//elsewhere.example/?to=//elsewhere.example`);
    const href = await page.getByRole("link", { name: "Sign in" }).getAttribute("href");
    assert.equal(href, "/signin?to=%2F%2Felsewhere.example%2F%3Fto%3D%2F%2Felsewhere.example");
  });
});

/** Links, forms and pictures that lead to another host. */
const elsewhere = `[...document.querySelectorAll("[href], [src], [action]")].filter(
  (one) => new URL(one.getAttribute("href") ?? one.getAttribute("src") ?? one.getAttribute("action"), location.href).host !== location.host,
).length`;

/** The first text of the page with a character in it that nobody sees. */
const unseen = String.raw`(document.body.innerText + [...document.querySelectorAll("[title], [aria-label]")].map((one) => one.title + one.getAttribute("aria-label")).join())
  .match(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/)?.[0].codePointAt(0).toString(16) ?? ""`;

/** All of it, in every place that somebody can write to. */
function write({ stacks }: Fixture): void {
  const state = stacks.get("staging")!;
  const [row] = state.overview.rows;
  const all = corpus.join(" ");
  state.overview.rows = [
    ...state.overview.rows.map((one) => ({ ...one, message: all, by: all, owner: all })),
    ...corpus.map((text) => ({
      ...row!,
      service: text,
      owner: text,
      template: text,
      runs: text,
      message: text,
      by: text,
    })),
  ];
  state.overview.frozen = [{ until: "2099-01-01T00:00:00Z", reason: all, operator: all, at: "2026-11-29T00:00:00Z" }];
  state.overview.cluster = all;
  const hostile = corpus.map((text, index) =>
    goodRecord(index === 0 ? "hostile" : `hostile-${index}`, index, {
      ...{
        changes: [change("website", text, text)],
        description: text,
        operator: text,
        reason: text,
        result: "rolled back",
      },
      cause: { code: "CrashLoop", message: all, object: { kind: text, namespace: text, name: text }, command: all },
      git: { commit: text, branch: text, dirty: 0 },
    }),
  );
  state.records = [...hostile, ...state.records];
  state.evidence.set("hostile", [
    {
      ...{ workload: { kind: "Deployment", namespace: all, name: all }, takenAt: "2026-11-29T00:00:00Z" },
      counts: { desired: 1, updated: 1, ready: 0, available: 0, old: 0 },
      ...{ pods: [], commands: [...corpus], notes: [...corpus] },
      containers: [
        {
          pod: all,
          container: all,
          init: false,
          image: all,
          state: all,
          restarts: 1,
          probes: [all],
          log: [...corpus],
          previousLog: [...corpus],
          logCut: false,
        },
      ],
      events: corpus.map((text) => ({ object: text, type: text, reason: text, message: text, count: 2 })),
    },
  ]);
  for (const pods of state.pods.values()) pods.pods = pods.pods.map((pod) => ({ ...pod, name: all, reason: all }));
  state.versions = corpus.map((version) => ({ version, from: "registry" }));
  state.logs = corpus.map((line) => ({ pod: all, container: all, line }));
  for (const { approvals, summary } of state.proposals.proposals) {
    approvals.push({ by: all, at: "2026-11-29T00:00:00Z" });
    Object.assign(summary, { what: all, description: all, operator: all });
  }
}
