import assert from "node:assert/strict";
import { tell } from "../fixture/state.ts";
import { useBrowser } from "./browser.ts";

const waits = "It waits for 1 more of release-leads; nobody approves what they have proposed, or approves twice.";

describe("the page of what waits for others", () => {
  const browser = useBrowser();

  it("lets one approve it, and then release it as it was approved", async () => {
    const { page, fixture } = await browser.open("/stacks/staging/proposals");
    await page.getByText("1 of 2 approved").waitFor();
    assert.equal(await page.getByRole("button", { name: "Release it in staging" }).count(), 0);
    await page.getByRole("button", { name: "Approve this plan in staging" }).click();
    await page.getByText("2 of 2 approved").waitFor();
    await page.getByRole("button", { name: "Release it in staging" }).click();
    await page.waitForURL(/\/(acts|releases)\//);
    const begun = fixture.stacks.get("staging")!.acts.get("act-1");
    assert.deepEqual(begun?.act, { verb: "proposal", id: "20261129-091000-prop" });
  });

  it("says why there is no button, and shows what somebody else has done as soon as it is told of", async () => {
    const { page, fixture } = await browser.open("/stacks/staging");
    const state = fixture.stacks.get("staging")!;
    const [proposal] = state.proposals.proposals;
    Object.assign(proposal!, { mayApprove: false });
    await page.getByRole("link", { name: "Proposals" }).click();
    await page.getByText(waits).waitFor();
    assert.equal(await page.getByRole("button", { name: /Approve|Release/ }).count(), 0);
    Object.assign(proposal!, { missing: 0 });
    tell(state, { type: "proposals" });
    await page.getByText("It is approved: whoever may release here carries it out.").waitFor();
  });
});
