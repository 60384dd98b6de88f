import assert from "node:assert/strict";
import type { ActRequest } from "../../../console/api/acts.ts";
import { crashPlay, releasePlay, type Play } from "../fixture/play.ts";
import { tell } from "../fixture/state.ts";
import { useBrowser } from "./browser.ts";

const part = { service: "website", from: "v7", to: "v9", description: "the new checkout" };

describe("the console's page, live", () => {
  const browser = useBrowser();

  it("shows a row that changed", async () => {
    const { page, fixture } = await browser.open("/stacks/staging");
    const state = fixture.stacks.get("staging")!;
    await page.getByRole("row", { name: /docs/ }).getByText("healthy").waitFor();
    const row = state.overview.rows.find(({ service }) => service === "docs")!;
    tell(state, {
      type: "overview",
      rows: [{ ...row, state: "failing", message: "no pod is left" }],
      removed: [],
      frozen: [],
    });
    await page.getByText("no pod is left").waitFor();
  });

  it("follows a release that somebody began in a terminal: pods as they are swapped, then how it ended", async () => {
    const { page, fixture } = await browser.open("/stacks/staging");
    const state = fixture.stacks.get("staging")!;
    const play = releasePlay({ ...part, state });
    play.next();
    await page.getByRole("link", { name: "Watch it" }).click();
    await page.getByRole("heading", { name: "website v7 → v9" }).waitFor();
    skip(play, 7);
    await page.getByText("1 of 4 new available, 3 old").waitFor();
    finish(play);
    await page.locator(".facts").getByText("succeeded").waitFor();
    assert.equal(await page.getByRole("link", { name: "Watch it" }).count(), 0);
  });

  it("leads from what another replica began to its release, as soon as that is on record", async () => {
    const { page, fixture } = await browser.open("/stacks/staging");
    const state = fixture.stacks.get("staging")!;
    await page.route("**/api/stacks/staging/acts/theirs", async (route) => {
      const release = state.overview.releasing?.id;
      const json = {
        code: "ACT_ELSEWHERE",
        what: "begun from another replica",
        ...(release === undefined ? {} : { release }),
      };
      await route.fulfill({ status: 404, json });
    });
    await page.goto(`${fixture.url}/stacks/staging/acts/theirs`);
    await page.getByText("begun from another replica").waitFor();
    releasePlay({ ...part, state }).next();
    await page.getByRole("heading", { name: "website v7 → v9" }).waitFor();
    assert.match(page.url(), /\/releases\/[\w-]+-play$/);
  });

  it("offers to recover what a release has left whose process is gone", async () => {
    const { page, fixture } = await browser.open("/stacks/staging");
    const state = fixture.stacks.get("staging")!;
    releasePlay({ ...part, state }).next();
    await page.getByRole("link", { name: "Watch it" }).click();
    await page.getByRole("link", { name: "Cancel…" }).waitFor();
    tell(state, { type: "overview", rows: [], removed: [], frozen: [] });
    await page.getByRole("link", { name: "Its process is gone: recover…" }).click();
    await page
      .getByText("A release that has arrived is finished; any other goes back to the last good version.")
      .waitFor();
    await page.getByRole("button", { name: "Take it back in staging" }).waitFor();
  });

  it("asks for the reason where a release goes ahead in an emergency, of those alone that wait for approval", async () => {
    const { page, fixture } = await browser.open("/stacks/staging/new/up?services=website:v9");
    const state = fixture.stacks.get("staging")!;
    state.overview = { ...state.overview, asked: { from: "shop-approvers", count: 2 } };
    await page.reload();
    await page.getByRole("button", { name: "Show the plan" }).click();
    await page.getByLabel("Description, for the history").fill("the checkout");
    await page.getByLabel("In an emergency, without approval, because").fill("the shop is down");
    const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/acts"));
    await page.getByRole("button", { name: "Release in staging" }).click();
    const { message, emergency } = (await sent).postDataJSON() as ActRequest;
    assert.deepEqual([message, emergency], ["the checkout", "the shop is down"]);
    await page.goto(`${fixture.url}/stacks/staging/new/rollback?services=website`);
    await page.getByLabel("Description, for the history").waitFor();
    assert.equal(await page.getByLabel("In an emergency, without approval, because").count(), 0);
  });

  it("shows a crash with its log as it comes, and then the cause first", async () => {
    const { page, fixture } = await browser.open("/stacks/staging/new");
    const state = fixture.stacks.get("staging")!;
    const act = {
      id: "act-9",
      act: { verb: "up" as const, versions: { website: "v9" } },
      message: "x",
      operator: "ada",
    };
    state.acts.set("act-9", { ...act, startedAt: new Date().toISOString(), events: [] });
    const play = crashPlay({ ...part, state, act: "act-9" });
    play.next();
    await page.goto(`${fixture.url}/stacks/staging/acts/act-9`);
    await page.getByRole("heading", { name: "website v7 → v9" }).waitFor();
    assert.match(page.url(), /\/releases\/[\w-]+-play$/, "it goes on as the release's page");
    skip(play, 9);
    await page.getByRole("log").getByText("did you mean 'ja'?").waitFor();
    finish(play);
    await page.locator(".facts").getByText("rolled back").waitFor();
    await page.getByRole("heading", { name: "Evidence" }).waitFor();
    const headings = await page.getByRole("heading", { level: 2 }).allTextContents();
    assert.deepEqual(headings.slice(0, 2), [
      "container web of pod jp-6c9d-x2x7f exits with code 3 right after its start (4 restarts)",
      "Evidence",
    ]);
  });

  it("says that it is offline and since when, and takes up what it missed", async function () {
    this.timeout(40_000);
    const { page, fixture } = await browser.open("/stacks/staging");
    const state = fixture.stacks.get("staging")!;
    await page.getByRole("rowheader", { name: "docs" }).waitFor();
    const docs = state.overview.rows.find(({ service }) => service === "docs")!;
    tell(state, { type: "overview", rows: [{ ...docs, message: "the last that was seen" }], removed: [], frozen: [] });
    await page.getByText("the last that was seen").waitFor();
    fixture.down();
    await page.getByText(/the server was last seen .*, trying/).waitFor();
    tell(state, { type: "overview", rows: [{ ...docs, message: "while nobody saw it" }], removed: [], frozen: [] });
    fixture.up();
    await page.getByText("while nobody saw it").waitFor();
    await page.getByText("Offline").waitFor({ state: "detached" });
    // Taken up again by what was told last, and no snapshot anew.
    assert.equal(fixture.resumed.at(-1), "2");
  });

  it("says that the cluster is away while the server is there", async () => {
    const { page, fixture } = await browser.open("/stacks/staging");
    await page.getByRole("rowheader", { name: "docs" }).waitFor();
    tell(fixture.stacks.get("staging")!, {
      type: "cluster",
      reached: false,
      lastSeen: new Date(Date.now() - 12_000).toISOString(),
    });
    await page.getByText(/The cluster does not answer.*last seen 1\d s ago, trying/).waitFor();
  });

  it("asks to sign in once the session is over, and shows the same page afterwards", async () => {
    const { page, fixture } = await browser.open("/stacks/staging/releases?result=failed");
    await page.getByText("No release matches").waitFor();
    fixture.options.signedOut = "link";
    await page.getByRole("link", { name: "Figures" }).first().click();
    await page.getByRole("heading", { name: "Sign in to see the releases" }).waitFor();
    await page.goto(`${fixture.url}/stacks/staging/figures#token=again`);
    await page.getByRole("heading", { name: "Figures" }).waitFor();
  });
});

function skip(play: Play, scenes: number): void {
  for (let scene = 0; scene < scenes; scene += 1) play.next();
}

function finish(play: Play): void {
  while (play.next().done !== true);
}
