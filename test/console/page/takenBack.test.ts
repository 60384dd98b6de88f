import assert from "node:assert/strict";
import { goodRecord } from "../fixture/records.ts";
import { useBrowser } from "./browser.ts";

const id = "20261129-091500-stop";
const stopped = goodRecord(id, 5, { result: "cancelled" });

describe("the page of a release that was stopped on the way", () => {
  const browser = useBrowser();

  it("says so, and leads to the way back", async () => {
    const { page, fixture } = await browser.open("/stacks/staging");
    const state = fixture.stacks.get("staging")!;
    await page.getByRole("heading", { name: "staging" }).waitFor();
    state.records.unshift(stopped);
    const row = state.overview.rows.find(({ service }) => service === stopped.changes[0]?.service)!;
    const at = new Date().toISOString();
    Object.assign(row, { last: { id, result: "cancelled", kind: "deploy", at } });
    await page.goto(`${fixture.url}/stacks/staging/releases/${id}`);
    await page.getByRole("heading", { name: "It was stopped on the way" }).waitFor();
    await page.getByRole("link", { name: "Take it back…" }).click();
    await page.getByText("any other goes back to the last good version.").waitFor();
    await page.getByLabel("Description, for the history").fill("v9 can wait");
    await page.getByRole("button", { name: "Take it back in staging" }).click();
    await page.waitForURL(/\/(acts|releases)\//);
    const begun = state.acts.get("act-1");
    assert.deepEqual([begun?.act, begun?.message], [{ verb: "recover" }, "v9 can wait"]);
  });

  it("says nothing of it where a newer release of its services stands", async () => {
    const { page, fixture } = await browser.open("/stacks/staging");
    const state = fixture.stacks.get("staging")!;
    state.records.unshift(stopped);
    await page.goto(`${fixture.url}/stacks/staging/releases/${id}`);
    await page.locator(".facts").getByText("cancelled").waitFor();
    assert.equal(await page.getByRole("heading", { name: "It was stopped on the way" }).count(), 0);
    assert.equal(await page.getByRole("link", { name: "Take it back…" }).count(), 0);
  });
});
