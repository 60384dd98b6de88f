import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { browserPath } from "../../../lab/browser.ts";
import { startProvider, type TestProvider } from "../../console/server/provider.ts";
import type { RunningCli, TestProject } from "../release/project.ts";
import { keepFailed } from "./pictures.ts";
import { noClusterVariable } from "../support.ts";

const client = { id: "releases", secret: "the console's own" };

/** Longest wait for what a release brings, on a machine that has much else to do. ms */
const patienceMs = 120_000;

/** A team's console as it is started, a provider of identities, and browsers on it. */
export interface TeamConsole {
  origin: string;
  /** A browser that nobody is signed in in. */
  browser: () => Promise<Page>;
  /** A browser of its own, in which this person has signed in at the provider. */
  signedIn: (name: string) => Promise<Page>;
  /** What went wrong in the pages, and what their policy refused, so far. */
  errors: readonly string[];
}

/** @param groupsOf what the provider says of a person */
export function useTeamConsole(
  project: () => TestProject,
  stacks: readonly string[],
  groupsOf: (name: string) => string[],
): () => TeamConsole {
  let team: TeamConsole | undefined;
  let provider: TestProvider | undefined;
  let browser: Browser | undefined;
  let running: RunningCli | undefined;
  before(async () => {
    if (process.env[noClusterVariable] !== undefined) return;
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    // Of another site than the console, as a team's provider is.
    provider = await startProvider({ client: { ...client, origin }, groupsOf }, "localhost");
    running = project().start(
      [
        ...["console", "--stacks", ...stacks, "--data", join(project().directory, "acts")],
        ...["--url", origin, "--port", String(port), "--oidc-issuer", provider.issuer, "--oidc-client", client.id],
      ],
      { RELEASE_CONSOLE_OIDC_SECRET: client.secret },
    );
    await running.saw(/ at port \d+/);
    browser = await chromium.launch({ executablePath: browserPath(), args: ["--no-sandbox"] });
    team = teamOf(browser, origin);
  });
  afterEach(async function () {
    if (this.currentTest?.state !== "failed" || browser === undefined) return;
    await keepFailed(browser, this.currentTest.title);
  });
  after(async () => {
    running?.child.kill("SIGKILL");
    await browser?.close();
    provider?.close();
  });
  return () => {
    if (team === undefined) throw new Error(`the console did not start: ${running?.text() ?? ""}`);
    return team;
  };
}

export function emailOf(name: string): string {
  return `${name}@example.com`;
}

function teamOf(chrome: Browser, origin: string): TeamConsole {
  const errors: string[] = [];
  const browser = async (): Promise<Page> => {
    const context = await chrome.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(patienceMs);
    // The provider's own pages would ask the internet for a font.
    const own = (url: URL) => ["127.0.0.1", "localhost"].includes(url.hostname);
    await context.route(
      (url) => !own(url),
      (route) => route.abort(),
    );
    const page = await context.newPage();
    const ours = () => page.url().startsWith("http://127.0.0.1:");
    page.on("pageerror", (error) => {
      if (ours()) errors.push(error.message);
    });
    page.on("console", (message) => {
      const loaded = message.text().startsWith("Failed to load resource");
      if (message.type() === "error" && ours() && !loaded) errors.push(message.text());
    });
    return page;
  };
  return {
    origin,
    browser,
    errors,
    async signedIn(name) {
      const page = await browser();
      await page.goto(origin);
      await page.getByRole("link", { name: "Sign in" }).click();
      await page.getByPlaceholder("Enter any login").fill(name);
      await page.getByPlaceholder("and password").fill("x");
      await page.getByRole("button", { name: "Sign-in" }).click();
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByText(`${emailOf(name)}, account`).waitFor();
      return page;
    },
  };
}

/** The provider is told of the console's address before the console is there. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
