import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { startTraffic } from "../../../bench/traffic.ts";
import { usePeople } from "../people.ts";
import { patienceMs, useProject, type RunningCli } from "../release/project.ts";
import { useLab, useNamespace } from "../support.ts";
import { linkOf } from "./link.ts";
import { takePictures } from "./pictures.ts";
import { emailOf, useTeamConsole } from "./team.ts";

const basic =
  "template: website, image: localhost/web, owner: web-team, replicas: 3, rollout: { minReady: 1s, deadline: 70s }, drain: { sleep: 4s, time: 5s }";

/** Each step goes on from the one before, as the days of a team do. */
describe("the console in two browsers and a terminal, on a cluster", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "browser");
  usePeople(cluster, namespace);
  const project = useProject();
  const git = (...args: string[]) => execFileSync("git", args, { cwd: project().directory, encoding: "utf8" }).trim();
  before(async () => {
    project().stack(namespace(), { web: { version: "v1", basic } });
    await project().release([]);
    writeFileSync(join(project().directory, ".gitignore"), "/kubeconfig\n/.pulumi/\n/acts/\n/node_modules\n");
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "Console");
    git("config", "user.email", "console@example.com");
    git("add", ".");
    git("commit", "--quiet", "-m", "first");
  });
  const groups: Record<string, string> = { olga: "owners", rita: "releasers" };
  const team = useTeamConsole(project, ["staging"], (name) =>
    groups[name] === undefined ? ["passers-by"] : [`${namespace()}-${groups[name]}`],
  );
  const terminals: RunningCli[] = [];
  const terminal = (...args: string[]): RunningCli => {
    const opened = project().atTerminal(...args);
    terminals.push(opened);
    return opened;
  };
  let olga: Page;
  let rita: Page;
  after(() => {
    for (const { child } of terminals.splice(0)) child.kill("SIGKILL");
  });

  const to = (page: Page, path: string) => page.goto(`${team().origin}/stacks/staging${path}`);
  const result = (page: Page, text: string) =>
    page.locator(".facts").first().getByText(text, { exact: true }).waitFor();

  it("lets people in by their provider, and shows each what is theirs to see", async () => {
    [olga, rita] = [await team().signedIn("olga"), await team().signedIn("rita")];
    for (const [page, name] of [
      [olga, "olga"],
      [rita, "rita"],
    ] as const) {
      await page.getByRole("row", { name: /web/ }).getByText("3 of 3").waitFor();
      await page.getByText(`${emailOf(name)}, account`).click();
      await page.getByText(`In ${namespace()}-${groups[name] ?? ""}.`).waitFor();
    }
    const passing = await team().signedIn("paul");
    await passing.getByText("There is no stack that you may see").waitFor();
    assert.equal(await passing.getByText("web").count(), 0);
    await passing.context().close();
  });

  it("lets in the one browser that has the link of whoever started it on their own machine", async () => {
    const own = project().start([
      "console",
      "--stacks",
      "staging",
      "--no-open",
      "--data",
      join(project().directory, "own"),
    ]);
    terminals.push(own);
    const { link, origin } = await linkOf(own);
    const ada = await team().browser();
    await ada.goto(link);
    await ada.getByRole("row", { name: /web/ }).getByText("3 of 3").waitFor();
    assert.equal(ada.url(), `${origin}/stacks/staging`);
    const second = await team().browser();
    await second.goto(link);
    await second.getByText("this link was used, or is older than a minute").waitFor();
    for (const page of [ada, second]) await page.context().close();
    own.child.kill("SIGINT");
    await own.ended;
  });

  it("releases while requests come, none of which fails; the other browser and a terminal see the pods swap", async () => {
    const watching = terminal("status", "--watch", "--interval", "1");
    const traffic = await startTraffic(cluster(), namespace(), "web");
    try {
      await to(olga, "");
      await rita.getByRole("link", { name: "New release" }).first().click();
      await rita.getByRole("checkbox", { name: /^web/ }).check();
      await rita.getByLabel("Version of web").fill("v2");
      await rita.getByRole("button", { name: "Show the plan" }).click();
      await rita.getByRole("table", { name: "What changes of web" }).getByText("v2").waitFor();
      await rita.getByLabel("Description, for the history").fill("the new checkout");
      await rita.getByRole("button", { name: "Release in staging" }).click();
      await olga.getByText(`deploy web v1 → v2, by ${emailOf("rita")}`).waitFor();
      await olga.getByRole("link", { name: "Watch it" }).click();
      for (const page of [olga, rita]) {
        const pods = page.getByRole("region", { name: "Pods of web" });
        await pods.getByRole("heading", { name: "Old v1" }).waitFor();
        await pods.getByRole("heading", { name: "New v2" }).waitFor();
      }
      await olga.getByText(/^[1-3] of 3 new available/).waitFor();
      await takePictures(olga, "live");
      for (const page of [olga, rita]) await result(page, "succeeded");
      const { sent, failed } = await traffic.stop();
      assert.equal(failed, 0, `${failed} of ${sent} requests failed`);
      assert.ok(sent > 500, `${sent} requests`);
    } finally {
      // A second stop finds it ended.
      await traffic.stop().catch(() => undefined);
    }
    assert.match(watching.text(), new RegExp(`releasing now: ${emailOf("rita")} `));
    watching.child.kill("SIGINT");
  });

  it("shows what somebody releases in a terminal, to both", async () => {
    await to(rita, "");
    await to(olga, "/releases");
    const { ended } = terminal("up", "web=v3", "-m", "from a terminal");
    for (const page of [olga, rita]) {
      await page.getByText("deploy web v2 → v3, by ada").waitFor();
      await page.getByRole("link", { name: "Watch it" }).click();
      await page.getByRole("region", { name: "Pods of web" }).getByRole("heading", { name: "New v3" }).waitFor();
    }
    for (const page of [olga, rita]) await result(page, "succeeded");
    const { code, stdout } = await ended;
    assert.equal(code, 0, stdout);
  });

  it("lets one cancel what another has begun, which is taken back; both see it", async () => {
    await release(rita, "never-ready", "the new search");
    await rita.getByRole("region", { name: "Pods of web" }).getByRole("heading", { name: "New never-ready" }).waitFor();
    await to(olga, "");
    await olga.getByRole("link", { name: "Watch it" }).click();
    await olga.getByRole("link", { name: "Cancel…" }).click();
    await olga.getByLabel("Description, for the history").fill("not now");
    await olga.getByRole("button", { name: "Cancel the release in staging" }).click();
    for (const page of [olga, rita]) {
      await result(page, "cancelled");
      await page.getByRole("heading", { name: "Taken back: web never-ready → v3" }).waitFor();
      await page.getByText(`taken back by ${emailOf("olga")}: not now`).waitFor();
    }
    await takePictures(olga, "cancelled");
    await rita.getByRole("link", { name: "The way back as a release of its own" }).click();
    await result(rita, `by ${emailOf("olga")}`);
    assert.deepEqual(await project().running(namespace()), { web: "v3" });
  });

  it("shows a crash with its cause, evidence and log, and that it was taken back", async () => {
    await release(rita, "crash", "breaks");
    await result(rita, "rolled back");
    await rita.getByRole("heading", { name: "Taken back: web crash → v3" }).waitFor();
    await rita.getByRole("heading", { name: "Evidence" }).waitFor();
    const headings = await rita.getByRole("heading", { level: 2 }).allTextContents();
    assert.match(headings[0] ?? "", /^container web of pod web-\w+-\w+ exits with code 3 right after its start/);
    assert.deepEqual(headings.slice(1, 4), ["Taken back: web crash → v3", "Evidence", "Phases"]);
    await rita.getByRole("log").getByText("fatal: cannot open database: connection refused").first().waitFor();
    await to(olga, "");
    await olga.getByRole("row", { name: /web/ }).getByText("healthy").waitFor();
    await takePictures(rita, "crash");
  });

  it("goes back by the plan that it shows", async () => {
    await to(rita, "/releases");
    await rita.getByRole("link", { name: "web v2 → v3" }).click();
    await rita.getByRole("link", { name: "Roll back…" }).click();
    const row = rita.getByRole("table", { name: "What changes of web" }).getByRole("row", { name: "release.version" });
    await row.waitFor();
    assert.deepEqual(await row.getByRole("cell").allTextContents(), ["v3", "v2"]);
    await rita.getByLabel("Description, for the history").fill("v3 loses carts");
    await rita.getByRole("button", { name: "Roll back in staging" }).click();
    await result(rita, "succeeded");
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
    await to(olga, "/releases");
    await olga.getByText("That is all of them.").waitFor();
    await takePictures(olga, "history");
  });

  it("saves a parameter of an owner as their commit, and refuses it to a releaser, who has no field for it", async () => {
    for (const page of [olga, rita]) await to(page, "/parameters?service=web");
    await rita.getByText("What the service is, the basic parameters, is for web-team to change.").waitFor();
    await olga.getByRole("textbox", { name: "replicas" }).fill("4");
    await olga.getByLabel("Reason, for the commit").fill("four are enough");
    await olga.getByText("The rules find nothing.").waitFor();
    await takePictures(olga, "parameters");
    await olga.getByRole("button", { name: "Save as a commit" }).click();
    await olga.getByRole("heading", { name: "Saved" }).waitFor();
    assert.equal(
      git("log", "-1", "--format=%an <%ae>%n%B"),
      `${emailOf("olga")} <${emailOf("olga")}>\nfour are enough\n\nRelease-Operator: ${emailOf("olga")}`,
    );
    assert.match(git("show", "--format="), /^\+ .* replicas: 4/m);
    await rita.locator("output#parameter-replicas").getByText("4").waitFor();
    assert.equal(await rita.getByRole("textbox", { name: "replicas" }).count(), 0);
    const head = git("rev-parse", "HEAD");
    assert.deepEqual(await savedBy(rita), { status: 403, code: "NO_RIGHTS" });
    assert.equal(git("rev-parse", "HEAD"), head);
  });

  it("has nothing wrong in any of its pages", () => {
    assert.deepEqual(team().errors, []);
  });

  async function release(page: Page, version: string, why: string): Promise<void> {
    await to(page, `/new?services=web:${version}`);
    await page.getByRole("button", { name: "Show the plan" }).click();
    await page.getByLabel("Description, for the history").fill(why);
    await page.getByRole("button", { name: "Release in staging" }).click();
  }
});

/** What the server answers to a browser whose page has no field for it. */
async function savedBy(page: Page): Promise<unknown> {
  return page.evaluate(`(async () => {
    const { csrf } = await (await fetch("/api/me")).json();
    const { base } = await (await fetch("/api/stacks/staging/parameters")).json();
    const edits = [{ service: "web", path: "replicas", value: 1 }];
    const answer = await fetch("/api/stacks/staging/parameters", {
      method: "POST",
      headers: { "content-type": "application/json", "x-csrf": csrf },
      body: JSON.stringify({ base, edits, reason: "all the same" }),
    });
    return { status: answer.status, code: (await answer.json()).code };
  })()`);
}
