import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { approvalPolicy } from "../../../components/admission/approvalPolicy.ts";
import { approverManifests } from "../../../components/approverAccess.ts";
import { askPolicy } from "../../../release/approvals/askPolicy.ts";
import { kubeconfigOf, usePeople } from "../people.ts";
import { patienceMs, toVersion, useProject } from "../release/project.ts";
import { noClusterVariable, removeObjects, useLab, useNamespace } from "../support.ts";
import { linkOf } from "./link.ts";
import { takePictures } from "./pictures.ts";
import { emailOf, useTeamConsole } from "./team.ts";

/** Each step goes on from the one before, as the days of a team do. */
describe("the console of two stacks, in two browsers, on a cluster", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const staging = useNamespace(cluster, "browser-staging");
  const prod = useNamespace(cluster, "browser-prod");
  usePeople(cluster, staging);
  usePeople(cluster, prod);
  const project = useProject();
  const approvers = () => `${prod()}-approvers`;
  before(async () => {
    for (const [stack, namespace] of [
      ["staging", staging()],
      ["prod", prod()],
    ] as const) {
      project().stack(namespace, { web: { version: "v1" } }, stack);
      await project().release([], {}, stack);
    }
    await project().release([toVersion("web", "v2")], {}, "staging");
    for (const manifest of [...approverManifests(prod(), approvers()), ...approvalPolicy(prod(), approvers())])
      await cluster().objects.create(manifest);
    const held = async () =>
      (await askPolicy(cluster(), { namespace: prod(), group: approvers(), stack: "prod" })).held;
    while ((await held()) !== true) await sleep(200);
  });
  after(async () => {
    if (process.env[noClusterVariable] !== undefined) return;
    await removeObjects(cluster(), approvalPolicy(prod(), approvers()));
  });
  const groups: Record<string, () => string[]> = {
    olga: () => [`${staging()}-owners`, `${prod()}-owners`, approvers()],
    rita: () => [`${staging()}-releasers`, `${prod()}-releasers`],
  };
  const team = useTeamConsole(project, ["staging", "prod"], (name) => groups[name]?.() ?? []);
  let olga: Page;
  let rita: Page;
  const to = (page: Page, path: string) => page.goto(`${team().origin}/stacks/${path}`);
  const result = (page: Page, text: string) =>
    page.locator(".facts").first().getByText(text, { exact: true }).waitFor();

  it("promotes what has proven itself in staging, by the plan that it shows; whoever compares them sees it arrive", async () => {
    [olga, rita] = [await team().signedIn("olga"), await team().signedIn("rita")];
    await to(olga, "staging?beside=prod");
    const beside = olga
      .getByRole("row", { name: /^Choose web/ })
      .getByRole("cell")
      .last();
    await beside.getByText("v1 another").waitFor();
    await to(rita, "prod/new");
    await rita.getByRole("link", { name: "Promote" }).click();
    await rita.getByLabel("From stack").selectOption("staging");
    const row = rita.getByRole("table", { name: "What changes of web" }).getByRole("row", { name: "release.version" });
    await row.waitFor();
    assert.deepEqual(await row.getByRole("cell").allTextContents(), ["v1", "v2"]);
    await rita.getByLabel("Description, for the history").fill("after a week in staging");
    await rita.getByRole("button", { name: "Promote in prod" }).click();
    await result(rita, "succeeded");
    await beside.getByText("v2 the same").waitFor();
    assert.deepEqual(await project().running(prod()), { web: "v2" });
    const [record] = await project().session("prod").records.list();
    assert.deepEqual(
      [record?.kind, record?.operator, record?.user, record?.description],
      ["promote", emailOf("rita"), emailOf("rita"), "after a week in staging"],
    );
  });

  it("has a release wait for two others, who each approve it in a browser of their own, and releases it then", async () => {
    const asks = `config:\n  releases:approval: { from: ${approvers()}, count: 2 }\n`;
    project().write(project().read("prod").replace("config:\n", asks), "prod");
    await to(olga, "prod/proposals");
    await olga.getByText(`A release here waits for 2 of ${approvers()}.`).waitFor();
    await to(rita, "prod/new?services=web:v3");
    await rita.getByRole("button", { name: "Show the plan" }).click();
    await rita.getByLabel("Description, for the history").fill("the new search");
    await rita.getByRole("button", { name: "Release in prod" }).click();
    await rita.getByRole("link", { name: "It stands among the proposals" }).click();
    for (const page of [olga, rita]) await page.getByText("0 of 2 approved").waitFor();
    await rita
      .getByText(`It waits for 2 more of ${approvers()}; nobody approves what they have proposed, or approves twice.`)
      .waitFor();
    assert.equal(await rita.getByRole("button", { name: /^Approve/ }).count(), 0);
    assert.deepEqual(await project().running(prod()), { web: "v2" });
    await takePictures(olga, "proposals");
    await olga.getByRole("button", { name: "Approve this plan in prod" }).click();
    const ben = await onOwnMachine("ben");
    for (const page of [olga, rita, ben]) await page.getByText("1 of 2 approved").waitFor();
    await ben.getByRole("button", { name: "Approve this plan in prod" }).click();
    for (const page of [olga, rita, ben]) await page.getByText("2 of 2 approved").waitFor();
    await ben.getByText("It is approved: whoever may release here carries it out.").waitFor();
    await rita.getByRole("button", { name: "Release it in prod" }).click();
    await result(rita, "succeeded");
    await rita
      .getByText(`Proposed by ${emailOf("rita")}. Approved by ${emailOf("olga")}, ben, of ${approvers()}.`)
      .waitFor();
    await olga.getByText("Nothing waits").waitFor();
    assert.deepEqual(await project().running(prod()), { web: "v3" });
  });

  /** Somebody's own console, of their own kubeconfig, where proposals are. */
  async function onOwnMachine(name: string): Promise<Page> {
    const kubeconfig = kubeconfigOf(join(project().directory, name), name, approvers());
    const data = join(project().directory, `${name}-acts`);
    const own = project().start([
      "--kubeconfig",
      kubeconfig,
      "console",
      "--stacks",
      "prod",
      "--no-open",
      "--data",
      data,
    ]);
    const { origin, token } = await linkOf(own);
    const page = await team().browser();
    await page.goto(`${origin}/stacks/prod/proposals#token=${token}`);
    return page;
  }

  it("has nothing wrong in any of its pages", () => {
    assert.deepEqual(team().errors, []);
  });
});
