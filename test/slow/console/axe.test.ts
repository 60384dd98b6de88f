import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { crashPlay, releasePlay } from "../../console/fixture/play.ts";
import { useBrowser } from "../../console/page/browser.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Every page, and what is on it once it is there. */
const pages: [what: string, path: string, seen: string][] = [
  ["the overview", "/stacks/staging", "database"],
  ["stacks beside each other", "/stacks/staging?group=owner&beside=prod", "platform-team"],
  ["an empty stack", "/stacks/empty", "No service in this stack yet"],
  ["a service", "/stacks/staging/services/website", "Newest releases"],
  ["logs", "/stacks/staging/services/website/logs", "GET /products/0"],
  ["the history", "/stacks/staging/releases", "That is all of them."],
  ["no match in the history", "/stacks/staging/releases?service=none", "No release matches"],
  ["figures", "/stacks/staging/figures", "As a table"],
  ["a failed release", "/stacks/staging/releases/20261129-081200-fail", "Log of the run that ended"],
  ["a release that went well", "/stacks/staging/releases/20261129-084800-good", "basic.env.GREETING"],
  ["a canary", "/stacks/staging/releases/20261129-085500-cnry", "share of requests"],
  ["a new release", "/stacks/staging/new?services=website:v9", "new in the registry"],
  ["a rollback and its plan", "/stacks/staging/new/rollback?services=website", "Description, for the history"],
  ["a canary's step", "/stacks/staging/new/canary?services=website", "has 25 % of the requests"],
  ["a promotion", "/stacks/staging/new/promote?from=prod", "Services to promote"],
  ["submitting again", "/stacks/staging/new/resubmit", "Release to submit again"],
  ["a cancel with nothing to cancel", "/stacks/staging/new/cancel", "No release goes on"],
  ["stacks", "/stacks/staging/compare", "would move"],
  ["parameters", "/stacks/staging/parameters?service=website", "env.GREETING"],
  ["proposals", "/stacks/staging/proposals", "Approve this plan"],
  ["an address of nothing", "/nowhere", "Nothing is at this address"],
  ["a release that is not there", "/stacks/staging/releases/none", "there is no releases none here"],
];

describe("the console's page, to who does not see it or sees it otherwise", () => {
  const browser = useBrowser();

  for (const [what, path, seen] of pages) {
    it(`has nothing that axe finds: ${what}, light and dark, wide and narrow`, async () => {
      const { page, errors } = await browser.open(path, { records: 30 });
      await page.getByText(seen).first().waitFor();
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      assert.deepEqual(await findings(page), []);
      await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
      await page.setViewportSize({ width: 360, height: 740 });
      assert.deepEqual(await findings(page), []);
      assert.equal(
        await page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
        true,
        "wider than the screen",
      );
      assert.deepEqual(errors, []);
    });
  }

  for (const way of ["link", "oidc", "proxy"] as const) {
    it(`has nothing that axe finds where nobody is signed in: ${way}`, async () => {
      const { page } = await browser.open("/stacks/staging", { signedOut: way });
      await page.getByRole("heading", { name: "Sign in to see the releases" }).waitFor();
      assert.deepEqual(await findings(page), []);
    });
  }

  it("has nothing that axe finds in a release that goes on, and in one that crashes", async () => {
    const { page, fixture } = await browser.open("/stacks/staging", {}, { reducedMotion: "reduce" });
    const state = fixture.stacks.get("staging")!;
    const part = { state, service: "website", from: "v7", to: "v9", description: "the new checkout" };
    const good = releasePlay(part);
    for (let scene = 0; scene < 8; scene += 1) good.next();
    await page.getByRole("link", { name: "Watch it" }).click();
    await page.getByText("1 of 4 new available, 3 old").waitFor();
    assert.deepEqual(await findings(page), []);
    state.acts.set("act-9", {
      ...{ id: "act-9", act: { verb: "up", versions: { website: "v9" } }, message: "x", operator: "ada", events: [] },
      startedAt: new Date().toISOString(),
    });
    const crash = crashPlay({ ...part, act: "act-9" });
    for (let scene = 0; scene < 12; scene += 1) crash.next();
    await page.goto(`${fixture.url}/stacks/staging/acts/act-9`);
    await page.getByRole("log").getByText("did you mean 'ja'?").waitFor();
    assert.deepEqual(await findings(page), []);
  });

  it("has nothing that axe finds in the list of keys, and beside an open account", async () => {
    const { page } = await browser.open("/stacks/staging");
    await page.getByRole("rowheader", { name: /^website / }).waitFor();
    await page.locator(".account summary").click();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    assert.deepEqual(await findings(page), []);
    await page.keyboard.press("?");
    await page.getByRole("heading", { name: "Keys" }).waitFor();
    assert.deepEqual(await findings(page), []);
  });

  it("has nothing that axe finds in a plan that the rules refuse", async () => {
    const { page } = await browser.open("/stacks/staging/new?services=website:v13");
    await page.getByRole("button", { name: "Show the plan" }).click();
    await page.getByText("It would be refused").waitFor();
    assert.deepEqual(await findings(page), []);
  });

  it("has nothing that axe finds in an edit that is wrong, and in one whose file changed", async () => {
    const { page, fixture } = await browser.open("/stacks/staging/parameters?service=website");
    await page.getByLabel("replicas", { exact: true }).fill("900");
    await page.getByText("replicas: 1 to 500 are possible").waitFor();
    assert.deepEqual(await findings(page), []);
    fixture.stacks.get("staging")!.files = 1;
    await page.getByLabel("replicas", { exact: true }).fill("5");
    await page.getByText("The rules find nothing.").waitFor();
    await page.getByLabel("Reason, for the commit").fill("more visitors");
    await page.getByRole("button", { name: "Save as a commit" }).click();
    await page.getByText("Nothing was written.").waitFor();
    assert.deepEqual(await findings(page), []);
  });
});

/** What axe finds wrong, a line each: the rule and where. */
async function findings(page: Page): Promise<string[]> {
  // The colours that were asked for are drawn two frames later.
  await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>("axe.run()");
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ""}`),
  );
}
