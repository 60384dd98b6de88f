import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { useBrowser } from "./browser.ts";

describe("the ways through the console's page", () => {
  const browser = useBrowser();

  it("go back and forward through pages and filters, each with its own address", async () => {
    const { page } = await browser.open("/");
    await page.getByRole("heading", { name: "staging" }).waitFor();
    assert.match(page.url(), /\/stacks\/staging$/);
    await page.getByRole("link", { name: "History" }).click();
    await page.getByLabel("Result").selectOption("rolled back");
    await page.waitForURL(/result=rolled\+back/);
    await page.getByRole("link", { name: "jp v4 → v5" }).click();
    await page.getByRole("heading", { name: "jp v4 → v5" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "History" }).waitFor();
    assert.equal(await page.getByLabel("Result").inputValue(), "rolled back");
    await page.goBack();
    assert.equal(await page.getByLabel("Result").inputValue(), "");
    await page.goForward();
    await page.goForward();
    await page.getByRole("heading", { name: "jp v4 → v5" }).waitFor();
  });

  it("are links: a release opens by its address alone, in a browser that was nowhere before", async () => {
    const { page } = await browser.open("/stacks/staging/releases/20261129-081200-fail");
    await page.getByText("did you mean 'ja'?").waitFor();
    assert.equal(await page.title(), "rolled back: jp v4 → v5 · Releases");
  });

  it("keep what is searched, grouped and put side by side in the address", async () => {
    const { page } = await browser.open("/stacks/staging?q=team&group=owner&beside=prod");
    assert.equal(await page.getByLabel("Search").inputValue(), "team");
    await page.getByRole("rowheader", { name: "web-team 2" }).waitFor();
    await page.getByRole("columnheader", { name: "prod" }).waitFor();
    await page.getByLabel("Search").fill("docs");
    await page.waitForURL(/q=docs/);
    assert.equal(await page.getByRole("rowheader", { name: /^website / }).count(), 0);
  });

  it("can be walked by keyboard alone, from the overview to a release that runs", async () => {
    const { page, fixture } = await browser.open("/stacks/staging");
    await page.getByRole("heading", { name: "staging" }).waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Skip to the content");
    await page.keyboard.press("Enter");
    await page.keyboard.press("g");
    await page.keyboard.press("n");
    await page.getByRole("heading", { name: "New release" }).waitFor();
    assert.equal(await focused(page), "New release", "the title of the page that one came to");
    await tabTo(page, (text) => text.startsWith("website"));
    await page.keyboard.press("Space");
    await page.getByText("new in the registry").waitFor();
    await tabTo(page, (_text, id) => id === "version-website");
    await page.keyboard.type("v9");
    await tabTo(page, (text) => text === "Show the plan");
    await page.keyboard.press("Enter");
    await page.getByText("What it would change in staging").waitFor();
    await tabTo(page, (_text, id) => id === "message");
    await page.keyboard.type("v9: the new checkout");
    await tabTo(page, (text) => text === "Release in staging");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "website v7 → v9" }).waitFor();
    const begun = fixture.stacks.get("staging")!.acts.get("act-1");
    assert.deepEqual(begun?.act, { verb: "up", versions: { website: "v9" } });
    assert.equal(begun.message, "v9: the new checkout");
  });

  it("show no button to who may not press it", async () => {
    const { page, fixture } = await browser.open("/stacks/staging", { mayNot: ["release", "basic"] });
    await page.getByRole("rowheader", { name: /^website / }).waitFor();
    assert.equal(await page.getByRole("link", { name: "New release" }).count(), 0);
    assert.equal(await page.getByRole("checkbox", { name: "Choose website" }).count(), 0);
    await page.goto(`${fixture.url}/stacks/staging/new`);
    await page.getByText("You may look at staging, and not release there").waitFor();
    await page.goto(`${fixture.url}/stacks/staging/parameters?service=website`);
    await page.getByText("You may look at these and not change them").waitFor();
    assert.equal(await page.locator("output#parameter-replicas").textContent(), "4");
  });

  it("ask for a reason before the button does anything", async () => {
    const { page, fixture } = await browser.open("/stacks/staging/new/rollback?services=website");
    await page.getByRole("button", { name: "Roll back in staging" }).click();
    await page.getByText("Say why: whoever reads the history wants to know.").waitFor();
    assert.equal(fixture.stacks.get("staging")!.acts.size, 0);
  });

  it("turn light and dark by a switch, and keep to it", async () => {
    const { page } = await browser.open("/stacks/staging", {}, { colorScheme: "light" });
    const ground = () => page.evaluate<string>("getComputedStyle(document.documentElement).backgroundColor");
    const light = await ground();
    await page.getByRole("button", { name: "Colours: system; change to light" }).click();
    await page.getByRole("button", { name: "Colours: light; change to dark" }).click();
    assert.notEqual(await ground(), light);
    await page.reload();
    await page.getByRole("button", { name: "Colours: dark; change to system" }).waitFor();
    assert.notEqual(await ground(), light);
  });

  it("take the token of a one-time link out of the address, and send it once", async () => {
    const { page, fixture } = await browser.open("/stacks/staging#token=abc123", { signedOut: "link" });
    await page.getByRole("rowheader", { name: /^website / }).waitFor();
    assert.equal(page.url(), `${fixture.url}/stacks/staging`);
    assert.deepEqual(
      fixture.asked.filter((asked) => asked.includes("signin")),
      ["POST /api/signin"],
    );
    assert.deepEqual(
      fixture.asked.filter((asked) => asked.includes("abc123")),
      [],
    );
  });
});

interface Focus {
  text: string;
  id: string;
}

async function focus(page: Page): Promise<Focus> {
  return page.evaluate<Focus>(
    "({ text: (document.activeElement.labels?.[0] ?? document.activeElement).innerText?.trim() ?? '', id: document.activeElement.id })",
  );
}

async function focused(page: Page): Promise<string> {
  return (await focus(page)).text;
}

/** Presses Tab until it is reached: what no Tab reaches, no keyboard does. */
async function tabTo(page: Page, reached: (text: string, id: string) => boolean): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const { text, id } = await focus(page);
    if (reached(text, id)) return;
  }
  assert.fail("not reached by Tab");
}
